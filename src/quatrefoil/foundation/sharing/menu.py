# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail and on the home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.ui import frame
from quatrefoil.foundation.ui.pieces import Tile

NEW = frozenset({str(State.SENT)})


def declare() -> None:
    """Called once at start-up."""
    frame.register_menu(menu)
    frame.register_tiles(tiles)


def menu(actor: Actor) -> Iterator[tuple[str, int, frame.MenuItem]]:
    """Referrals for who answers or sends, and the lists that few need."""
    if actor.may("disclosure.answer") or actor.may("disclosure.send"):
        waiting = _waiting(actor)
        first = "sharing:received" if actor.may("disclosure.answer") else "sharing:sent"
        yield "people", 30, frame.MenuItem(_("Referrals"), reverse(first), "arrow", str(waiting or ""))
    if actor.may("disclosure.second_approve"):
        count = len(disclosures.approvals(actor))
        yield "people", 32, frame.MenuItem(_("Second person"), reverse("sharing:approvals"), "check", str(count or ""))
    if actor.may("disclosure.revoke"):
        yield "record", 60, frame.MenuItem(_("Demands"), reverse("sharing:demands"), "shield")
    if actor.may("disclosure.send") or actor.may("registers.edit"):
        yield "together", 40, frame.MenuItem(_("Agreements"), reverse("sharing:agreements"), "document")


def _waiting(actor: Actor) -> int:
    return disclosures.received_count(actor, NEW) if actor.may("disclosure.answer") else 0


def tiles(actor: Actor) -> Iterator[tuple[int, Tile]]:
    """Numbers that open the list behind them."""
    if actor.may("disclosure.answer"):
        waiting = _waiting(actor)
        yield (
            30,
            Tile(
                str(waiting),
                _("referrals wait for your answer"),
                url=f"{reverse('sharing:received')}?state=new",
                tone="warn" if waiting else "neutral",
            ),
        )
    if actor.may("disclosure.send"):
        out = disclosures.sent_count(actor, NEW)
        yield 31, Tile(str(out), _("referrals not answered yet"), url=f"{reverse('sharing:sent')}?state=sent")
    if actor.may("disclosure.second_approve"):
        asked = len(disclosures.approvals(actor))
        yield 32, Tile(str(asked), _("wait for you as the second person"), url=reverse("sharing:approvals"))
