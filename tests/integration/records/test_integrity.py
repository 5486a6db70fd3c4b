# SPDX-License-Identifier: Apache-2.0
"""A part that was put back to an earlier state is found: the history knows the digest of what was saved last."""

import io

import pytest
from django.core.management import call_command

from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.records import actions
from quatrefoil.foundation.records.integrity import rolled_back_parts
from quatrefoil.foundation.records.models import History, Note
from quatrefoil.foundation.records.selectors import notes, timeline

THIEF = system_actor("test thief", everywhere=frozenset({"core", "notes"}))


@pytest.fixture
def note(people, acting, file_id):
    with acting(people.amina):
        return actions.write_note(people.amina, file_id, "first words")


def put_back(acting, note, **values):
    """Write columns as somebody with the database in hand does, past the model."""
    with acting(THIEF):
        super(type(Note.objects.all()), Note.objects.filter(id=note)).update(**values)


def test_saving_a_part_leaves_digests_and_no_content_in_the_history(people, acting, note):
    with acting(people.amina):
        codes = History.objects.get(event="part.saved").codes
    assert codes["revision"] == 1 and codes["digests"][0].startswith("body:")
    assert "first" not in str(codes)


def test_the_reader_of_a_timeline_is_spared_them(people, acting, note, file_id):
    with acting(people.amina):
        assert [row.sentence for row in timeline(people.amina, file_id)] == ["Work note written."]


def test_untouched_parts_are_as_they_were_saved(people, acting, note, file_id):
    with acting(people.amina):
        actions.edit_note(people.amina, file_id, note, "second words", 1)
    assert rolled_back_parts() == ()


def test_a_row_that_was_put_back_whole_is_found_though_it_opens(people, acting, note, file_id):
    with acting(people.amina):
        before = Note.objects.get(id=note)
        actions.edit_note(people.amina, file_id, note, "second words", 1)
    put_back(acting, note, body=before.body, revision=1)
    with acting(people.amina):
        assert notes(people.amina, file_id)[0].body == "first words"
    (found,) = rolled_back_parts()
    assert (found.file_id, found.row, found.fields) == (file_id, note, ("body",))


def test_verify_says_so_and_ends_with_one(people, acting, note, file_id):
    with acting(people.amina):
        before = Note.objects.get(id=note)
        actions.edit_note(people.amina, file_id, note, "second words", 1)
    put_back(acting, note, body=before.body, revision=1)
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", stdout=said)
    assert "NOT AS IT WAS SAVED" in said.getvalue() and "words" not in said.getvalue()
