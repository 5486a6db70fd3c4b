# SPDX-License-Identifier: Apache-2.0
"""Notes, reference name, same person, stays, follow-ups, appointments, tasks."""

import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records.selectors import links
from quatrefoil.foundation.registers.selectors import Wanted, find_services
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.foundation.vault.selectors import by_reference
from quatrefoil.foundation.workflow.actions import plan_appointment
from quatrefoil.protection.cases import plan_actions, record, selectors, tables
from quatrefoil.protection.cases.actions import undo_link
from quatrefoil.protection.cases.forms import (
    AppointmentForm,
    EndStayForm,
    FollowUpForm,
    NameForm,
    NoteForm,
    SamePersonForm,
    StayForm,
)
from quatrefoil.protection.cases.stage_views import posted, sent

FOLLOW_UPS_AHEAD = datetime.timedelta(days=30)


@require_http_methods(["GET", "POST"])
@page("note.write")
def note(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Write a note; for a group, on the other files of the situation too, sealed on each by itself."""
    actor = actor_of_request(request)
    others = [(str(link.file_id), link.reference) for link in links(actor, file_id) if link.file_kind == "case"]
    form = NoteForm(posted(request), others=others, initial={"note_id": uuid4()})

    def act() -> UUID:
        given = form.cleaned_data
        also = tuple(UUID(each) for each in given.get("also_on", ()))
        return records.write_note(
            actor, file_id, given["body"], kind=given["kind"], happened_on=given["happened_on"], also_on=also,
            note_id=given["note_id"],
        )  # fmt: skip

    return sent(request, file_id, form, act, _("Add note"), _("The note is kept."))


@require_http_methods(["GET", "POST"])
@page("case.reference_name")
def name(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The person chooses how they are called here."""
    actor = actor_of_request(request)
    form = NameForm(posted(request))
    return sent(
        request, file_id, form,
        lambda: records.rename_reference(actor, file_id, form.cleaned_data["word"], form.cleaned_data["digits"]),
        _("Another reference name"), _("The person is called by this name now."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("person.link")
def same_person(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Join two files of one person by a link that can be undone; never by a machine (SAFETY 12)."""
    actor = actor_of_request(request)
    form = SamePersonForm(posted(request))

    def act() -> UUID:
        found = by_reference(actor, form.cleaned_data["reference"])
        if len(found) != 1:
            raise Refused(_("No file that you see has this reference name or number."), code="unknown")
        return records.link_same_person(actor, file_id, found[0].file_id, form.cleaned_data["ground"])

    lead = _("The files stay as they are. From then on the strictest consent and every exclusion holds for both.")
    return sent(request, file_id, form, act, _("Same person as another file"), _("The files are joined."), lead=lead)


@require_POST
@page("person.link")
def undo_same(request: HttpRequest, file_id: UUID, link_id: UUID) -> HttpResponse:
    """Not the same person after all."""
    undo_link(actor_of_request(request), file_id, link_id)
    messages.success(request, _("The files are apart again."))
    return redirect("cases:timeline", file_id)


# Stays, follow-ups, appointments ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@page("part.edit")
def stay(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The person stays in a safe place, by its cover name."""
    actor = actor_of_request(request)
    places = [(str(row.id), row.name) for row in find_services(actor, Wanted(need="shelter")) if row.is_safe_place]
    form = StayForm(posted(request), places=places)
    return sent(
        request, file_id, form,
        lambda: plan_actions.begin_stay(
            actor, file_id, UUID(form.cleaned_data["service_id"]), form.cleaned_data["since"]
        ),
        _("Stays in a safe place"), _("Written down under the cover name."), nobody=not places,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("part.edit")
def end_stay(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The person left the safe place."""
    actor = actor_of_request(request)
    form = EndStayForm(posted(request))
    return sent(
        request, file_id, form, lambda: plan_actions.end_stay(actor, file_id, form.cleaned_data["until"]),
        _("Left the safe place"), _("Written down."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("part.edit")
def follow_up(request: HttpRequest, file_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """One screen; only the outcome must be filled."""
    actor = actor_of_request(request)
    row = record.follow_up_of(actor, file_id, follow_up_id)
    form = FollowUpForm(posted(request), initial={"seen_revision": row.revision})

    def act() -> None:
        given = form.cleaned_data
        plan_actions.settle_follow_up(
            actor, follow_up_id, given["outcome"], given["words"], given["done_on"], given["seen_revision"]
        )

    try:
        return sent(request, file_id, form, act, _("Follow-up: %(when)s") % {"when": row.label}, _("Written down."))
    except PartConflict as conflict:
        raise Refused(conflict.message, code="stale") from None


@require_GET
@page("case.edit")
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Follow-ups that fall in the next 30 days, of my cases or of all that I see."""
    actor = actor_of_request(request)
    mine = request.GET.get("view") != "team"
    rows, names = record.follow_ups_due(actor, timezone.localdate() + FOLLOW_UPS_AHEAD, mine=mine)
    table = tables.follow_ups_table(rows, names)
    return render(request, "cases/follow_ups.html", {"table": table, "mine": mine})


@require_http_methods(["GET", "POST"])
@page("part.edit")
def appointment(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A dated meeting, as a code: what it is about stands in the plan."""
    actor = actor_of_request(request)
    form = AppointmentForm(posted(request))

    def act() -> UUID:
        given = form.cleaned_data
        at = timezone.make_aware(datetime.datetime.combine(given["on"], given["at"]))
        return plan_appointment(actor, file_id, given["kind"], at)

    return sent(request, file_id, form, act, _("Plan an appointment"), _("The appointment stands in the plan."))


@require_GET
@page("request.ask")
def ask(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A task about this case: the page of the requests room."""
    actor: Actor = actor_of_request(request)
    selectors.case_header(actor, file_id)
    return redirect(reverse("requests:ask", args=["task", file_id]))
