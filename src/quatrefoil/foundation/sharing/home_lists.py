# SPDX-License-Identifier: Apache-2.0
"""The short lists of referrals on the home page of those who answer them: a clinic, a lawyer, an authority."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing import tables
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.ui.pieces import Empty, Table

SHOWN = 8
WAITING, TAKEN = frozenset({str(State.SENT)}), frozenset({str(State.ACCEPTED)})


def lists(actor: Actor) -> Iterator[tuple[int, HomeList]]:
    """What waits for an answer, and what was accepted and is not done; whoever has cases has them elsewhere."""
    if not actor.may("disclosure.answer") or actor.may("case.open"):
        return
    url = reverse("sharing:received")
    found = disclosures.received(actor, states=WAITING | TAKEN, limit=100)
    waiting = [row for row in found if row.state == State.SENT]
    taken = [row for row in found if row.state == State.ACCEPTED]
    nothing = Empty(_("No referral waits for your answer"), _("A new one appears here and in your notices."))
    none_open = Empty(_("Nothing is with you"), _("What you accept stands here until you say what became of it."))
    yield 10, _list(_("Wait for your answer"), waiting, nothing, f"{url}?state=new", _("All that wait"))
    yield 12, _list(_("With you, not done yet"), taken, none_open, url, _("All referrals"))


def _when(row: disclosures.ReceivedRow) -> tuple[datetime.date, datetime.datetime]:
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return row.answer_by or datetime.date.max, row.sent_at or never


def _list(title: str, rows: list[disclosures.ReceivedRow], empty: Empty, url: str, more: str) -> HomeList:
    # What is due first stands first; without a date the oldest does.
    drawn = tables.received_table(sorted(rows, key=_when)[:SHOWN])
    return HomeList(title, Table(title, drawn.columns, drawn.rows, empty), url, more)
