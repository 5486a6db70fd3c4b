# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail and on the home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity import homes
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.home_lists import lists
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.ui import frame
from quatrefoil.foundation.ui.pieces import Tile

NEW = frozenset({str(State.SENT)})


def declare() -> None:
    """Called once at start-up."""
    frame.register_menu(menu)
    frame.register_tiles(tiles)
    homes.register_list(lists)


def menu(actor: Actor) -> Iterator[tuple[str, int, frame.MenuItem]]:
    """Referrals for who answers or sends, and the lists that few need."""
    if actor.may("disclosure.answer") or actor.may("disclosure.send"):
        answers = actor.may("disclosure.answer")
        waiting = (disclosures.received_in(actor, NEW),) if answers else ()
        first = "sharing:received" if answers else "sharing:sent"
        yield "people", 30, frame.MenuItem(_("Referrals"), reverse(first), "arrow", waiting=waiting)
    if actor.may("disclosure.second_approve"):
        asked = (disclosures.to_approve(actor),)
        yield "people", 32, frame.MenuItem(_("Second person"), reverse("sharing:approvals"), "check", waiting=asked)
    if actor.may("disclosure.revoke"):
        yield "record", 60, frame.MenuItem(_("Demands"), reverse("sharing:demands"), "shield")
    if actor.may("disclosure.send") or actor.may("registers.edit"):
        yield "together", 40, frame.MenuItem(_("Agreements"), reverse("sharing:agreements"), "document")


def tiles(actor: Actor) -> Iterator[tuple[int, frame.Counted]]:
    """Numbers that open the list behind them."""
    if actor.may("disclosure.answer"):
        yield 30, frame.Counted((disclosures.received_in(actor, NEW),), _to_answer)
    if actor.may("disclosure.send"):
        yield 31, frame.Counted((disclosures.sent_in(actor, NEW),), _not_answered)
    if actor.may("disclosure.second_approve"):
        yield 32, frame.Counted((disclosures.to_approve(actor),), _second_person)


def _to_answer(count: int) -> Tile:
    url = f"{reverse('sharing:received')}?state=new"
    return Tile(str(count), _("referrals wait for your answer"), url=url, tone="warn" if count else "neutral")


def _not_answered(count: int) -> Tile:
    return Tile(str(count), _("referrals not answered yet"), url=f"{reverse('sharing:sent')}?state=sent")


def _second_person(count: int) -> Tile:
    return Tile(str(count), _("wait for you as the second person"), url=reverse("sharing:approvals"))
