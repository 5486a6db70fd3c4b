# SPDX-License-Identifier: Apache-2.0
"""Merging people is a link between files: by people, reversible, never on a shared phone alone (SAFETY 12)."""

import pytest
from django.urls import reverse

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.messages.models import Notice
from quatrefoil.foundation.records.models import FileLink
from quatrefoil.protection.cases.actions import undo_link
from quatrefoil.protection.cases.models import Case

TOLD = system_actor("test told", everywhere=frozenset({"@holder", "core"}))


@pytest.fixture
def two(opened):
    return opened(), opened()


def reference(people, acting, file_id) -> str:
    with acting(people.amina):
        return str(Case.objects.select_related("file").get(file_id=file_id).file)


def test_two_files_are_joined_and_both_stay(people, acting, signed_in, two):
    one, other = two
    client = signed_in(people.amina)
    form = {"reference": reference(people, acting, other), "ground": "person_said"}
    assert client.post(reverse("cases:same", args=[one]), form).status_code == 302
    with acting(people.amina):
        assert FileLink.objects.get(kind="same_person").undone_at is None
        assert Case.objects.filter(file_id__in=two).count() == 2


def test_a_shared_phone_alone_joins_nothing(people, acting, signed_in, two):
    one, other = two
    form = {"reference": reference(people, acting, other), "ground": "shared_phone"}
    page = signed_in(people.amina).post(reverse("cases:same", args=[one]), form)
    assert page.status_code == 422 and "shared phone alone" in page.content.decode()
    with acting(people.amina):
        assert not FileLink.objects.exists()


def test_a_file_that_one_does_not_see_cannot_be_joined(people, acting, signed_in, opened):
    one, theirs = opened(), opened(people.bela)
    with acting(people.bela):
        name = str(Case.objects.select_related("file").get(file_id=theirs).file)
    page = signed_in(people.amina).post(reverse("cases:same", args=[one]), {"reference": name, "ground": "person_said"})
    assert page.status_code == 422 and "No file that you see" in page.content.decode()


def test_a_wrong_link_is_undone_and_those_who_worked_by_it_are_told(people, acting, signed_in, two):
    one, other = two
    form = {"reference": reference(people, acting, other), "ground": "worker_knows"}
    signed_in(people.amina).post(reverse("cases:same", args=[one]), form)
    with acting(people.amina) as amina:
        link = FileLink.objects.get()
        undo_link(amina, one, link.id)
        assert FileLink.objects.get().undone_by == amina.member_id
        with pytest.raises(NotVisible):
            undo_link(amina, one, link.id)
    (team,) = people.amina.team_ids
    with acting(TOLD):
        told = Notice.objects.filter(code="link.undone").values_list("holder", "record")
        assert set(told) == {(holder, file) for holder in (people.amina.member_id, team) for file in two}
