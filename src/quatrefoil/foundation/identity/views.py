# SPDX-License-Identifier: Apache-2.0
"""Home, one's account, whom one works as, and the lock."""

from uuid import UUID

from allauth.account.views import password_change
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from quatrefoil.foundation.identity import events, homes, sessions
from quatrefoil.foundation.identity.confirm_views import safe_next
from quatrefoil.foundation.identity.forms import LanguageForm
from quatrefoil.foundation.identity.my_account import account_page, factors_page, memberships
from quatrefoil.foundation.identity.recent import account_at
from quatrefoil.foundation.identity.selectors import memberships_of
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.frame import tiles_for
from quatrefoil.foundation.ui.languages import SESSION_KEY as LANGUAGE


def home(request: HttpRequest) -> HttpResponse:
    """The home page of the actor's role; a general one where no wing has made one."""
    actor = request.actor  # type: ignore[attr-defined]
    own = homes.home_of(actor)
    if own is not None:
        return own(request)
    context = {
        "heading": _("Hello, %(name)s") % {"name": actor.name.split()[0]},
        "lead": day(timezone.localdate()),
        "tiles": tiles_for(actor),
        "lists": homes.lists_for(actor),
    }
    return render(request, "identity/home.html", context)


@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """My account: language, second factors, recent sign-ins."""
    form = LanguageForm(request.POST or None, initial={"language": account_at(request).language})
    if request.method == "POST" and form.is_valid():
        return _speak(request, form.cleaned_data["language"])
    return render(request, "identity/me.html", {"form": form, "page": account_page(request)})


def own_password(request: HttpRequest) -> HttpResponse:
    """Another password; who signs in with one click or a passkey alone has none to change."""
    if account_at(request).has_usable_password():
        changed: HttpResponse = password_change(request)
        return changed
    messages.info(request, _("This account signs in without a password."))
    return redirect("identity:me")


def _speak(request: HttpRequest, language: str) -> HttpResponse:
    account = account_at(request)
    account.language = language
    account.save(update_fields=["language"])
    request.session[LANGUAGE] = language
    with translation.override(language):
        messages.success(request, _("Your pages are in this language now."))
    return redirect("identity:me")


@never_cache
def second_factors(request: HttpRequest) -> HttpResponse:
    """Add and remove second factors; the page one cannot leave before the first is there, if the role needs one."""
    return render(request, "identity/second_factors.html", {"page": factors_page(request)})


@never_cache
def work_as(request: HttpRequest) -> HttpResponse:
    """Choose the membership one works as."""
    if request.method == "POST":
        return _work_as(request, request.POST.get("member", ""))
    return render(request, "identity/work_as.html", {"rows": memberships(request), "next": safe_next(request)})


def _work_as(request: HttpRequest, chosen: str) -> HttpResponse:
    allowed = {str(member): member for member in memberships_of(account_at(request).pk)}
    if chosen not in allowed:
        raise Http404
    request.session["member_id"] = chosen
    request.session["must_choose"] = False
    events.about_member("session.works_as", UUID(chosen))
    return HttpResponseRedirect(safe_next(request))


@never_cache
def lock(request: HttpRequest) -> HttpResponse:
    """Lock at once: by the idle clock of the page, or by hand."""
    if sessions.lock(request):
        events.about("session.locked", account_at(request))
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': safe_next(request)})}")
