# SPDX-License-Identifier: Apache-2.0
"""What the pages of the room have in common: the frame of a case, forms with a refusal inside, conflicts."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.emergency_selectors import banner_of
from quatrefoil.foundation.records.flag_chips import flag_chips
from quatrefoil.foundation.records.tabs import tabs_for
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Action, Chip, Crumb, Danger, Difference, Step
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.protection.cases import record, stages
from quatrefoil.protection.cases.part_forms import PartForm
from quatrefoil.protection.cases.selectors import CaseHeader, case_header
from quatrefoil.protection.cases.tables import url

T = TypeVar("T")
WORKERS = ("case.edit", "case.open")
NOT_MENDED, CONFLICT = 422, 409


def tried(form: Form, act: Callable[[], T]) -> T | None:
    """What the act returns; a refusal becomes words in the form. A conflict goes on to its own page."""
    try:
        return act()
    except PartConflict:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def crumbs(header: CaseHeader, last: str = "") -> list[Crumb]:
    """The way back."""
    way = [Crumb(_("Cases"), url("list"))]
    if not last:
        return [*way, Crumb(header.file.number)]
    return [*way, Crumb(header.file.reference_name, url("case", header.file.id)), Crumb(last)]


def frame_of(actor: Actor, header: CaseHeader, active: str) -> dict[str, Any]:
    """What stands around every tab of a case."""
    return {
        "header": header,
        "heading": header.file.reference_name,
        "crumbs": crumbs(header),
        "danger": Danger(header.danger_bars, header.danger_words),
        "marks": marks(header),
        "flags": flag_chips(actor, header.file.id),
        "steps": [Step(label, state) for label, state in record.steps_taken(header.stage)],  # type: ignore[arg-type]
        "tabs": tabs_for(actor, header.file.id, "case", header.parts, f"cases:{active}"),
        "acts": acts(actor, header),
        "break_glass": banner_of(actor, header.file),
    }


def marks(header: CaseHeader, *, with_child: bool = True) -> list[Chip]:
    """Chips beside the name that are not about consent."""
    found = []
    if header.is_held:
        found.append(Chip(_("Held until %(day)s") % {"day": header.hold_ends}, "due"))
    if header.is_child_path and with_child:
        found.append(Chip(_("Child path")))
    if header.is_closed:
        found.append(Chip(_("Closed")))
    if header.entered:
        found.append(Chip(header.entered))
    return found


def acts(actor: Actor, header: CaseHeader) -> list[Action]:
    """At most two things to do, one of them filled."""
    file_id = header.file.id
    if header.is_closed:
        return [Action(_("Open again"), url("reopen", file_id), filled=True)] if actor.may("case.move") else []
    found = [Action(_("Add note"), url("note", file_id))] if "notes" in header.parts and actor.may("note.write") else []
    if header.is_held and actor.may("case.edit"):
        found.append(Action(_("Record who agreed"), url("agreement", file_id), filled=True))
    elif not header.is_held and actor.may("disclosure.send"):
        found.append(Action(_("Refer"), reverse("sharing:refer", args=[file_id]), filled=True))
    return found


def moves(actor: Actor, header: CaseHeader) -> list[Action]:
    """Steps out of the stage, as links to the page that asks."""
    if not actor.may("case.move") or header.is_closed or header.is_held:
        return []
    leaving = [step for step in stages.CASE.leaving(header.stage) if step.event != "close"]
    return [Action(str(step.label), url("step", header.file.id, step.event)) for step in leaving]


def form_page(
    request: HttpRequest, actor: Actor, file_id: UUID, form: Form, heading: str, **context: Any
) -> HttpResponse:
    """A page of a case with one form; 422 when something needs mending."""
    header = context.pop("header", None) or case_header(actor, file_id)
    status = context.pop("page_status", NOT_MENDED if form.is_bound and form.errors else 200)
    shown = {
        "form": form, "heading": heading, "button": _("Save"), "header": header, "crumbs": crumbs(header, heading),
        "back_url": url("case", file_id), **context,
    }  # fmt: skip
    return render(request, context.get("template", "cases/form.html"), shown, status=status)


def conflict_page(
    request: HttpRequest, actor: Actor, file_id: UUID, form: PartForm, conflict: PartConflict, heading: str
) -> HttpResponse:
    """Both versions beside each other, and the form as the second person wrote it, ready to be saved again."""
    rows = [
        Difference(
            str(form.fields[each.field].label), form.said(each.field, each.mine), form.said(each.field, each.theirs)
        )
        for each in conflict.differences
        if each.field in form.fields
    ]
    again = request.POST.copy()
    again["seen_revision"] = str(conflict.revision)
    form.data = again
    return form_page(
        request, actor, file_id, form, heading, template="cases/conflict.html", differences=rows, said=conflict.message,
        button=_("Save my version"), page_status=CONFLICT,
    )  # fmt: skip
