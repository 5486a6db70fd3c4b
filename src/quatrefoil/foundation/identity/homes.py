# SPDX-License-Identifier: Apache-2.0
"""Home pages by role. A wing registers its own; who has none gets a greeting, the tiles and the lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import ROLES
from quatrefoil.foundation.ui.pieces import Table

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class HomeList:
    """A short list on the home page, and where all of it stands."""

    title: str
    table: Table
    more_url: str = ""
    more_label: str = ""


Lists = Callable[[Actor], Iterable[tuple[int, HomeList]]]
When = Callable[[Actor], bool]
_homes: dict[str, View] = {}
_special: list[tuple[str, When, View]] = []
_lists: list[Lists] = []


def register_home(role_key: str, view: View) -> View:
    """Declare the home page of a role: a view that answers the request of `/`."""
    if role_key not in ROLES:
        raise KeyError(f"There is no role '{role_key}' in identity/roles.py.")
    _homes[role_key] = view
    return view


def register_special_home(role_key: str, when: When, view: View) -> View:
    """Declare a home for those of a role whose work is another one, such as a supervisor of a hotline."""
    if role_key not in ROLES:
        raise KeyError(f"There is no role '{role_key}' in identity/roles.py.")
    _special.append((role_key, when, view))
    return view


def register_list(lists: Lists) -> Lists:
    """Declare lists for the general home page: a callable(actor) giving (order, HomeList)."""
    _lists.append(lists)
    return lists


def home_of(actor: Actor) -> View | None:
    """The home of the actor's first role that has one, in the order of identity/roles.py."""
    for key in ROLES:
        if key in actor.role_keys:
            special = next((view for role, when, view in _special if role == key and when(actor)), None)
            if special or key in _homes:
                return special or _homes[key]
    return None


def lists_for(actor: Actor) -> tuple[HomeList, ...]:
    """Every declared list of this actor, in order."""
    declared = [entry for lists in _lists for entry in lists(actor)]
    return tuple(row for _order, row in sorted(declared, key=lambda entry: entry[0]))
