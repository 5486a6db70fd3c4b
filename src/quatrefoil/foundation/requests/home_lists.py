# SPDX-License-Identifier: Apache-2.0
"""The tasks and questions that wait for somebody, as a short list on their home page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList
from quatrefoil.foundation.requests import selectors, tables

SHOWN = 8


def lists(actor: Actor) -> Iterator[tuple[int, HomeList]]:
    """What awaits me, my team or my organisation: overdue first, then what is due next."""
    if not actor.may("request.answer"):
        return
    rows = selectors.to_answer(actor, most=SHOWN)
    if rows or not actor.may("case.open"):
        yield 20, waiting_list(rows)


def waiting_list(rows: tuple[selectors.RequestRow, ...]) -> HomeList:
    """The list over rows that were read already."""
    title = _("Tasks and questions for you")
    return HomeList(title, tables.requests_table(rows[:SHOWN], title), tables.LIST, _("All of them"))
