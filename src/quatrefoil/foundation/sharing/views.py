# SPDX-License-Identifier: Apache-2.0
"""Pages of consent, agreements and compelled disclosure."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.registers.selectors import Wanted, find_services, organisations
from quatrefoil.foundation.sharing import actions, compelled, hooks, selectors, tables
from quatrefoil.foundation.sharing.codes import ConsentKind
from quatrefoil.foundation.sharing.forms import (
    AgreementForm,
    ConsentForm,
    DemandForm,
    DemandStepForm,
    SupportForm,
    WithdrawForm,
)
from quatrefoil.foundation.sharing.pages import actor_of, crumbs_of, file_of, form_page, posted, tried
from quatrefoil.foundation.ui.pieces import Crumb

# Consent --------------------------------------------------------------------------------------------


def consent_tab(actor: Actor, file_id: UUID) -> dict[str, Any]:
    """What the consent tab of a record shows; wings include "sharing/parts/consents.html" with this."""
    return {
        "agreed": selectors.what_is_agreed(actor, file_id),
        "consents": tables.consents_table(selectors.consents_of(actor, file_id), file_id),
        "consent_file_id": file_id,
        "is_child": hooks.is_child(file_id),
    }


@require_safe
def consents(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Every answer on a file."""
    actor, file = file_of(request, file_id)
    context = {"file": file, "crumbs": crumbs_of(file, _("Consent")), **consent_tab(actor, file_id)}
    return render(request, "sharing/consents.html", context)


@require_http_methods(["GET", "POST"])
def record_consent(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Ask one thing, write down the answer."""
    actor, file = file_of(request, file_id)
    form = ConsentForm(posted(request), initial={"consent_id": uuid4()}, where=places(actor))
    if form.is_valid() and tried(form, lambda: _record(actor, file_id, form.cleaned_data)) is not None:
        messages.success(request, _("The answer is written down."))
        return redirect("sharing:consents", file_id)
    return form_page(
        request, form, _("Ask for consent"), crumbs=crumbs_of(file, _("Consent")), is_child=hooks.is_child(file_id)
    )


def places(actor: Actor) -> list[tuple[str, str]]:
    """Services that take referrals, then organisations that work here."""
    services = find_services(actor, Wanted(refers=True))
    rows = [
        (f"service:{row.id}", f"{row.name}{', ' + row.body if row.body else ''}: {row.need_label}") for row in services
    ]
    return [*rows, *selectors.organisation_choices(actor)]


def _record(actor: Actor, file_id: UUID, data: dict[str, Any]) -> UUID:
    recipient = selectors.target(actor, data["where"]).recipient if data["where"] else None
    names_body = data["kind"] in {ConsentKind.SHARE, ConsentKind.POLICE} and recipient is not None
    answer = actions.Answer(
        kind=data["kind"],
        agreed=data["agreed"] == "yes",
        language=data["language"],
        how=data["how"],
        given_on=data["given_on"],
        told=frozenset(data["told"]),
        told_irreversible=data["told_irreversible"],
        recipient=recipient.id if names_body and recipient else None,
        recipient_label=recipient.name if names_body and recipient else "",
        purpose=data["purpose"] if names_body else "",
        parts=frozenset(data["parts"]),
        expires_on=data["expires_on"],
        interpreter_used=data["interpreter_used"],
    )
    return actions.record_consent(actor, file_id, answer, consent_id=data["consent_id"])


@require_http_methods(["GET", "POST"])
def withdraw_consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Take a consent back: one page, two answers, and sharing has stopped."""
    actor = actor_of(request)
    file_id, row = selectors.consent(actor, consent_id)
    form = WithdrawForm(posted(request))
    if form.is_valid() and tried(form, lambda: _withdraw(actor, consent_id, form.cleaned_data)):
        messages.success(request, _("Sharing on this consent has stopped."))
        return redirect("sharing:consents", file_id)
    return form_page(
        request,
        form,
        _("Take back: %(title)s") % {"title": row.title},
        crumbs=crumbs_of(file_header(actor, file_id), _("Consent")),
        button=_("Stop sharing now"),
        lead=_("Sharing stops at once. What was read stays read. Services go on: they end only after a private talk."),
    )


def _withdraw(actor: Actor, consent_id: UUID, data: dict[str, Any]) -> bool:
    actions.withdraw_consent(actor, consent_id, asker=data["asker"], how=data["how"])
    return True


@require_http_methods(["GET", "POST"])
def confirm_support(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The private conversation about services, on a page of its own."""
    actor = actor_of(request)
    file_id, _row = selectors.consent(actor, consent_id)
    form = SupportForm(posted(request))
    if form.is_valid() and tried(form, lambda: _confirm(actor, consent_id, form.cleaned_data)):
        messages.success(request, _("The conversation is written down."))
        return redirect("sharing:consents", file_id)
    return form_page(
        request,
        form,
        _("Do the services go on?"),
        crumbs=crumbs_of(file_header(actor, file_id), _("Consent")),
        lead=_("The caller may not have been alone, or may not have been the person. Talk in private first."),
    )


def _confirm(actor: Actor, consent_id: UUID, data: dict[str, Any]) -> bool:
    ends = data["wants"] == "end"
    actions.confirm_support(actor, consent_id, wants_to_end=ends, place=data["place"], in_private=data["in_private"])
    return True


# Agreements -----------------------------------------------------------------------------------------


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements of the actor's organisation; an administrator sees and keeps all."""
    actor = actor_of(request)
    edits = actor.may("registers.edit")
    table = tables.agreements_table(selectors.agreements(actor), editable=edits)
    return render(request, "sharing/agreements.html", {"table": table, "edits": edits})


@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest) -> HttpResponse:
    """Record an agreement."""
    actor = actor_of(request)
    form = AgreementForm(posted(request), organisations=organisations(actor))
    if form.is_valid() and tried(form, lambda: _save_agreement(actor, form.cleaned_data)) is not None:
        messages.success(request, _("Saved."))
        return redirect("sharing:agreements")
    return form_page(request, form, _("New agreement"), crumbs=_agreement_crumbs())


def _save_agreement(actor: Actor, data: dict[str, Any]) -> UUID:
    known = dict(data)
    title, first, second = known.pop("title"), UUID(known.pop("first")), UUID(known.pop("second"))
    return actions.save_agreement(actor, title, first, second, **known)


def _agreement_crumbs() -> list[Crumb]:
    return [Crumb(_("Agreements"), reverse("sharing:agreements")), Crumb("")]


@require_http_methods(["GET", "POST"])
def end_agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement today, after asking once."""
    actor = actor_of(request)
    require_right(actor, "registers.edit")
    if request.method == "POST":
        actions.end_agreement(actor, agreement_id)
        messages.success(request, _("The agreement has ended."))
        return redirect("sharing:agreements")
    return render(request, "sharing/end_agreement.html", {"crumbs": _agreement_crumbs()})


# Compelled disclosure -------------------------------------------------------------------------------


@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """The register of compelled disclosure, of files that the actor reaches."""
    actor = actor_of(request)
    return render(request, "sharing/demands.html", {"table": tables.demands_table(compelled.demands(actor))})


@require_http_methods(["GET", "POST"])
def new_demand(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Enter a demand before anything is given."""
    actor, file = file_of(request, file_id)
    form = DemandForm(posted(request))
    if form.is_valid() and (made := tried(form, lambda: _record_demand(actor, file_id, form.cleaned_data))):
        return redirect("sharing:demand", made)
    lead = _("Nothing is given before counsel has read the demand and said how to give less.")
    return form_page(request, form, _("A demand to disclose"), crumbs=crumbs_of(file, _("Demand")), lead=lead)


def _record_demand(actor: Actor, file_id: UUID, data: dict[str, Any]) -> UUID:
    known = dict(data)
    return actions.record_demand(actor, file_id, known.pop("demand"), known.pop("authority"), **known)


@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """One demand and its next step."""
    actor = actor_of(request)
    row = compelled.demand(actor, demand_id)
    form = DemandStepForm(posted(request), initial={"seen_revision": row.revision})
    if form.is_valid() and tried(form, lambda: _step(actor, demand_id, form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("sharing:demand", demand_id)
    crumbs = [Crumb(_("Compelled disclosure"), reverse("sharing:demands")), Crumb(row.demand)]
    lead = _("%(authority)s, received %(day)s. Counsel: %(counsel)s. Person: %(told)s. %(outcome)s.") % {
        "authority": row.authority,
        "day": row.received,
        "counsel": row.counsel,
        "told": row.person_told,
        "outcome": row.outcome,
    }
    return form_page(request, form, row.demand, crumbs=crumbs, lead=lead)


def _step(actor: Actor, demand_id: UUID, data: dict[str, Any]) -> bool:
    answers = {"yes": True, "no": False, "": None}
    known = dict(data)
    seen = known.pop("seen_revision")
    for name in ("narrowed", "privileged_kept_apart"):
        known[name] = answers[known[name]]
    actions.update_demand(actor, demand_id, actions.CompelledStep(**known), seen_revision=seen)
    return True
