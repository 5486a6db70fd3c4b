# SPDX-License-Identifier: Apache-2.0
"""The frame shows what rooms declared for this actor, and nothing without one."""

from dataclasses import dataclass

import pytest
from django.test import RequestFactory
from django.utils import translation

from quatrefoil.foundation.ui import context, frame
from quatrefoil.foundation.ui.pieces import Tile
from tests.unit.ui.room import only_this_room


@dataclass(frozen=True)
class Somebody:
    name: str = "Amina Sarr"
    organisation_name: str = "Lighthouse"


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch):
    for name in ("_menus", "_tiles", "_describe", "_notices"):
        monkeypatch.setattr(frame, name, [])
    monkeypatch.setattr(frame, "counted", lambda sets: [len(rows) for rows in sets])


def cases(actor: Somebody):
    yield "people", 20, frame.MenuItem("Referrals", "/sharing/", "arrow", "6")
    yield "people", 10, frame.MenuItem("Cases", "/cases/", "folder", "38" if actor.name == "Amina Sarr" else "")
    yield "", 0, frame.MenuItem("Home", "/", "home")


def test_entries_are_grouped_and_ordered_and_the_page_is_marked(registries: None):
    frame.register_menu(cases)
    frame.register_menu(lambda _actor: [("people", 15, frame.MenuItem("Paper cases", "/cases/paper/"))])
    first, people = frame.menu_for(Somebody(), "/cases/paper/7/")
    assert [item.label for item in first.items] == ["Home"]
    assert [item.label for item in people.items] == ["Cases", "Paper cases", "Referrals"]
    assert [item.active for item in people.items] == [False, True, False]


def test_home_is_marked_on_home_only(registries: None):
    frame.register_menu(cases)
    assert frame.menu_for(Somebody(), "/")[0].items[0].active
    assert not frame.menu_for(Somebody(), "/elsewhere/")[0].items[0].active


def test_an_address_that_only_begins_alike_is_not_marked(registries: None):
    frame.register_menu(cases)
    assert not any(item.active for item in frame.menu_for(Somebody(), "/cases-closed/")[1].items)


def test_a_menu_may_differ_by_actor(registries: None):
    frame.register_menu(cases)
    assert frame.menu_for(Somebody("Bela Okon"), "/")[1].items[0].count == ""


def test_an_entry_in_an_unknown_group_is_refused(registries: None):
    frame.register_menu(lambda _actor: [("peple", 1, frame.MenuItem("Cases", "/cases/"))])
    with pytest.raises(KeyError, match="peple"):
        frame.menu_for(Somebody(), "/")


def test_what_waits_stands_as_one_figure_and_nought_as_none(registries: None):
    def menu(_actor: Somebody):
        yield "people", 1, frame.MenuItem("Desk", "/desk/", "phone", waiting=([1, 2], [3]))
        yield "people", 2, frame.MenuItem("Tasks", "/tasks/", "check", waiting=([],))

    frame.register_menu(menu)
    assert [item.count for item in frame.menu_for(Somebody(), "/")[0].items] == ["3", ""]


def test_a_quiet_page_carries_no_number(registries: None):
    def menu(_actor: Somebody):
        yield "people", 1, frame.MenuItem("Desk", "/desk/", "phone", waiting=([1, 2],))
        yield "people", 2, frame.MenuItem("Retention", "/retention/", "clock", "4")

    frame.register_menu(menu)
    frame.register_notices(lambda _actor: [1, 2, 3])
    groups, notices = frame.rail_for(Somebody(), "/", is_quiet=True)
    assert ([item.count for item in groups[0].items], notices) == (["", ""], 0)


def test_tiles_come_in_order(registries: None):
    frame.register_tiles(lambda _actor: [(2, Tile("5", "due today"))])
    frame.register_tiles(lambda _actor: [(1, Tile("2", "overdue"))])
    assert [tile.number for tile in frame.tiles_for(Somebody())] == ["2", "5"]


def test_notices_of_all_rooms_are_counted(registries: None):
    assert frame.notices_url() == ""
    frame.register_menu(cases)
    frame.register_notices(lambda _actor: [1, 2, 3], "/messages/")
    frame.register_notices(lambda _actor: [4])
    assert frame.rail_for(Somebody(), "/")[1] == 4
    assert frame.notices_url() == "/messages/"


@pytest.mark.parametrize(
    ("name", "initials"), [("Amina Sarr", "AS"), ("Chidi", "C"), ("", ""), ("Ana de la Cruz", "AC")]
)
def test_initials(name: str, initials: str):
    assert frame.Who(name).initials == initials


def test_without_an_actor_there_is_no_frame(room: None):
    assert context.frame(RequestFactory().get("/"))["frame"] is None


def test_the_frame_is_built_only_when_a_page_asks(room: None, registries: None):
    asked = []
    frame.register_menu(lambda actor: asked.append(actor) or [])
    request = RequestFactory().get("/")
    request.actor = Somebody()  # type: ignore[attr-defined]
    given = context.frame(request)
    assert asked == []
    assert given["frame"].organisation == "Lighthouse"
    assert asked == [Somebody()]


@pytest.mark.parametrize(
    ("path", "links"),
    [("/en/report/2/", ["/en/report/2/", "/fr/report/2/", "/ar/report/2/"]), ("/", ["/en/", "/fr/", "/ar/"]),
     ("/report/", ["/en/report/", "/fr/report/", "/ar/report/"])],
)  # fmt: skip
def test_on_the_public_side_each_language_is_an_address(path: str, links: list[str]):
    assert [language.url for language in context.languages_of(path, in_path=True)] == links


def test_only_the_demonstration_has_a_banner_and_a_way_to_the_other_side():
    for mode, expected in (("demo", True), ("production", False)):
        with only_this_room(mode=mode, side="public"):
            site = context.site_of(RequestFactory().get("/ar/"))
        assert bool(site.demo_banner) is expected
        assert bool(site.other_side_url) is expected


def test_the_direction_follows_the_language(room: None):
    with translation.override("ar"):
        site = context.site_of(RequestFactory().get("/"))
    assert (site.direction, site.sheet_suffix, site.language) == ("rtl", ".rtl", "ar")
