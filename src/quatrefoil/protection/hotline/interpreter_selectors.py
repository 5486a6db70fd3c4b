# SPDX-License-Identifier: Apache-2.0
"""Interpreters on the desk's list, and who was asked for one contact."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.registers.selectors import language_name
from quatrefoil.foundation.requests.kinds import KINDS
from quatrefoil.foundation.requests.models import Request
from quatrefoil.foundation.ui.dates import moment
from quatrefoil.foundation.ui.pieces import Action
from quatrefoil.protection.hotline.interpreter_actions import conflict_with
from quatrefoil.protection.hotline.models import InterpreterBooking, InterpreterListing


@dataclass(frozen=True, slots=True)
class InterpreterRow:
    """Somebody on the list. `reason` says why they are not asked for this contact."""

    id: int
    member: UUID
    name: str
    organisation: str
    language: str
    language_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BookingRow:
    """An interpreter who was asked."""

    name: str
    language: str
    asked: str
    answer: str
    is_vetoed: bool
    veto: Action | None


def listed(actor: Actor, *, language: str = "", file_id: UUID | None = None) -> tuple[InterpreterRow, ...]:
    """The desk's interpreters, of one language if wished; with a file the conflict check is made for each."""
    rows = InterpreterListing.objects.filter(organisation=actor.organisation_id)
    if language:
        rows = rows.filter(language=language)
    people = {row.id: row for row in Member.objects.filter(id__in=rows.values("member")).select_related("organisation")}
    return tuple(
        InterpreterRow(
            row.id,
            row.member,
            people[row.member].name,
            people[row.member].organisation.name,
            row.language,
            language_name(row.language),
            conflict_with(file_id, row.member) if file_id else "",
        )
        for row in rows.order_by("language", "id")
        if row.member in people
    )


def bookings(actor: Actor, file_id: UUID) -> tuple[BookingRow, ...]:
    """Who was asked for a contact, and what they answered."""
    found = list(visible(InterpreterBooking.objects.filter(file_id=file_id), actor).order_by("-asked_at"))
    names = dict(Member.objects.filter(id__in={row.interpreter for row in found}).values_list("id", "name"))
    asked = visible(Request.objects.filter(id__in={row.request for row in found}), actor)
    answers = dict(asked.values_list("id", "answer_code"))
    return tuple(_booking(row, names.get(row.interpreter, ""), answers.get(row.request, "")) for row in found)


def _booking(row: InterpreterBooking, name: str, answer: str) -> BookingRow:
    is_vetoed = row.vetoed_at is not None
    words = (
        _("The person does not want this interpreter")
        if is_vetoed
        else str(KINDS["interpreter"].answers.get(answer, _("No answer yet")))
    )
    veto = Action(
        _("The person does not want this interpreter"), reverse("hotline:veto", args=[row.file_id, row.id]), posts=True
    )
    return BookingRow(
        name, language_name(row.language), moment(row.asked_at), words, is_vetoed, None if is_vetoed else veto
    )
