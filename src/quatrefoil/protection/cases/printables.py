# SPDX-License-Identifier: Apache-2.0
"""Sheets of a case for the person: the safety plan and a summary. Reference name only; no service, which may be a safe place."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.documents import hooks, printed
from quatrefoil.foundation.documents.hooks import Printable
from quatrefoil.foundation.documents.printed import Sheet
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import PLAN
from quatrefoil.protection.cases import record, selectors
from quatrefoil.protection.cases.part_forms import SafetyPlanForm

CASES = frozenset({"case"})


def declare() -> None:
    """Called once at start."""
    for key, label, hint, made in (
        ("safety_plan", gettext_lazy("Safety plan"), gettext_lazy("Only where the paper is safe with the person."), plan),
        ("summary", gettext_lazy("Summary for the person"), gettext_lazy("Needs, goals and what comes next."), summary),
    ):  # fmt: skip
        hooks.register_printable(Printable(key, label, hint, made, CASES, PLAN, "case.edit"))


def plan(actor: Actor, file_id: UUID, language: str) -> bytes:
    """The safety plan as PDF (an audited read). Refused where there is none, or nobody agreed to a file."""
    reference, organisation = _allowed(actor, file_id)
    texts, review = record.safety_plan_of(actor, file_id)
    if not texts:
        raise Refused(_("There is no safety plan yet. Write it with the person first."), code="no_plan")
    with translation.override(language):
        fields = SafetyPlanForm.base_fields
        sections = [(str(fields[name].label), texts[name].splitlines()) for name in texts if texts[name].strip()]
        closing = _("Look at it again on %(day)s.") % {"day": review} if review else ""
        sheet = Sheet(_("Safety plan"), sections, closing=closing)
    return printed.safety_plan(sheet, reference, organisation, file_id, language)


def summary(actor: Actor, file_id: UUID, language: str) -> bytes:
    """Needs, goals and what comes next, as PDF (an audited read)."""
    reference, organisation = _allowed(actor, file_id)
    with translation.override(language):
        needs = [f"{row.label} ({row.level_label})" for row in record.needs_of(actor, file_id)]
        goals = [row.objective for row in record.goals_of(actor, file_id)]
        coming = [f"{row.words}: {row.text}" for row in record.next_of(actor, file_id)]
        sections = [(_("Needs"), needs), (_("Goals that the person chose"), goals), (_("Next"), coming)]
        sheet = Sheet(_("Summary"), sections)
    return printed.summary(sheet, reference, organisation, file_id, language)


def _allowed(actor: Actor, file_id: UUID) -> tuple[str, str]:
    header = selectors.case_header(actor, file_id)
    if header.is_held:
        raise Refused(_("Nobody has agreed yet that a file is kept. Nothing is printed."), code="held")
    return header.file.reference_name, header.file.organisation
