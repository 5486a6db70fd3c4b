# SPDX-License-Identifier: Apache-2.0
"""Interpreters: asked by language alone, after a conflict check; the person may refuse one, without a reason (SAFETY 17)."""

from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import Exclusion
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.records import history
from quatrefoil.foundation.requests import actions as requests
from quatrefoil.protection.hotline.contact_actions import contact_of
from quatrefoil.protection.hotline.models import InterpreterBooking, InterpreterListing


@action("request.ask")
def book_interpreter(actor: Actor, file_id: UUID, interpreter: UUID, language: str) -> UUID:
    """Ask an interpreter of the list. The question carries the language and nothing else: no name, no place, no file."""
    contact_of(actor, file_id)
    listed = InterpreterListing.objects.filter(
        organisation=actor.organisation_id, member=interpreter, language=language
    )
    if not listed.exists():
        raise Refused(_("Choose an interpreter of your list for this language."), code="not_listed")
    reason = conflict_with(file_id, interpreter)
    if reason:
        raise Refused(reason, code="conflict")
    request = requests.ask(actor, "interpreter", interpreter, subject=language, request_id=uuid4())
    booking = InterpreterBooking(
        file_id=file_id, request=request, interpreter=interpreter, language=language, asked_by=actor.member_id
    )
    booking.save(force_insert=True)
    history.record(file_id, "protection", "interpreter.asked", {"language": language})
    trail.wrote("interpreter.ask", file_id, detail=f"{language} {interpreter}")
    return booking.id


def conflict_with(file_id: UUID, interpreter: UUID) -> str:
    """Why this interpreter is not asked for this person, or ''."""
    member = Member.objects.filter(id=interpreter, is_active=True).first()
    if member is None:
        return _("This interpreter does not work here any more.")
    holders = (interpreter, member.organisation_id, *member.teams.values_list("id", flat=True))
    if Exclusion.objects.filter(record=file_id, holder__in=holders, lifted_at__isnull=True).exists():
        return _("This interpreter is not available for this contact.")
    if InterpreterBooking.objects.filter(file_id=file_id, interpreter=interpreter, vetoed_at__isnull=False).exists():
        return _("The person does not want this interpreter.")
    return ""


@action("request.ask")
def veto_interpreter(actor: Actor, booking_id: UUID) -> None:
    """The person does not want this interpreter: taken back, and not asked again for this contact."""
    booking = visible(InterpreterBooking.objects.filter(id=booking_id, vetoed_at__isnull=True), actor).first()
    if booking is None:
        raise NotVisible
    InterpreterBooking.objects.filter(id=booking_id).update(vetoed_at=timezone.now())
    if booking.asked_by == actor.member_id:
        try:
            requests.withdraw(actor, booking.request)
        except Refused:  # answered already: the veto stands all the same
            trail.wrote("interpreter.veto_after_answer", booking.file_id)
    history.record(booking.file_id, "protection", "interpreter.vetoed")
    trail.wrote("interpreter.veto", booking.file_id, detail=str(booking.interpreter))


@action("rota.edit")
def list_interpreter(actor: Actor, member_id: UUID, language: str) -> None:
    """Put a member on the desk's list of interpreters; they may belong to another organisation."""
    if not Member.objects.filter(id=member_id, is_active=True).exists():
        raise NotVisible
    InterpreterListing.objects.get_or_create(organisation=actor.organisation_id, member=member_id, language=language)
    trail.wrote("interpreter.list", detail=f"{language} {member_id}")


@action("rota.edit")
def unlist_interpreter(actor: Actor, listing_id: int) -> None:
    """Take a member off the list."""
    gone, _rows = InterpreterListing.objects.filter(id=listing_id, organisation=actor.organisation_id).delete()
    if not gone:
        raise NotVisible
    trail.wrote("interpreter.unlist", detail=str(listing_id))
