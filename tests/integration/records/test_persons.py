# SPDX-License-Identifier: Apache-2.0
"""SAFETY 12: people are joined by people, with a ground, reversibly; who read through a wrong link is told."""

import pytest
from django.urls import reverse

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.messages import selectors as messages
from quatrefoil.foundation.records import actions, persons
from quatrefoil.foundation.records.models import FileLink
from quatrefoil.foundation.records.selectors import notes
from quatrefoil.foundation.vault import search

KNOWN = {}


def details(_actor, file_id, _purpose):
    return KNOWN[file_id]


@pytest.fixture
def two(people, acting, opened, monkeypatch):
    """Two cases of Amina's that share a phone and a name."""
    monkeypatch.setitem(persons.READERS, "case", details)
    KNOWN.clear()
    pair = opened(), opened()
    for each, town in zip(pair, ("Marwa", "Tel"), strict=True):
        KNOWN[each] = persons.Details(
            ("Selam Tesfaye",), 1999, ("+33639980001",), (), (("Name", "Selam Tesfaye"), ("Place of birth", town))
        )
        with acting(people.amina):
            search.index(each, ["Selam Tesfaye"], 1999, ["+33639980001"])
    return pair


def page_of(name, *args):
    return reverse(f"records:{name}", args=args)


def test_suggestions_are_within_reach_and_leave_a_reason(people, acting, two, opened):
    """SAFETY 9: a file that somebody else holds is not suggested."""
    hidden = opened(people.bela)
    with acting(people.bela):
        search.index(hidden, ["Selam Tesfaye"], 1999, ["+33639980001"])
    with acting(people.amina):
        assert [row.file_id for row in persons.suggestions(people.amina, two[0], "correction")] == [two[1]]
    assert AuditEvent.objects.filter(act="person.search", actor=people.amina.member_id).exists()


def test_two_files_stand_side_by_side_with_what_is_the_same(people, acting, two):
    with acting(people.amina):
        seen = persons.compare(people.amina, *two, "correction")
    assert [(row.label, row.same) for row in seen.rows] == [("Name", True), ("Place of birth", False)]
    assert AuditEvent.objects.get(act="file.compare").purpose == "search: correction"


def test_a_file_that_one_does_not_reach_is_not_compared(people, acting, two, opened):
    hidden = opened(people.bela)
    with acting(people.amina), pytest.raises(NotVisible):
        persons.compare(people.amina, two[0], hidden, "correction")


def test_a_shared_phone_alone_joins_nothing(people, acting, two):
    with acting(people.amina), pytest.raises(Refused, match="shared phone alone"):
        actions.link_same_person(people.amina, *two, "shared_phone")


def test_files_of_two_organisations_are_not_joined(people, acting, two, opened):
    theirs = opened(people.hana)
    with acting(people.amina), pytest.raises(NotVisible):
        actions.link_same_person(people.amina, two[0], theirs, "person_said")


def test_who_read_by_a_wrong_link_is_told_when_it_is_undone(people, acting, two):
    with acting(people.amina):
        actions.write_note(people.amina, two[1], "about somebody else")
        link = actions.link_same_person(people.amina, *two, "person_said")
    with acting(people.chidi):
        notes(people.chidi, two[1])
    with acting(people.bela):
        before = messages.notices(people.bela)
    with acting(people.amina):
        actions.undo_same_person(people.amina, link)
        with pytest.raises(NotVisible):
            actions.undo_same_person(people.amina, link)
    said = "Two files that were joined are not about the same person after all."
    with acting(people.chidi):
        about = [notice for notice in messages.notices(people.chidi) if notice.sentence == said]
    # One as the reader of the second file, and one for each file through the team.
    assert len(about) == 3
    with acting(people.bela):
        assert messages.notices(people.bela) == before


def test_who_read_before_the_link_is_not_named(people, acting, two):
    with acting(people.chidi):
        actions.write_note(people.chidi, two[1], "mine")
        notes(people.chidi, two[1])
    with acting(people.amina):
        actions.link_same_person(people.amina, *two, "person_said")
        assert persons.readers_since(FileLink.objects.get()) == {two[0]: set(), two[1]: set()}


def test_the_pages_walk_from_a_reason_to_a_link_and_back(people, acting, browsing, two):
    one, other = two
    amina = browsing(people.amina)
    assert amina.post(page_of("same_person", one), {}).status_code == 422
    found = amina.post(page_of("same_person", one), {"reason": "correction"}).content.decode()
    assert page_of("compare", one, other) in found
    assert amina.get(page_of("compare", one, other)).status_code == 302
    seen = amina.post(page_of("compare", one, other), {"reason": "correction"}).content.decode()
    assert "Marwa" in seen and "Tel" in seen
    form = {"reason": "correction", "join": "1"}
    assert amina.post(page_of("compare", one, other), form).status_code == 422
    assert amina.post(page_of("compare", one, other), {**form, "ground": "shared_phone"}).status_code == 422
    assert amina.post(page_of("compare", one, other), {**form, "ground": "same_document"}).status_code == 302
    with acting(people.amina):
        link = FileLink.objects.get(kind="same_person")
        assert persons.suggestions(people.amina, one, "correction") == ()
    assert "Not the same person after all" in amina.get(page_of("same_person", one)).content.decode()
    assert amina.post(page_of("undo_same_person", one, link.id)).status_code == 302
    with acting(people.amina):
        assert persons.same_person_links(people.amina, one) == ()


def test_who_may_not_link_finds_no_page(people, browsing, two):
    assert browsing(people.bela).get(page_of("same_person", two[0])).status_code == 404
