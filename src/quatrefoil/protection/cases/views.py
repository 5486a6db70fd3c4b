# SPDX-License-Identifier: Apache-2.0
"""The list, a new case, and the tabs of a case."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.menu import record_links
from quatrefoil.foundation.records.selectors import links, notes, timeline
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing import views as sharing_views
from quatrefoil.foundation.sharing.tables import sent_table
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.pieces import Action, Event, Pager, SavedView
from quatrefoil.foundation.vault.search import possible_duplicates
from quatrefoil.foundation.vault.selectors import FoundFile
from quatrefoil.protection.cases import lists, record, selectors, tables
from quatrefoil.protection.cases.forms import NewCaseForm
from quatrefoil.protection.cases.opening import open_case
from quatrefoil.protection.cases.pages import NOT_MENDED, WORKERS, crumbs, frame_of, marks, moves, tried
from quatrefoil.protection.cases.part_actions import birth_of, lines_of
from quatrefoil.protection.cases.tables import url

TONES = {"danger": "prosecution", "warn": "prevention", "good": "protection"}


@require_GET
@page(*WORKERS)
def case_list(request: HttpRequest) -> HttpResponse:
    """Mine by next step, my teams', overdue; filters stand in the address, so a view can be kept as a bookmark."""
    actor = actor_of_request(request)
    wanted = lists.wanted_from(request.GET.dict())
    found = lists.cases(actor, wanted)
    workers = selectors.case_workers(actor, actor.team_ids) if wanted.view == lists.TEAM else ()
    empty = tables.empty_list(wanted, may_open=actor.may("case.open"))
    context = {
        "views": _views(wanted),
        "table": tables.cases_table(found.rows, _("Cases"), with_owner=wanted.view != lists.MINE, empty=empty),
        "filters": tables.filters(wanted, workers) if wanted.view in (lists.MINE, lists.TEAM) else None,
        "pager": Pager(older_url=tables.query(wanted, after=found.next_cursor) if found.next_cursor else ""),
        "is_cut": found.is_cut,
        "export_url": tables.query(wanted, page="export") if found.rows and actor.may("case.edit") else "",
        "may_open": actor.may("case.open"),
        "new_url": url("new"),
    }
    return render(request, "cases/list.html", context)


def _views(wanted: lists.Wanted) -> list[SavedView]:
    names = (
        (lists.MINE, _("Mine")),
        (lists.TEAM, _("My teams")),
        (lists.AWAITING, _("Await me")),
        (lists.OVERDUE, _("Overdue")),
    )
    return [SavedView(label, f"{url('list')}?view={key}", active=wanted.view == key) for key, label in names]


@require_http_methods(["GET", "POST"])
@page("case.open")
def new_case(request: HttpRequest) -> HttpResponse:
    """One page. Whoever may be known already is shown before anything is opened."""
    actor = actor_of_request(request)
    form = NewCaseForm(
        request.POST if request.method == "POST" else None, initial={"file_id": uuid4()}, paper=actor.may("case.enter_paper"),
        teams=[team for team in selectors.teams_of(actor) if team[0] in actor.team_ids], regions=selectors.regions(),
    )  # fmt: skip
    known: tuple[FoundFile, ...] = ()
    if form.is_valid():
        known = tried(form, lambda: _may_be_known(actor, form)) or ()
        if not form.errors and (not known or form.cleaned_data["looked"]):
            opened = tried(form, lambda: open_case(actor, form.new_case()))
            if opened is not None:
                messages.success(request, _("The case is open."))
                return redirect("cases:case", opened)
        if known:
            form.data = _looked(request)
    status = 200 if not form.is_bound else NOT_MENDED
    return render(request, "cases/new.html", {"form": form, "known": known, "back_url": url("list")}, status=status)


def _looked(request: HttpRequest) -> QueryDict:
    """What was sent, with the mark that the likely files were shown."""
    again = request.POST.copy()
    again["looked"] = "on"
    return again


def _may_be_known(actor: Actor, form: NewCaseForm) -> tuple[FoundFile, ...]:
    """Files of the organisation that may be about this person; nothing is joined by a machine (SAFETY 12)."""
    given = form.identity()
    if not any(given.values()) or not actor.may("person.search"):
        return ()
    _birth, year = birth_of(given["birth_date"])
    names = [given["full_name"]] if given["full_name"] else []
    return possible_duplicates(actor, names, year, lines_of(given["phones"]), other_than=form.cleaned_data["file_id"])


# Tabs ------------------------------------------------------------------------------------------------


@require_GET
@page(*WORKERS)
def case_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The first tab: safe contact before everything else."""
    actor = actor_of_request(request)
    found = record.case_page(actor, file_id)
    header = found.header
    may_open = actor.may("part.open")
    context = {
        **frame_of(actor, header, "case"),
        "agreed": found.agreed,
        # What is agreed says already that this is a child.
        "marks": marks(header, with_child=not found.agreed),
        "safe": tables.safe_box(found.safe, file_id, may_write=actor.may("note.write") and not header.is_closed),
        "sees_safe": "safe_contact" in header.parts,
        "person": tables.person_pairs(header, may_open=may_open),
        "identity_url": url("open", file_id, "identity") if "identity" in header.parts and may_open else "",
        "needs": tables.needs_table(found.needs, file_id, editable=_may_edit(actor, found.header)),
        "sees_plan": "plan" in header.parts,
        "next": tables.next_steps(actor, found.next, file_id),
        "events": [_event(row) for row in found.events],
        "moves": moves(actor, header),
        "more": _more(actor, header),
        "timeline_url": url("timeline", file_id),
    }
    return render(request, "cases/case.html", context)


def _may_edit(actor: Actor, header: selectors.CaseHeader) -> bool:
    return actor.may("part.edit") and not header.is_closed and not header.is_held


def _event(row: Any) -> Event:
    text = f"{row.sentence} ({row.entered})" if row.entered else row.sentence
    return Event(row.at, text, TONES.get(row.tone, "evaluation"), row.by)  # type: ignore[arg-type]


def _more(actor: Actor, header: selectors.CaseHeader) -> list[Action]:
    """Everything else that can be done, as links."""
    file_id, links_ = header.file.id, []
    if not header.is_closed:
        links_ += [
            ("danger.mark", _("Judge danger"), url("danger", file_id)),
            ("case.edit", _("Change age, languages, region"), url("edit", file_id, "core")),
            ("request.ask", _("Give a task"), url("ask", file_id)),
            ("part.edit", _("Plan an appointment"), url("appointment", file_id)),
            ("case.reference_name", _("Another reference name"), url("name", file_id)),
            ("case.assign", _("Give to somebody else"), url("assign", file_id)),
            ("case.move", _("Close the case"), url("close", file_id)),
        ]
    if not header.is_held:
        links_.append(("case.edit", _("Print a summary"), url("print", file_id)))
    if header.is_child_path:
        links_.insert(1, ("child.record", _("Child path"), url("edit", file_id, "child")))
    return [
        *(Action(label, address) for right, label, address in links_ if actor.may(right)),
        *record_links(actor, file_id),
    ]


@require_GET
@page(*WORKERS)
def needs_tab(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Needs with their levels, services and states."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    editable = _may_edit(actor, header)
    table = tables.needs_table(record.needs_of(actor, file_id), file_id, editable=editable)
    add_url = url("new_need", file_id) if editable and table.rows else ""
    return render(request, "cases/needs.html", {**frame_of(actor, header, "needs"), "needs": table, "add_url": add_url})


@require_GET
@page("part.edit")
def plan_tab(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Safety plan, goals, stays, follow-ups; the child path where it applies."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    editable = _may_edit(actor, header)
    safety, review = record.safety_plan_of(actor, file_id)
    goals = tables.goals_table(record.goals_of(actor, file_id), file_id, editable=editable)
    context = {
        **frame_of(actor, header, "plan"),
        "safety": safety,
        "review": review,
        "safety_url": url("edit", file_id, "safety") if editable else "",
        "goals": goals,
        "goal_url": url("new_goal", file_id) if editable and goals.rows else "",
        "stays": record.stays_of(actor, file_id) if "stay" in header.parts else (),
        "stay_url": url("stay", file_id) if editable and "stay" in header.parts else "",
        "end_stay_url": url("end_stay", file_id),
        "follow_ups": tables.follow_ups_table(record.follow_ups_of(actor, file_id)),
        "child": record.child_words(actor, file_id) if header.is_child_path else (),
        "child_url": url("edit", file_id, "child") if not header.is_closed else "",
        "closing": record.closing_words(actor, file_id),
    }
    return render(request, "cases/plan.html", context)


@require_GET
@page("consent.record", "disclosure.send")
def consent_tab(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Every answer of the person, kind by kind."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    context = {**frame_of(actor, header, "consent"), **sharing_views.consent_tab(actor, file_id)}
    chips = context["agreed"].chips
    return render(request, "cases/consent.html", {**context, "consent_chips": chips})


@require_GET
@page("disclosure.send")
def referrals_tab(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What left, to whom, and what became of it."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    table = sent_table(disclosures.sent(actor, file_id=file_id))
    refer = reverse("sharing:refer", args=[file_id]) if not header.is_held and not header.is_closed else ""
    return render(
        request, "cases/referrals.html", {**frame_of(actor, header, "referrals"), "sent": table, "refer_url": refer}
    )


@require_GET
@page(*WORKERS)
def notes_tab(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Notes, opened for reading."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    context = {**frame_of(actor, header, "notes"), "notes": notes(actor, file_id), "note_url": url("note", file_id)}
    return render(request, "cases/notes.html", context)


@require_GET
@page(*WORKERS)
def timeline_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Everything that happened, and the files that belong to this one."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    context = {
        **frame_of(actor, header, "case"),
        "crumbs": crumbs(header, _("Timeline")),
        "events": [_event(row) for row in timeline(actor, file_id, 500, header.parts)],
        "links": links(actor, file_id),
        "undo_name": "cases:undo_same",
    }
    return render(request, "cases/timeline.html", context)


@require_GET
@page("case.edit")
def print_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A summary on paper under the reference name: no name, no address, no service (one may be a safe place)."""
    actor = actor_of_request(request)
    header = selectors.case_header(actor, file_id)
    if header.is_held:
        raise Refused(_("Nobody has agreed yet that a file is kept. Nothing is printed."), code="held")
    context = {
        "header": header,
        "heading": header.file.reference_name,
        "organisation": actor.organisation_name,
        "date": day(timezone.localdate()),
        "needs": record.needs_of(actor, file_id),
        "goals": record.goals_of(actor, file_id),
        "next": record.next_of(actor, file_id),
    }
    return render(request, "cases/print.html", context)
