# SPDX-License-Identifier: Apache-2.0
"""SAFETY 9: the holder is told who asked, and only after its yes the asker learns that there is somebody to talk to."""

import pytest

from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.messages import selectors as messages
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.requests import actions as requests
from quatrefoil.foundation.requests import selectors as asked
from quatrefoil.foundation.sharing.matching import may_be_asked
from quatrefoil.foundation.sharing.models import Agreement
from quatrefoil.foundation.vault import search

PHONE = "+33639984567"
KNOWS = "An organisation knows a person you looked for, and may be asked."


@pytest.fixture
def hers(people, acting):
    """Amina's case; Hana of the hotline will look for the person."""
    with acting(people.amina):
        file = open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids))
        search.index(file.id, ["Selam Tesfaye"], 1999, [PHONE])
    return file


@pytest.fixture
def agreed(people):
    """The two organisations may ask each other whether they know somebody."""
    names = Organisation.objects.in_bulk([people.amina.organisation_id, people.hana.organisation_id])
    first, second = names.values()
    return Agreement.objects.create(
        title="Asking", first=first, second=second, matching_allowed=True, made_by=people.mio.member_id
    )


def look(acting, who):
    with acting(who):
        found = search.find(who, "returned", phones=[PHONE])
    search.tell_holders()
    return found


def questions(acting, who):
    with acting(who):
        return [row for row in asked.to_answer(who) if row.subject == "known_person"]


def notices(acting, who):
    with acting(who):
        return [notice.sentence for notice in messages.notices(who)]


def test_without_an_agreement_nobody_is_asked_and_nothing_is_told(people, acting, hers):
    assert look(acting, people.hana).rows == ()
    assert questions(acting, people.amina) == []


def test_an_agreement_that_has_ended_allows_nothing(people, agreed):
    sides = people.amina.organisation_id, people.hana.organisation_id
    assert may_be_asked(*sides) and may_be_asked(*reversed(sides))
    Agreement.objects.update(matching_allowed=False)
    assert not may_be_asked(*sides)


def test_the_holder_is_asked_and_told_who_asks_while_the_asker_learns_nothing(people, acting, hers, agreed):
    assert look(acting, people.hana).rows == ()
    (row,) = questions(acting, people.amina)
    with acting(people.amina):
        assert "Open line" in asked.open_request(people.amina, row.id).question
    assert questions(acting, people.hana) == [] and notices(acting, people.hana) == []


def test_asking_again_on_the_same_day_asks_once(people, acting, hers, agreed):
    look(acting, people.hana)
    look(acting, people.hana)
    assert len(questions(acting, people.amina)) == 1


def test_after_a_yes_the_asker_may_read_the_answer_and_sees_no_file(people, acting, hers, agreed):
    look(acting, people.hana)
    (row,) = questions(acting, people.amina)
    with acting(people.amina):
        requests.answer(people.amina, row.id, "yes", "Call Amina at Lighthouse.", row.revision)
    assert notices(acting, people.hana) == [KNOWS]
    with acting(people.hana):
        found = asked.open_request(people.hana, row.id)
        assert found.answer == "Call Amina at Lighthouse."
        assert found.row.reference == "" and found.row.record is None
    assert notices(acting, people.iben) == []


@pytest.mark.parametrize("code", ["no", "later"])
def test_any_other_answer_is_as_silent_as_no_file(people, acting, hers, agreed, code):
    look(acting, people.hana)
    (row,) = questions(acting, people.amina)
    with acting(people.amina):
        requests.answer(people.amina, row.id, code, "", row.revision)
    assert notices(acting, people.hana) == []
    with acting(people.hana):
        assert asked.about(people.hana, hers.id) == ()


def test_inside_one_organisation_the_owner_alone_is_asked(people, acting, hers):
    """Bela must not see in the common list that Amina holds a file."""
    look(acting, people.bela)
    assert len(questions(acting, people.amina)) == 1
    assert questions(acting, people.bela) == [] and questions(acting, people.chidi) == []
