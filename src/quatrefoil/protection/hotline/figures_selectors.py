# SPDX-License-Identifier: Apache-2.0
"""Figures of a helpline for its supervisor. A share or a median of fewer than ten is not said."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.exchange.models import InboxReport
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.sharing.disclosure_selectors import sent_in
from quatrefoil.protection.hotline.codes import SAFETY_ACTS
from quatrefoil.protection.hotline.entry import SPOKEN
from quatrefoil.protection.hotline.models import Contact, Danger, TallyContact

FEWEST: Final = 10
DAYS: Final = 30
ACCEPTED: Final = frozenset({"accepted", "done"})
DECIDED: Final = ACCEPTED | {"declined"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what, how much, and what it rests on."""

    name: str
    value: str
    basis: str


def figures(actor: Actor, days: int = DAYS) -> tuple[Figure, ...]:
    """What the desk did in the last days, as far as the actor's teams have it."""
    require_right(actor, "rota.edit")
    since = timezone.now() - datetime.timedelta(days=days)
    contacts = visible(Contact.objects.filter(started_at__gte=since), actor)
    counted = TallyContact.objects.filter(organisation=actor.organisation_id, on__gte=since.date())
    return (
        _answered(contacts.exclude(first_answer_at=None).count(), counted.count(), days),
        _broken_off(
            counted.filter(kind="no_answer", channel="phone").count(),
            contacts.filter(channel="phone").count() + counted.filter(channel="phone").count(),
        ),
        _first_answer(actor, since),
        _safety_action(actor, since),
        _accepted(actor),
    )


def _answered(kept: int, counted: int, days: int) -> Figure:
    basis = _("%(kept)s kept as contacts, %(counted)s counted without a file, in %(days)s days")
    return Figure(_("Answered"), str(kept + counted), basis % {"kept": kept, "counted": counted, "days": days})


def _broken_off(broken: int, calls: int) -> Figure:
    basis = _("Calls in which nobody spoke or the line broke; calls that never reached the desk are not known here")
    return Figure(_("Broken off"), _share(broken, calls), basis)


def _first_answer(actor: Actor, since: datetime.datetime) -> Figure:
    reports = visible(InboxReport.objects.filter(received_at__gte=since, claimed_at__isnull=False), actor)
    waited = _between(reports.values_list("received_at", "claimed_at"))
    written = visible(Contact.objects.filter(started_at__gte=since, first_answer_at__isnull=False, report=None), actor)
    rows = written.exclude(channel__in=SPOKEN).values_list("started_at", "first_answer_at")
    waited += _between(rows)
    basis = _("Half were taken within this time; reports and written contacts: %(count)s")
    return Figure(_("Time to first answer"), _middle(waited), basis % {"count": len(waited)})


def _safety_action(actor: Actor, since: datetime.datetime) -> Figure:
    rows = visible(Danger.objects.filter(marked_at__gte=since, act__in=SAFETY_ACTS, acted_at__isnull=False), actor)
    times = _between(rows.values_list("marked_at", "acted_at"))
    basis = _("From marked to what made the person safer, in half of the dangers; all: %(count)s")
    return Figure(_("Time to safety action"), _middle(times), basis % {"count": len(times)})


def _accepted(actor: Actor) -> Figure:
    decided = sent_in(actor, DECIDED).count()
    basis = _("Referrals with an answer: %(count)s; each rests on consent or a named duty")
    return Figure(
        _("Referrals accepted"), _share(sent_in(actor, ACCEPTED).count(), decided), basis % {"count": decided}
    )


def _between(
    pairs: Iterable[tuple[datetime.datetime, datetime.datetime | None]],
) -> list[datetime.timedelta]:
    return [end - start for start, end in pairs if end is not None]


def _share(some: int, everything: int) -> str:
    if everything < FEWEST:
        return _("too few to say")
    return _("%(percent)s %%") % {"percent": round(100 * some / everything)}


def _middle(times: Iterable[datetime.timedelta]) -> str:
    seconds = [time.total_seconds() for time in times]
    if len(seconds) < FEWEST:
        return _("too few to say")
    minutes = round(median(seconds) / 60)
    if minutes < 120:  # noqa: PLR2004 - two hours read better as hours
        return _("%(n)s min") % {"n": minutes}
    return _("%(n)s h") % {"n": round(minutes / 60)}
