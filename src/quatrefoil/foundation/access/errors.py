# SPDX-License-Identifier: Apache-2.0
"""The error tree of the two doors. Each error says what to do next."""

from typing import Final

from django.http import Http404
from django.utils.functional import Promise

NO_RIGHT: Final = "no_right"  # the code of a Refused that no role of the actor could change


class NotVisible(Http404):
    """The record does not exist for this actor; the answer is the same as if it did not exist at all."""


class Refused(Exception):
    """The act is not allowed now; the message says why and what to do, in words for the person at the desk."""

    def __init__(self, message: str | Promise, code: str = "refused") -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code


class Stale(Refused):
    """Somebody else changed the record since it was read; nothing was overwritten."""
