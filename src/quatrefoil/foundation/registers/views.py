# SPDX-License-Identifier: Apache-2.0
"""The service directory, and the pages on which an administrator keeps the registers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers import actions, hsds, selectors, tables
from quatrefoil.foundation.registers import keeping as keeping_of
from quatrefoil.foundation.registers.forms import (
    DAYS,
    BodyForm,
    DutyForm,
    HolidayForm,
    ImportForm,
    RestDaysForm,
    ServiceForm,
)
from quatrefoil.foundation.registers.selectors import Wanted
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Crumb

NOT_MENDED = 422
EDIT = "registers.edit"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; a page without anybody at work does not exist."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotVisible
    return actor


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None when nothing was sent. An empty POST is still one."""
    return request.POST if request.method == "POST" else None


def _editor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require_right(actor, EDIT)
    return actor


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Services by need, region, language and eligibility."""
    actor = actor_of(request)
    wanted = _wanted(request)
    rows = selectors.find_services(actor, wanted)
    context = {
        "table": tables.services_table(rows),
        "bar": tables.filter_bar(wanted, selectors.languages_spoken(), request.path),
        "edits": actor.may(EDIT),
        "words": wanted.words,
    }
    return render(request, "registers/directory.html", context)


def _wanted(request: HttpRequest) -> Wanted:
    ask = request.GET.get
    age = ask("age", "")
    return Wanted(
        need=ask("need", "")[:20],
        region=ask("region", "")[:20],
        language=ask("language", "")[:10],
        sex=ask("sex", "")[:10],
        age_years=int(age) if age.isascii() and age.isdigit() and len(age) <= 3 else None,  # noqa: PLR2004
        words=ask("words", "")[:60],
    )


@require_safe
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service."""
    actor = actor_of(request)
    row = selectors.service(actor, service_id)
    context = {
        "row": row,
        "pairs": tables.service_pairs(row),
        "chip": tables.referral_chip(row),
        "edits": actor.may(EDIT),
        "crumbs": _crumbs(),
    }
    return render(request, "registers/service.html", context)


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Services"), reverse("registers:directory")), Crumb("")]


@require_http_methods(["GET", "POST"])
def edit_service(request: HttpRequest, service_id: UUID | None = None) -> HttpResponse:
    """A new service, or a change."""
    actor = _editor(request)
    known = keeping_of.service_for_editing(actor, service_id) if service_id else None
    form = ServiceForm(
        posted(request),
        initial=_initial(known) if known else {"serves_women": True, "serves_men": True, "accepts_referrals": True},
        bodies=[(str(row.id), row.name) for row in selectors.bodies(actor)],
        regions=selectors.region_choices(),
    )
    if form.is_valid() and (saved := _tried(form, lambda: _save_service(actor, form, service_id))):
        messages.success(request, _("Saved."))
        return redirect("registers:service", saved.id)
    return _page(request, form, _("Change a service") if known else _("New service"), _crumbs())


def _initial(known: Any) -> dict[str, Any]:
    values = {field.name: getattr(known, field.attname) for field in known._meta.concrete_fields}
    values["languages"] = " ".join(each.code for each in known.languages.all())
    values["regions"] = [each.code for each in known.regions.all()]
    values["hours"] = "\n".join(f"{DAYS[h.weekday]} {h.opens:%H:%M}-{h.closes:%H:%M}" for h in known.hours.all())
    values["seen_version"] = known.version
    return values


def _save_service(actor: Actor, form: ServiceForm, service_id: UUID | None) -> Any:
    data = form.cleaned_data
    return actions.save_service(
        actor,
        {**form.values(), "body_id": UUID(data["body"])},
        languages=data["languages"],
        regions=data["regions"],
        hours=data["hours"],
        service_id=service_id,
        seen_version=data["seen_version"] if service_id else None,
    )


@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """Everything an administrator keeps here."""
    actor = _editor(request)
    context = {
        "bodies": tables.bodies_table(selectors.bodies(actor)),
        "duties": tables.duties_table(selectors.legal_duties(), editable=True),
        "holidays": keeping_of.holidays(actor),
    }
    return render(request, "registers/keeping.html", context)


@require_http_methods(["GET", "POST"])
def edit_body(request: HttpRequest, body_id: UUID | None = None) -> HttpResponse:
    """A new body, or a change."""
    actor = _editor(request)
    form = BodyForm(
        posted(request),
        initial=keeping_of.body_values(actor, body_id) if body_id else {},
        organisations=selectors.organisations(actor),
    )
    if form.is_valid() and _tried(form, lambda: actions.save_body(actor, form.values(), body_id=body_id)):
        messages.success(request, _("Saved."))
        return redirect("registers:keeping")
    return _page(request, form, _("A body of the directory"), _kept())


@require_http_methods(["GET", "POST"])
def edit_duty(request: HttpRequest, duty_id: UUID | None = None) -> HttpResponse:
    """A new legal duty; a change closes the old row and begins another."""
    actor = _editor(request)
    form = DutyForm(
        posted(request),
        initial=keeping_of.duty_values(actor, duty_id) if duty_id else {},
        kinds=selectors.organisation_kinds(),
        parts=keeping_of.part_choices(),
    )
    if form.is_valid() and _tried(form, lambda: actions.save_duty(actor, form.cleaned_data, replaces=duty_id)):
        messages.success(request, _("Saved."))
        return redirect("registers:keeping")
    return _page(request, form, _("A legal duty"), _kept())


@require_http_methods(["GET", "POST"])
def edit_holiday(request: HttpRequest) -> HttpResponse:
    """A day on which the clocks stand still."""
    actor = _editor(request)
    form = HolidayForm(posted(request), regions=selectors.region_choices())
    if form.is_valid():
        data = form.cleaned_data
        actions.save_holiday(actor, data["on"], data["name"], data["region"])
        return redirect("registers:keeping")
    return _page(request, form, _("A holiday"), _kept())


@require_http_methods(["GET", "POST"])
def edit_rest_days(request: HttpRequest) -> HttpResponse:
    """The weekdays of rest."""
    actor = _editor(request)
    form = RestDaysForm(posted(request), initial={"weekdays": keeping_of.rest_days()})
    if form.is_valid() and _tried(form, lambda: actions.save_rest_days(actor, form.cleaned_data["weekdays"]) or True):
        return redirect("registers:keeping")
    return _page(request, form, _("Days of rest"), _kept())


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The directory as HSDS JSON."""
    text = hsds.export_services(actor_of(request), public_only="public" in request.GET)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="services-hsds.json"'
    return answer


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Look at an HSDS file; the same file sent again with "write" is imported."""
    actor = _editor(request)
    form = ImportForm(posted(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, _("Import services"), _kept(), template="registers/import.html")
    try:
        text = form.cleaned_data["file"].read().decode("utf-8-sig")
        writes = "write" in request.POST
        preview = hsds.import_services(actor, text) if writes else hsds.look_at(actor, text)
    except UnicodeDecodeError:
        form.add_error("file", _("The file is not in UTF-8."))
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
    else:
        if "errors" in request.POST:
            return _errors(preview)
        context = {"form": ImportForm(), "preview": preview, "written": writes, "crumbs": _kept()}
        return render(request, "registers/import.html", context)
    return _page(request, form, _("Import services"), _kept(), template="registers/import.html")


def _errors(preview: hsds.Preview) -> HttpResponse:
    answer = HttpResponse(preview.errors_csv, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="entries-left-out.csv"'
    return answer


def _kept() -> list[Crumb]:
    return [Crumb(_("Registers"), reverse("registers:keeping")), Crumb("")]


def _tried(form: Form, act: Any) -> Any:
    """What the act returns; a refusal becomes an error of the form."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _page(
    request: HttpRequest, form: Form, heading: str, crumbs: list[Crumb], *, template: str = "registers/form.html"
) -> HttpResponse:
    status = NOT_MENDED if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "heading": heading, "crumbs": crumbs}, status=status)
