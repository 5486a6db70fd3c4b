# SPDX-License-Identifier: Apache-2.0
"""Flags as chips, for the top of a record page."""

from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import flags
from quatrefoil.foundation.ui.pieces import Chip


def flag_chips(actor: Actor, file_id: UUID) -> tuple[Chip, ...]:
    """What whoever opens the file must see at once (1 query)."""
    return tuple(
        Chip(_("%(flag)s, until %(day)s") % {"flag": words, "day": until} if until else words, "warn")
        for _id, words, until in flags(actor, file_id)
    )
