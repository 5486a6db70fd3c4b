# SPDX-License-Identifier: Apache-2.0
"""What many operations of the API answer: the id of what was made, or why there is no answer."""

from typing import Final
from uuid import UUID

from ninja import Schema


class Made(Schema):
    """The id of what was made."""

    id: UUID


class Wrong(Schema):
    """Why there is no answer, or not this one."""

    detail: str
    code: str = ""


WRONG: Final = {401: Wrong, 403: Wrong, 404: Wrong, 409: Wrong}
