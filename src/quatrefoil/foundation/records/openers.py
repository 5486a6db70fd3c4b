# SPDX-License-Identifier: Apache-2.0
"""How one wing lets another open its kind of file without being imported: contact to case, transfer to case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor

# function(actor, **known) opens a file of its kind with what is known and gives the file's id.
Opener = Callable[..., UUID]
OPENERS: dict[str, Opener] = {}


def register(kind: str, opener: Opener) -> Opener:
    """Declare how a kind of file is opened; the opener is an action and checks rights itself."""
    OPENERS[kind] = opener
    return opener


def open_record(kind: str, actor: Actor, **known: Any) -> UUID:
    """Open a file of a kind with what is known; Refused where no wing of this installation has that kind."""
    opener = OPENERS.get(kind)
    if opener is None:
        raise Refused(_("No part of this installation can open such a file."), code="no_opener")
    return opener(actor, **known)
