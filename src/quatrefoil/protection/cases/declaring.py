# SPDX-License-Identifier: Apache-2.0
"""Everything that this room declares in the foundation, in one place."""

from django.urls import reverse

from quatrefoil.foundation.messages.selectors import page_for
from quatrefoil.foundation.records import openers, persons
from quatrefoil.foundation.vault import selectors as vault
from quatrefoil.protection.cases import describing, knowing, menu, opening, printables, sheets, stage_actions


def declare() -> None:
    """Called once at start; importing `stage_actions` declares the approval and the clocks."""
    describing.declare()
    menu.declare()
    sheets.declare()
    printables.declare()
    openers.register("case", opening.open_from)
    persons.register("case", knowing.details_of)
    vault.pages["case"] = "cases:case"
    page_for("case", lambda file_id: reverse("cases:case", kwargs={"file_id": file_id}))


__all__ = ["declare", "stage_actions"]
