# SPDX-License-Identifier: Apache-2.0
"""The frame around every staff page, and the registries in which rooms and wings declare their entries.

This room knows no other: a room says at start-up which menu entries and tiles it has for an actor.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.pieces import Tile

GROUPS: Final[dict[str, str | Promise]] = {
    "": "",
    "people": _("People"),
    "places": _("Places"),
    "together": _("Working together"),
    "record": _("Record"),
    "numbers": _("Look closer"),
    "method": _("Method"),
    "manage": _("Running this place"),
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the rail. `count` is what needs a person, in words or figures."""

    label: str | Promise
    url: str
    icon: str = "list"
    count: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries under one small heading; the first group has none."""

    label: str | Promise
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language this page can be read in."""

    code: str
    name: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """The person at the desk, in words."""

    name: str
    role_label: str | Promise = ""
    organisation: str = ""

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        words = self.name.split()
        return "".join(word[0] for word in dict.fromkeys(words[:1] + words[-1:])).upper()


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the page of one actor."""

    user_name: str
    role_label: str | Promise
    organisation: str
    initials: str
    groups: tuple[MenuGroup, ...] = ()
    notices_count: int = 0
    notices_url: str = ""
    search_url: str = "/search/"
    sign_out_url: str = "/sign-out/"
    account_url: str = ""
    lock_url: str = ""
    idle_minutes: int = 15
    demo_banner: str | Promise = ""
    languages: tuple[Language, ...] = ()


Menu = Callable[[Any], Iterable[tuple[str, int, MenuItem]]]
Tiles = Callable[[Any], Iterable[tuple[int, Tile]]]
_menus: list[Menu] = []
_tiles: list[Tiles] = []
_describe: list[Callable[[Any], Who]] = []
_count_notices: list[tuple[Callable[[Any], int], str]] = []


def register_menu(menu: Menu) -> Menu:
    """Declare menu entries: a callable(actor) giving (group key, order, MenuItem)."""
    _menus.append(menu)
    return menu


def register_tiles(tiles: Tiles) -> Tiles:
    """Declare tiles for the home page: a callable(actor) giving (order, Tile)."""
    _tiles.append(tiles)
    return tiles


def register_who(describe: Callable[[Any], Who]) -> Callable[[Any], Who]:
    """Declare how an actor is named in the top bar (one room does; the last wins)."""
    _describe.append(describe)
    return describe


def register_notices_count(count: Callable[[Any], int], url: str = "") -> Callable[[Any], int]:
    """Declare how many notices wait for an actor, and the page that the bell opens."""
    _count_notices.append((count, url))
    return count


def who(actor: Any) -> Who:
    """The actor in words."""
    if _describe:
        return _describe[-1](actor)
    return Who(actor.name, getattr(actor, "role_label", ""), getattr(actor, "organisation_name", ""))


def tiles_for(actor: Any) -> tuple[Tile, ...]:
    """Every declared tile of this actor, in order."""
    declared = [entry for tiles in _tiles for entry in tiles(actor)]
    return tuple(tile for _order, tile in sorted(declared, key=lambda entry: entry[0]))


def menu_for(actor: Any, path: str) -> tuple[MenuGroup, ...]:
    """The rail of this actor, with the entry that `path` lies under marked; KeyError for an unknown group."""
    grouped: dict[str, list[tuple[int, MenuItem]]] = {key: [] for key in GROUPS}
    for menu in _menus:
        for group, order, item in menu(actor):
            grouped[group].append((order, item))
    here = _longest([item.url for entries in grouped.values() for _order, item in entries], path)
    return tuple(MenuGroup(label, _ordered(grouped[key], here)) for key, label in GROUPS.items() if grouped[key])


def without_counts(request: Any) -> None:
    """Leave the numbers in the rail and at the bell off this page: what changed a moment ago must not show on it."""
    request.has_no_counts = True


def uncounted(groups: tuple[MenuGroup, ...]) -> tuple[MenuGroup, ...]:
    """The rail without its numbers."""
    return tuple(replace(group, items=tuple(replace(item, count="") for item in group.items)) for group in groups)


def notices_for(actor: Any) -> int:
    """How many notices wait."""
    return sum(count(actor) for count, _url in _count_notices)


def notices_url() -> str:
    """The page that the bell opens; empty when no room has one, and then there is no bell."""
    return next((url for _count, url in reversed(_count_notices) if url), "")


def _ordered(entries: list[tuple[int, MenuItem]], here: str) -> tuple[MenuItem, ...]:
    ordered = sorted(entries, key=lambda entry: entry[0])
    return tuple(replace(item, active=item.active or item.url == here) for _order, item in ordered)


def _longest(urls: list[str], path: str) -> str:
    """The most specific entry above this page; home only for home itself."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(above, key=len, default="")
