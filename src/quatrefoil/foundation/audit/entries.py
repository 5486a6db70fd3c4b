# SPDX-License-Identifier: Apache-2.0
"""What the audit shows around other pages: an entry of the rail and tiles on the auditor's home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.audit import panels, selectors
from quatrefoil.foundation.audit.filters import Filters
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList, register_list
from quatrefoil.foundation.ui.frame import MenuItem, register_menu, register_tiles
from quatrefoil.foundation.ui.pieces import Tile

REFUSALS_SHOWN = 8


@register_menu
def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """One entry for those who read across records."""
    if actor.may("audit.read"):
        yield "record", 80, MenuItem(_("Who saw what"), reverse("audit:across"), icon="eye")


@register_tiles
def tiles(actor: Actor) -> Iterator[tuple[int, Tile]]:
    """Refusals of the week, and whether the chain holds."""
    if not actor.may("audit.read"):
        return
    url = reverse("audit:across")
    now, before = selectors.refusals_since(actor, 7), selectors.refusals_since(actor, 7, ending=7)
    noun = ngettext("refusal in 7 days", "refusals in 7 days", now)
    yield (
        10,
        Tile(f"{now:,}", noun, _("%(n)s in the 7 days before") % {"n": f"{before:,}"}, f"{url}?outcome=refused&days=7"),
    )
    status = selectors.status(actor)
    known = {None: (_("Not yet"), "warn"), True: (_("Holds"), "good"), False: (_("Does not hold"), "danger")}
    number, tone = known[status.holds]
    yield 20, Tile(number, _("audit chain"), status.sealed, url, tone)  # type: ignore[arg-type]


@register_list
def lists(actor: Actor) -> Iterator[tuple[int, HomeList]]:
    """The refusals behind the number, newest first: an audited read, as on the page itself."""
    if not actor.may("audit.read"):
        return
    found = selectors.across(actor, Filters(outcome="refused", days=7), size=REFUSALS_SHOWN)
    url = f"{reverse('audit:across')}?outcome=refused&days=7"
    yield 30, HomeList(_("Refusals of this week"), panels.refusals_table(found), url, _("All refusals"))
