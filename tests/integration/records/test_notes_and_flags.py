# SPDX-License-Identifier: Apache-2.0
"""Notes: who reads them, who mends them, one text for a whole situation; flags are codes."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.records import actions
from quatrefoil.foundation.records.models import Note
from quatrefoil.foundation.records.selectors import flags, notes, of_situation
from quatrefoil.foundation.vault.parts import PartConflict


@pytest.fixture
def situation(people, acting, opened, file_id):
    """A situation to which two cases belong."""
    found, other = opened(kind="situation"), opened()
    with acting(people.amina):
        for each in (file_id, other):
            actions.link_files(people.amina, "subject", found, each, "desk")
    return found, other


def test_all_notes_of_a_file_are_one_audited_reading(people, acting, file_id):
    with acting(people.amina):
        for words in ("one", "two", "three"):
            actions.write_note(people.amina, file_id, words)
    before = AuditEvent.objects.filter(act="part.open").count()
    with acting(people.amina):
        assert {note.body for note in notes(people.amina, file_id)} == {"one", "two", "three"}
    assert AuditEvent.objects.filter(act="part.open").count() == before + 1


def test_a_privileged_note_is_for_its_author_and_supervisors(people, acting, file_id):
    """SAFETY 21: privileged notes stand apart."""
    with acting(people.chidi):
        actions.write_note(people.chidi, file_id, "counsel says", kind="privileged")
        assert notes(people.chidi, file_id)
    with acting(people.amina):
        assert notes(people.amina, file_id) == ()


def test_ones_own_note_is_mended_on_its_day_and_that_stays_visible(people, acting, file_id):
    with acting(people.amina):
        note = actions.write_note(people.amina, file_id, "met at three")
        actions.edit_note(people.amina, file_id, note, "met at four", 1)
        assert notes(people.amina, file_id)[0].body == "met at four"
        with pytest.raises(PartConflict):
            actions.edit_note(people.amina, file_id, note, "met at five", 1)
    with acting(people.chidi), pytest.raises(NotVisible):
        actions.edit_note(people.chidi, file_id, note, "not mine", 2)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)), acting(people.amina):
        assert notes(people.amina, file_id)[0].edit_url == ""
        with pytest.raises(Refused, match="new note"):
            actions.edit_note(people.amina, file_id, note, "too late", 2)


def test_a_group_note_is_sealed_on_each_file_by_itself(people, acting, browsing, file_id, situation):
    """SAFETY 22: found together, files of their own."""
    _found, other = situation
    with acting(people.amina):
        assert [each for each, _name in of_situation(people.amina, file_id)] == [other]
    form = {"body": "the same van", "kind": "work", "happened_on": "2026-03-01", "also_on": [str(other)]}
    assert browsing(people.amina).post(reverse("records:notes", args=[file_id]), form).status_code == 302
    with acting(people.amina):
        rows = Note.objects.filter(group__isnull=False)
        assert {row.file_id for row in rows} == {file_id, other}
        assert len({row.body.data for row in rows}) == 2
        assert notes(people.amina, other)[0].body == "the same van"


def test_a_flag_is_a_code_and_can_be_taken_down(people, acting, browsing, file_id):
    amina = browsing(people.amina)
    with acting(people.amina), pytest.raises(Refused):
        actions.raise_flag(people.amina, file_id, "lives at 4 Mill Lane")
    raised = amina.post(reverse("records:raise_flag", args=[file_id]), {"flag-code": "visit_in_pairs"})
    assert raised.status_code == 302
    assert "Visit only in pairs" in amina.get(reverse("records:notes", args=[file_id])).content.decode()
    with acting(people.amina):
        ((flag, words, until),) = flags(people.amina, file_id)
    assert (words, until) == ("Visit only in pairs", "")
    assert amina.post(reverse("records:lower_flag", args=[file_id, flag])).status_code == 302
    with acting(people.amina):
        assert flags(people.amina, file_id) == ()


def test_a_note_is_mended_on_a_page_and_a_second_writer_loses_nothing(people, acting, browsing, file_id):
    with acting(people.amina):
        note = actions.write_note(people.amina, file_id, "met at three")
    page, amina = reverse("records:edit_note", args=[file_id, note]), browsing(people.amina)
    assert "met at three" in amina.get(page).content.decode()
    assert amina.post(page, {"body": "met at four", "seen_revision": 1}).status_code == 302
    late = amina.post(page, {"body": "met at five", "seen_revision": 1})
    assert late.status_code == 422
    said = late.content.decode()
    assert "met at five" in said and "met at four" in said and 'value="2"' in said
