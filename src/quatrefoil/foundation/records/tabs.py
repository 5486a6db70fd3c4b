# SPDX-License-Identifier: Apache-2.0
"""The tabs of a record page: each room and wing declares its own, so that none has to know the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.counting import counted
from quatrefoil.foundation.ui.pieces import Tab

Badge = Callable[[Actor, UUID], "QuerySet[Any]"]
Shown = Callable[[Actor, UUID], bool]


@dataclass(frozen=True, slots=True)
class Declared:
    """One tab. It stands there for whoever sees `part` of the file ("" for everybody) and of whom `shown` says so."""

    order: int
    label: str | Promise
    url_name: str
    badge: Badge | None
    kinds: frozenset[str]
    part: str
    shown: Shown | None = None


_tabs: dict[str, Declared] = {}


def register(
    order: int,
    label: str | Promise,
    url_name: str,
    badge: Badge | None = None,
    *,
    kinds: frozenset[str] = frozenset({"case"}),
    part: str = "",
    shown: Shown | None = None,
) -> None:
    """Declare a tab. `url_name` takes the file's id and nothing else; the rows of badge(actor, file_id) are counted on it; `kinds` of file that have it."""
    known = _tabs.get(url_name)
    kinds |= known.kinds if known else frozenset()
    _tabs[url_name] = Declared(order, label, url_name, badge, kinds, part, shown)


def register_default(
    order: int, label: str | Promise, url_name: str, *, part: str = "", shown: Shown | None = None
) -> None:
    """Declare a tab of a case for a room that has a page but did not say so itself; its own word wins."""
    if url_name not in _tabs or "case" not in _tabs[url_name].kinds:
        register(order, label, url_name, part=part, shown=shown)


def tabs_for(actor: Actor, file_id: UUID, kind: str, parts: frozenset[str], active: str) -> tuple[Tab, ...]:
    """The tabs of a file of a kind for who sees these parts (1 query); `active` is the address name of the open one."""
    of_kind = (each for each in sorted(_tabs.values(), key=lambda each: each.order) if kind in each.kinds)
    open_to = [each for each in of_kind if not each.part or each.part in parts]
    seen = [(each, _address(each, file_id)) for each in open_to if each.shown is None or each.shown(actor, file_id)]
    shown = [(each, url) for each, url in seen if url]
    numbers = iter(counted([each.badge(actor, file_id) for each, _url in shown if each.badge]))
    counts = [next(numbers) if each.badge else 0 for each, _url in shown]
    return tuple(
        Tab(str(each.label), url, each.url_name == active, str(count or ""))
        for (each, url), count in zip(shown, counts, strict=True)
    )


def _address(declared: Declared, file_id: UUID) -> str:
    try:
        return reverse(declared.url_name, args=[file_id])
    except NoReverseMatch:
        return ""
