# SPDX-License-Identifier: Apache-2.0
"""Reference names are unique in an organisation, also beside files that the one who opens cannot see."""

import pytest
from django.db import IntegrityError

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.selectors import may_see
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.records import actions
from quatrefoil.foundation.records.models import File

READER = system_actor("test-reader", everywhere=frozenset({CORE}))


@pytest.fixture
def drawn(monkeypatch):
    """A function that says which names are drawn next, the last one again and again."""

    def draw(*names):
        left = list(names)
        monkeypatch.setattr(actions, "fresh_name", lambda: left.pop(0) if len(left) > 1 else left[0])

    return draw


def name_of(file_id):
    with acting_as(READER, "test"):
        return File.objects.get(id=file_id).reference_name


def test_a_name_that_a_colleague_has_is_drawn_again(people, acting, opened, drawn):
    drawn(("Amber", "4821"))
    hers = opened(people.amina)
    drawn(("Amber", "4821"), ("Amber", "4821"), ("Cedar", "1170"))
    his = opened(people.bela)
    with acting(people.bela):
        assert not may_see(people.bela, hers)
    assert (name_of(hers), name_of(his)) == ("Amber 4821", "Cedar 1170")


def test_when_no_name_is_free_the_opening_fails_and_leaves_nothing(people, opened, drawn):
    drawn(("Amber", "4821"))
    opened(people.amina)
    with pytest.raises(IntegrityError):
        opened(people.bela)
    with acting_as(READER, "test"):
        assert File.objects.count() == 1


def test_another_clash_than_of_the_name_is_not_tried_again(people, acting, opened):
    file_id = opened(people.amina)
    with pytest.raises(IntegrityError), acting(people.amina):
        actions.open_file(people.amina, "case", owner_id=people.amina.member_id, file_id=file_id)


def test_a_chosen_name_that_an_unseen_file_has_is_refused_in_words(people, acting, opened, drawn):
    drawn(("Amber", "4821"))
    opened(people.amina)
    drawn(("Cedar", "1170"))
    his = opened(people.bela)
    with acting(people.bela), pytest.raises(Refused) as refusal:
        actions.rename_reference(people.bela, his, "amber", "4821")
    assert refusal.value.code == "taken"
    assert name_of(his) == "Cedar 1170"
