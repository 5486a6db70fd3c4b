# SPDX-License-Identifier: Apache-2.0
"""The tabs of a record page: each room and wing declares its own, so that none has to know the others."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.pieces import Tab

Badge = Callable[[Actor, UUID], str]


@dataclass(frozen=True, slots=True)
class Declared:
    """One tab. `part` is what the reader must see of the file for it to stand there; "" for everybody."""

    order: int
    label: str | Promise
    url_name: str
    badge: Badge | None
    kinds: frozenset[str]
    part: str


_tabs: dict[str, Declared] = {}


def register(
    order: int,
    label: str | Promise,
    url_name: str,
    badge: Badge | None = None,
    *,
    kinds: frozenset[str] = frozenset({"case"}),
    part: str = "",
) -> None:
    """Declare a tab. `url_name` takes the file's id and nothing else; badge(actor, file_id) is a short count; `kinds` of file that have it."""
    known = _tabs.get(url_name)
    _tabs[url_name] = Declared(order, label, url_name, badge, kinds | (known.kinds if known else frozenset()), part)


def register_default(order: int, label: str | Promise, url_name: str, *, part: str = "") -> None:
    """Declare a tab of a case for a room that has a page but did not say so itself; its own word wins."""
    if url_name not in _tabs or "case" not in _tabs[url_name].kinds:
        register(order, label, url_name, part=part)


def tabs_for(actor: Actor, file_id: UUID, kind: str, parts: frozenset[str], active: str) -> tuple[Tab, ...]:
    """The tabs of a file of a kind for who sees these parts; `active` is the address name of the open one."""
    shown = (each for each in sorted(_tabs.values(), key=lambda each: each.order) if kind in each.kinds)
    built = (_tab(actor, file_id, each, active) for each in shown if not each.part or each.part in parts)
    return tuple(tab for tab in built if tab is not None)


def _tab(actor: Actor, file_id: UUID, declared: Declared, active: str) -> Tab | None:
    try:
        url = reverse(declared.url_name, args=[file_id])
    except NoReverseMatch:
        return None
    count = declared.badge(actor, file_id) if declared.badge else ""
    return Tab(str(declared.label), url, declared.url_name == active, count)
