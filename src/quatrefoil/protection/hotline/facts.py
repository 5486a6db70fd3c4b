# SPDX-License-Identifier: Apache-2.0
"""What the country counts of the desk: contacts, the public reports among them, danger and what was done."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.facts.kinds import FactKind, declare
from quatrefoil.protection.hotline.codes import CHANNEL_OF_REPORT

LOGGED: Final = "contact.logged"
DIMENSIONS: Final = {"age_band": "age_band", "channel": "channel", "reason": "kind"}


def _is_report(codes: Mapping[str, object]) -> bool:
    return codes.get("channel") == CHANNEL_OF_REPORT


def declare_facts() -> None:
    """Called once at start."""
    declare(FactKind("contact_logged", _("Contacts"), "contacts", LOGGED, dimensions=DIMENSIONS, headline=1))
    declare(FactKind("report_received", _("Public reports"), "reports", LOGGED, dimensions=DIMENSIONS, when=_is_report))
    declare(FactKind("danger_marked", _("Danger now"), "contacts", "danger.marked", dimensions={"reason": "reason"}))
    declare(FactKind("danger_acted", _("Safety actions"), "contacts", "danger.acted", dimensions={"outcome": "act"}))
    ended = {"outcome": "outcome"}
    declare(FactKind("contact_finished", _("Contacts ended"), "contacts", "contact.finished", dimensions=ended))
