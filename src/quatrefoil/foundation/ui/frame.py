# SPDX-License-Identifier: Apache-2.0
"""The frame around every staff page, and the registries in which rooms and wings declare their entries.

This room knows no other: a room says at start-up which menu entries and tiles it has for an actor.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.counting import counted
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

TILES_IN_A_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the rail. `count` is what needs a person, in words or figures.

    `waiting` are queries whose rows are counted into it; those of the whole rail are asked together.
    """

    label: str | Promise
    url: str
    icon: str = "list"
    count: str = ""
    active: bool = False
    waiting: "tuple[QuerySet[Any], ...]" = ()


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


@dataclass(frozen=True, slots=True)
class Counted:
    """A tile over numbers that are not known yet: queries to be counted, and the tile of those numbers (or none)."""

    rows: "tuple[QuerySet[Any], ...]"
    tile: Callable[..., Tile | None]


Menu = Callable[[Any], Iterable[tuple[str, int, MenuItem]]]
Tiles = Callable[[Any], Iterable[tuple[int, Tile | Counted]]]
_menus: list[Menu] = []
_tiles: list[Tiles] = []
_describe: list[Callable[[Any], Who]] = []
_notices: "list[tuple[Callable[[Any], QuerySet[Any]], str]]" = []


def register_menu(menu: Menu) -> Menu:
    """Declare menu entries: a callable(actor) giving (group key, order, MenuItem)."""
    _menus.append(menu)
    return menu


def register_tiles(tiles: Tiles) -> Tiles:
    """Declare tiles for the home page: a callable(actor) giving (order, Tile), or Counted where queries make the number."""
    _tiles.append(tiles)
    return tiles


def register_who(describe: Callable[[Any], Who]) -> Callable[[Any], Who]:
    """Declare how an actor is named in the top bar (one room does; the last wins)."""
    _describe.append(describe)
    return describe


def register_notices(unseen: "Callable[[Any], QuerySet[Any]]", url: str = "") -> None:
    """Declare the notices that wait for an actor, as a query to count, and the page that the bell opens."""
    _notices.append((unseen, url))


def who(actor: Any) -> Who:
    """The actor in words."""
    if _describe:
        return _describe[-1](actor)
    return Who(actor.name, getattr(actor, "role_label", ""), getattr(actor, "organisation_name", ""))


def tiles_for(actor: Any) -> tuple[Tile, ...]:
    """Every declared tile of this actor, in order; what must be counted is counted together (1 query)."""
    declared = sorted((entry for tiles in _tiles for entry in tiles(actor)), key=lambda entry: entry[0])
    waiting = [rows for _order, tile in declared if isinstance(tile, Counted) for rows in tile.rows]
    numbers = iter(counted(waiting))
    built = (_built(tile, numbers) if isinstance(tile, Counted) else tile for _order, tile in declared)
    return tuple(tile for tile in built if tile is not None)


def worth_showing(tiles: Sequence[Tile]) -> list[Tile]:
    """What is not nought, and noughts only to fill the row: a quiet day looks quiet."""
    noughts = [tile for tile in tiles if tile.number == "0"]
    left_out = noughts[max(0, TILES_IN_A_ROW - (len(tiles) - len(noughts))) :]
    return [tile for tile in tiles if not any(tile is each for each in left_out)]


def _built(tile: Counted, numbers: Iterator[int]) -> Tile | None:
    return tile.tile(*(next(numbers) for _rows in tile.rows))


def rail_for(actor: Any, path: str, *, is_quiet: bool = False) -> tuple[tuple[MenuGroup, ...], int]:
    """The rail of this actor, with the entry that `path` lies under marked, and how many notices wait (1 query).

    On a quiet page nothing is counted. Raises KeyError for an unknown group.
    """
    entries = [entry for menu in _menus for entry in menu(actor)]
    here = _longest([item.url for _group, _order, item in entries], path)
    waiting = [rows for _group, _order, item in entries for rows in item.waiting]
    waiting += [unseen(actor) for unseen, _url in _notices]
    numbers = iter([0] * len(waiting) if is_quiet else counted(waiting))
    grouped: dict[str, list[tuple[int, MenuItem]]] = {key: [] for key in GROUPS}
    for group, order, item in entries:
        shown = replace(item, count="") if is_quiet else item
        grouped[group].append((order, _with_count(shown, numbers, here)))
    groups = tuple(MenuGroup(label, _ordered(grouped[key])) for key, label in GROUPS.items() if grouped[key])
    return groups, sum(numbers)


def menu_for(actor: Any, path: str) -> tuple[MenuGroup, ...]:
    """The rail alone."""
    return rail_for(actor, path)[0]


def without_counts(request: Any) -> None:
    """Leave the numbers in the rail and at the bell off this page: what changed a moment ago must not show on it."""
    request.has_no_counts = True


def notices_url() -> str:
    """The page that the bell opens; empty when no room has one, and then there is no bell."""
    return next((url for _unseen, url in reversed(_notices) if url), "")


def _with_count(item: MenuItem, numbers: Iterator[int], here: str) -> MenuItem:
    count = sum(next(numbers) for _rows in item.waiting)
    return replace(item, count=str(count) if count else item.count, active=item.active or item.url == here, waiting=())


def _ordered(entries: list[tuple[int, MenuItem]]) -> tuple[MenuItem, ...]:
    return tuple(item for _order, item in sorted(entries, key=lambda entry: entry[0]))


def _longest(urls: list[str], path: str) -> str:
    """The most specific entry above this page; home only for home itself."""
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(above, key=len, default="")
