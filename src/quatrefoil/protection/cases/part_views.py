# SPDX-License-Identifier: Apache-2.0
"""Opening hidden parts after a reason, and changing parts, needs and goals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers.selectors import Wanted, find_services, legal_duties
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.protection.cases import editing, part_forms, selectors
from quatrefoil.protection.cases.actions import Core, save_core
from quatrefoil.protection.cases.child_actions import ChildFacts, save_child_record
from quatrefoil.protection.cases.codes import Words
from quatrefoil.protection.cases.forms import ReasonForm
from quatrefoil.protection.cases.pages import conflict_page, crumbs, form_page, tried
from quatrefoil.protection.cases.part_actions import save_account, save_health, save_identity, save_safety_plan
from quatrefoil.protection.cases.part_forms import PartForm
from quatrefoil.protection.cases.plan_actions import remove_need, save_goal, save_need
from quatrefoil.protection.cases.tables import url

EDITING = "to change it"
HIDDEN = ("identity", "health", "account")
Save = Callable[[Actor, UUID, PartForm], object]


@dataclass(frozen=True, slots=True)
class PartPage:
    """How one part is edited: its key in `editing`, form and action."""

    title: Words
    key: str
    form: type[PartForm]
    save: Save
    right: str = "part.edit"
    back: str = "case"


def _save_core(actor: Actor, file_id: UUID, form: PartForm) -> object:
    given = form.open_fields()
    region = given.pop("region")
    return save_core(actor, file_id, Core(**given), region, form.cleaned_data["seen_revision"])


def _save_child(actor: Actor, file_id: UUID, form: PartForm) -> object:
    facts = ChildFacts(**form.open_fields())
    return save_child_record(actor, file_id, facts, form.texts(), form.cleaned_data["seen_revision"])


def _save_part(action: Callable[..., object]) -> Save:
    return lambda actor, file_id, form: action(
        actor, file_id, form.texts(), form.cleaned_data["seen_revision"], **form.open_fields()
    )


PAGES: dict[str, PartPage] = {
    "core": PartPage(
        gettext_lazy("Age, languages, region"), "core", part_forms.CoreForm, _save_core, "case.edit"
    ),
    "identity": PartPage(gettext_lazy("Identity"), "identity", part_forms.IdentityForm, _save_part(save_identity)),
    "health": PartPage(gettext_lazy("Health"), "health", part_forms.HealthForm, _save_part(save_health)),
    "account": PartPage(gettext_lazy("What happened"), "account", part_forms.AccountForm, _save_part(save_account)),
    "safety": PartPage(
        gettext_lazy("Safety plan"), "safety", part_forms.SafetyPlanForm, _save_part(save_safety_plan), back="plan"
    ),
    "child": PartPage(
        gettext_lazy("Child path"), "child", part_forms.ChildForm, _save_child, "child.record", "plan"
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("part.open")
def open_part(request: HttpRequest, file_id: UUID, part: str) -> HttpResponse:
    """Hidden values, opened for this one answer after a reason."""
    actor = actor_of_request(request)
    if part not in HIDDEN:
        raise NotVisible
    chosen = PAGES[part]
    editing.require_part(actor, file_id, part)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form_page(request, actor, file_id, form, str(chosen.title), button=_("Show"))
    header = selectors.case_header(actor, file_id)
    found = editing.stored(actor, file_id, part, purpose=form.cleaned_data["reason"])
    context = {
        "heading": chosen.title, "header": header, "crumbs": crumbs(header, str(chosen.title)),
        "pairs": _pairs(chosen, found) if found.is_there else [],
        "edit_url": url("edit", file_id, part) if actor.may("part.edit") and not header.is_closed else "",
        "back_url": url("case", file_id),
    }  # fmt: skip
    return render(request, "cases/opened.html", context)


def _pairs(chosen: PartPage, found: editing.Stored) -> list[tuple[str, str]]:
    form = _form(chosen, None, {})
    names = [name for name in form.fields if name != "seen_revision"]
    return [(str(form.fields[name].label), form.said(name, found.values[name])) for name in names]


@require_http_methods(["GET", "POST"])
@page("part.edit", "case.edit", "child.record")
def edit_part(request: HttpRequest, file_id: UUID, part: str) -> HttpResponse:
    """Change a part. Whoever saves second sees both versions and loses nothing."""
    actor = actor_of_request(request)
    if part not in PAGES or not actor.may(PAGES[part].right):
        raise NotVisible
    chosen = PAGES[part]
    editing.require_part(actor, file_id, part)
    initial = {} if request.method == "POST" else _initial(editing.stored(actor, file_id, part, purpose=EDITING))
    form = _form(chosen, request, initial)
    saved = _try_to_save(request, actor, file_id, form, chosen)
    if saved is not None:
        return saved
    return form_page(request, actor, file_id, form, str(chosen.title), back_url=url(chosen.back, file_id))


def _try_to_save(
    request: HttpRequest, actor: Actor, file_id: UUID, form: PartForm, chosen: PartPage
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        if tried(form, lambda: chosen.save(actor, file_id, form)) is None:
            return None
    except PartConflict as conflict:
        return conflict_page(request, actor, file_id, form, conflict, str(chosen.title))
    messages.success(request, _("Saved."))
    return redirect(url(chosen.back, file_id))


def _form(chosen: PartPage, request: HttpRequest | None, initial: dict[str, Any]) -> PartForm:
    data = request.POST if request is not None and request.method == "POST" else None
    more: dict[str, Any] = {}
    if chosen.form in (part_forms.CoreForm, part_forms.AccountForm):
        more["regions"] = selectors.regions()
    if chosen.form is part_forms.ChildForm:
        more["duties"] = [(str(duty.id), duty.title) for duty in legal_duties(child=True)]
    return chosen.form(data, initial=initial, **more)


def _initial(found: editing.Stored) -> dict[str, Any]:
    return {**found.values, "seen_revision": found.revision}


# Needs and goals -------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@page("part.edit")
def need(request: HttpRequest, file_id: UUID, need_id: UUID | None = None) -> HttpResponse:
    """Add or change a need."""
    services = [(str(row.id), row.name) for row in find_services(actor_of_request(request), Wanted(refers=True))]
    chosen = PartPage(_("Need"), "need", part_forms.NeedForm, _save_row(save_need), back="needs")
    remove = url("remove_need", file_id, need_id) if need_id else ""
    return _row_page(request, file_id, need_id, chosen, {"services": services}, remove_url=remove)


@require_http_methods(["GET", "POST"])
@page("part.edit")
def goal(request: HttpRequest, file_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Add or change a goal."""
    chosen = PartPage(_("Goal"), "goal", part_forms.GoalForm, _save_row(save_goal), back="plan")
    return _row_page(request, file_id, goal_id, chosen, {})


def _save_row(action: Callable[..., object]) -> Save:
    def save(actor: Actor, file_id: UUID, form: PartForm) -> object:
        fields = form.open_fields()
        row_id = fields.pop("row_id")
        return action(actor, file_id, row_id, form.texts(), form.cleaned_data["seen_revision"], **fields)

    return save


def _row_page(
    request: HttpRequest, file_id: UUID, row_id: UUID | None, chosen: PartPage, more: dict[str, Any], **context: Any
) -> HttpResponse:
    actor = actor_of_request(request)
    is_sent = request.method == "POST"
    initial: dict[str, Any] = {"row_id": row_id or uuid4()}
    if not is_sent:
        initial |= _initial(editing.stored(actor, file_id, chosen.key, row_id, purpose=EDITING))
    form = chosen.form(request.POST if is_sent else None, initial=initial, **more)
    saved = _try_to_save(request, actor, file_id, form, chosen)
    if saved is not None:
        return saved
    return form_page(
        request, actor, file_id, form, str(chosen.title), back_url=url(chosen.back, file_id),
        seen_revision=initial.get("seen_revision", 0), **context,
    )  # fmt: skip


@require_POST
@page("part.edit")
def take_need_back(request: HttpRequest, file_id: UUID, need_id: UUID) -> HttpResponse:
    """A need that was written down by mistake."""
    seen = request.POST.get("seen_revision", "")
    remove_need(actor_of_request(request), file_id, need_id, int(seen) if seen.isdecimal() else 0)
    messages.success(request, _("Taken back."))
    return redirect("cases:needs", file_id)
