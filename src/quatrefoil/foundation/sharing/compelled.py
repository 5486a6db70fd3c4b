# SPDX-License-Identifier: Apache-2.0
"""The register of compelled disclosure as people read it (SAFETY 21)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.sharing.codes import WhyNotTold
from quatrefoil.foundation.sharing.disclosure_selectors import answer_due
from quatrefoil.foundation.sharing.models import Compelled
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.pieces import Chip

DEMANDS = {
    "court_order": gettext_lazy("Court order"),
    "warrant": gettext_lazy("Warrant"),
    "subpoena": gettext_lazy("Summons to produce"),
    "immigration": gettext_lazy("Demand by immigration"),
    "other": gettext_lazy("Another demand"),
}
OUTCOMES = {
    "refused": gettext_lazy("Nothing was given"),
    "narrowed": gettext_lazy("Less was given than demanded"),
    "complied": gettext_lazy("Given as demanded"),
    "withdrawn": gettext_lazy("The demand was withdrawn"),
}
ADVICE = {"object": gettext_lazy("Object"), "narrow": gettext_lazy("Give less"), "comply": gettext_lazy("Comply")}


@dataclass(frozen=True, slots=True)
class CompelledRow:
    """A demand in the register of compelled disclosure."""

    id: UUID
    file_id: UUID
    reference: str
    demand: str
    authority: str
    received: str
    due: Chip | None
    counsel: str
    narrowed: str
    person_told: str
    outcome: str
    revision: int
    is_open: bool


def demands(actor: Actor, *, file_id: UUID | None = None, limit: int = 100) -> tuple[CompelledRow, ...]:
    """The register of compelled disclosure, of files that the actor reaches, newest first."""
    found = visible(Compelled.objects.select_related("file"), actor)
    if file_id is not None:
        file_header(actor, file_id)
        found = found.filter(file_id=file_id)
    return tuple(_compelled_row(row) for row in found.order_by("-received_on", "-recorded_at")[:limit])


def demand(actor: Actor, demand_id: UUID) -> CompelledRow:
    """One demand."""
    found = visible(Compelled.objects.select_related("file").filter(id=demand_id), actor).first()
    if found is None:
        raise NotVisible
    return _compelled_row(found)


def _compelled_row(row: Compelled) -> CompelledRow:
    told = _("told %(day)s") % {"day": day(row.person_told_on)} if row.person_told_on else ""
    return CompelledRow(
        id=row.id,
        file_id=row.file_id,
        reference=row.file.reference_name or row.file.number,
        demand=str(DEMANDS.get(row.demand, row.demand)),
        authority=row.authority,
        received=day(row.received_on),
        due=None if row.closed_on else answer_due(row.answer_by),
        counsel=_("%(advice)s, %(day)s")
        % {"advice": ADVICE.get(row.counsel_advice, ""), "day": day(row.counsel_reviewed_on)}
        if row.counsel_reviewed_on
        else _("Not reviewed yet"),
        narrowed={None: "", True: _("Yes"), False: _("No")}[row.narrowed],
        person_told=told or (str(WhyNotTold(row.why_not_told).label) if row.why_not_told else _("Not told yet")),
        outcome=str(OUTCOMES.get(row.outcome, _("Open"))),
        revision=row.revision,
        is_open=row.closed_on is None,
    )
