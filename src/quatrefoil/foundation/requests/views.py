# SPDX-License-Identifier: Apache-2.0
"""Tasks, approvals and questions: what awaits me, what I asked, one question."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.identity.selectors import colleagues
from quatrefoil.foundation.messages.selectors import address_of
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.requests import actions, selectors
from quatrefoil.foundation.requests.forms import AnswerForm, AskForm
from quatrefoil.foundation.requests.kinds import KINDS
from quatrefoil.foundation.requests.tables import LIST, requests_table
from quatrefoil.foundation.ui.pieces import Tab


@require_GET
@page("request.answer", "request.ask")
def request_list(request: HttpRequest) -> HttpResponse:
    """What awaits me (all, overdue, today), and what I asked."""
    actor, show = actor_of_request(request), request.GET.get("show", "")
    rows = selectors.asked(actor) if show == "asked" else selectors.to_answer(actor)
    today = timezone.localdate()
    if show == "overdue":
        rows = tuple(row for row in rows if row.due_tone == "overdue")
    if show == "today":
        rows = selectors.to_answer(actor, until=today)
    names = (("", _("Await me")), ("overdue", _("Overdue")), ("today", _("Due today")), ("asked", _("I asked")))
    tabs = [Tab(label, f"{LIST}?show={key}" if key else LIST, active=show == key) for key, label in names]
    return render(
        request, "requests/list.html", {"table": requests_table(rows, _("Tasks and questions")), "tabs": tabs}
    )


@require_http_methods(["GET", "POST"])
@page("request.answer", "request.ask")
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One question: read it, answer it."""
    actor = actor_of_request(request)
    found = selectors.open_request(actor, request_id)
    form = AnswerForm(request.POST or None, answers=found.answers, initial={"revision": found.row.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(actor, request_id, given["answer"], given["text"], given["revision"])
        except Refused as refusal:
            if refusal.code != "reason_missing":
                raise
            form.add_error("text", str(refusal.message))
        else:
            return back(request, LIST, _("Answered."))
    status = 422 if request.method == "POST" else 200
    return render(request, "requests/one.html", {"found": found, "row": found.row, "form": form}, status=status)


@require_POST
@page("request.ask")
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take one's own question back."""
    actions.withdraw(actor_of_request(request), request_id)
    return back(request, f"{LIST}?show=asked", _("Taken back."))


@require_http_methods(["GET", "POST"])
@page("request.ask")
def ask(request: HttpRequest, kind: str, file_id: UUID) -> HttpResponse:
    """Ask somebody of the own organisation about a file: a task, an interpreter, a conference."""
    if kind not in KINDS or KINDS[kind].not_by_asker or KINDS[kind].names_nobody:
        raise Http404
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = AskForm(request.POST or None, kind=KINDS[kind], holders=colleagues(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.ask(
            actor, kind, UUID(given["holder"]), record=file_id, record_kind=header.kind, subject=given.get("subject", ""),
            question=given["question"], due_on=given["due_on"], request_id=_token(request),
        )  # fmt: skip
        return back(request, address_of(header.kind, file_id) or LIST, _("Asked."))
    context = {
        "form": form,
        "header": header,
        "kind": KINDS[kind],
        "token": uuid4(),
        "back_url": address_of(header.kind, file_id) or "/",
    }
    return render(request, "requests/ask.html", context, status=422 if request.method == "POST" else 200)


def _token(request: HttpRequest) -> UUID | None:
    """The id made with the form, so that sending it twice asks once."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None
