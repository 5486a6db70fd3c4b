# SPDX-License-Identifier: Apache-2.0
"""The rota of a week for everybody at the desk; changing it, opening hours, interpreters and limits for supervisors."""

import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.protection.hotline import (
    forms,
    interpreter_actions,
    interpreter_selectors,
    rota_actions,
    rota_selectors,
)
from quatrefoil.protection.hotline.contact_views import crumbs
from quatrefoil.protection.hotline.exposure_selectors import setting_of, team_exposure


@require_GET
@page("contact.claim", "rota.edit")
def rota(request: HttpRequest) -> HttpResponse:
    """Who is on duty this week."""
    actor = actor_of_request(request)
    start = _monday(request.GET.get("week", ""))
    context = {
        "week": rota_selectors.week(actor, start),
        "may_edit": actor.may("rota.edit"),
        "here": f"{reverse('hotline:rota')}?week={start.isoformat()}",
        "start": start.isoformat(),
        "crumbs": crumbs(_("Rota")),
    }
    return render(request, "hotline/rota.html", context)


def _monday(text: str) -> datetime.date:
    try:
        on = datetime.date.fromisoformat(text)
    except ValueError:
        on = timezone.localdate()
    return rota_selectors.monday_of(on)


@require_http_methods(["GET", "POST"])
@page("rota.edit")
def add_shift(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty."""
    actor = actor_of_request(request)
    choices = {"team": rota_selectors.team_choices(actor), "member": rota_selectors.member_choices(actor)}
    form = forms.ShiftForm(request.POST or None, initial={"on": request.GET.get("on", "")}, **choices)
    if request.method == "POST" and form.is_valid():
        given, times = form.cleaned_data, form.times()
        rota_actions.add_shifts(
            actor, UUID(given["team"]), UUID(given["member"]), given["duty"], starts_at=times[0], ends_at=times[1],
            weeks=given["weeks"] or 1,
        )  # fmt: skip
        return back(request, f"{reverse('hotline:rota')}?week={given['on'].isoformat()}", _("On the rota."))
    return _form(request, form, _("Add a shift"), _("Put on the rota"))


@require_POST
@page("rota.edit")
def remove_shift(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Take a shift off."""
    rota_actions.remove_shift(actor_of_request(request), shift_id)
    return back(request, reverse("hotline:rota"), _("Taken off the rota."))


@require_http_methods(["GET", "POST"])
@page("rota.edit")
def hours(request: HttpRequest) -> HttpResponse:
    """Opening hours of the desk."""
    actor = actor_of_request(request)
    form = forms.HoursForm(request.POST or None, initial=rota_selectors.opening_times(actor))
    if request.method == "POST" and form.is_valid():
        rota_actions.set_opening_hours(actor, form.hours())
        return back(request, reverse("hotline:rota"), _("Opening hours are written down."))
    return _form(request, form, _("Opening hours"), _("Save"))


@require_http_methods(["GET", "POST"])
@page("audit.record")
def exposure(request: HttpRequest) -> HttpResponse:
    """How much each member has read, and the limit at which a break is due."""
    actor = actor_of_request(request)
    setting = setting_of(actor.organisation_id)
    known = {"most_opened_a_day": setting.most_opened_a_day, "hold_days": setting.hold_days}
    form = forms.DeskForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        rota_actions.set_desk(actor, **form.cleaned_data)
        return back(request, reverse("hotline:exposure"), _("Saved."))
    context = {"form": form, "rows": team_exposure(actor), "crumbs": crumbs(_("What colleagues read"))}
    return render(request, "hotline/exposure.html", context, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "POST"])
@page("rota.edit")
def interpreters(request: HttpRequest) -> HttpResponse:
    """The desk's list of interpreters."""
    actor = actor_of_request(request)
    form = forms.InterpreterForm(request.POST or None, member=rota_selectors.member_choices(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        interpreter_actions.list_interpreter(actor, UUID(given["member"]), given["language"])
        return back(request, reverse("hotline:interpreters"), _("On the list."))
    rows = interpreter_selectors.listed(actor)
    context = {"form": form, "rows": rows, "crumbs": crumbs(_("Interpreters"))}
    return render(request, "hotline/interpreters.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@page("rota.edit")
def unlist(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Take an interpreter off the list."""
    interpreter_actions.unlist_interpreter(actor_of_request(request), listing_id)
    return back(request, reverse("hotline:interpreters"), _("Taken off the list."))


def _form(request: HttpRequest, form: forms.Answers, heading: str, button: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back_url": reverse("hotline:rota"),
        "crumbs": crumbs(_("Rota")),
    }
    return render(request, "hotline/form.html", context, status=422 if form.is_bound and form.errors else 200)
