# SPDX-License-Identifier: Apache-2.0
"""How long files are kept, what stops an erasure, and that whoever erases sees nobody."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import Exclusion, Reach
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.jobs.ticks import TICKS
from quatrefoil.foundation.records import actions, emergency, retention, retention_actions
from quatrefoil.foundation.records import retention_selectors as rows
from quatrefoil.foundation.records.models import File, History, Note
from quatrefoil.foundation.records.selectors import timeline
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.part_keys import KeyMissing

EVERYTHING = system_actor("test eye", everywhere=frozenset({"core", "notes"}))
LONG_AGO = datetime.date(2015, 5, 4)


@pytest.fixture
def closed(people, acting, file_id):
    """A case with a note that was closed long ago."""
    with acting(people.amina):
        actions.write_note(people.amina, file_id, "what nobody must read any more")
        actions.close_file(file_id, LONG_AGO)
    return file_id


def number_of(acting, file_id):
    with acting(EVERYTHING):
        return File.objects.get(id=file_id).number


def test_closing_sets_the_date_of_the_schedule_and_opening_again_takes_it_away(people, acting, file_id):
    with acting(people.amina):
        actions.close_file(file_id, datetime.date(2024, 2, 29))
        assert File.objects.get(id=file_id).keep_until == datetime.date(2031, 2, 28)
        actions.reopen_file(file_id)
        assert File.objects.get(id=file_id).keep_until is None


def test_the_administrator_changes_the_schedule_for_what_is_closed_from_then_on(people, acting, file_id):
    with acting(people.mio):
        retention_actions.set_years(people.mio, "case", 10)
    assert retention.years_of("case") == 10
    assert retention.years_of("contact") == retention.DEFAULT_YEARS["contact"]
    with acting(people.amina), pytest.raises(Refused):
        retention_actions.set_years(people.amina, "case", 0)


def test_what_was_closed_without_a_date_gets_one_by_itself(people, acting, file_id):
    with acting(people.amina):
        File.objects.filter(id=file_id).update(closed_on=LONG_AGO)
    tick = TICKS["records.date_closed"]
    with acting(tick.actor):
        assert retention_actions.date_closed_files() == 1
        assert File.objects.get(id=file_id).keep_until == datetime.date(2022, 5, 4)
        assert retention_actions.date_closed_files() == 0


def test_whoever_carries_out_retention_sees_numbers_and_dates_and_no_name(people, acting, browsing, closed):
    with acting(EVERYTHING):
        word = File.objects.get(id=closed).reference_word
    page = browsing(people.mio).get(reverse("records:retention")).content.decode()
    assert number_of(acting, closed) in page and word not in page
    with acting(people.mio):
        assert AuditEvent.objects.filter(act="retention.list").exists()


def test_files_of_another_organisation_are_not_there(people, acting, opened):
    theirs = opened(people.hana)
    with acting(people.hana):
        actions.close_file(theirs, LONG_AGO)
    with acting(people.mio):
        assert rows.due(people.mio) == ()
        with pytest.raises(NotVisible):
            retention_actions.erase_due(people.mio, theirs, "2026-0001")


def test_a_file_before_its_date_is_not_erased(people, acting, file_id):
    number = number_of(acting, file_id)
    with acting(people.amina):
        actions.close_file(file_id)
    with acting(people.mio), pytest.raises(NotVisible):
        retention_actions.erase_due(people.mio, file_id, number)


def test_the_number_is_typed_again(people, acting, closed):
    with acting(people.mio), pytest.raises(Refused, match="not the number"):
        retention_actions.erase_due(people.mio, closed, "2026-9999")


def test_a_hold_stops_the_erasure_until_a_supervisor_lifts_it(people, acting, closed):
    with acting(people.chidi):
        retention_actions.set_hold(people.chidi, closed, "court_order")
    with acting(people.mio):
        (row,) = rows.due(people.mio)
        assert row.hold == "A court or an authority ordered that it is kept"
        assert rows.due_count(people.mio) == 0
    number = number_of(acting, closed)
    with acting(people.mio), pytest.raises(Refused, match="hold"):
        retention_actions.erase_due(people.mio, closed, number)
    with acting(people.chidi):
        retention_actions.lift_hold(people.chidi, closed)
    with acting(people.mio):
        retention_actions.erase_due(people.mio, closed, number)
        assert rows.due(people.mio) == ()


def test_only_a_supervisor_holds(people, acting, closed):
    with acting(people.amina), pytest.raises(Refused):
        retention_actions.set_hold(people.amina, closed, "court_order")


def test_after_an_erasure_nobody_reaches_the_file_and_nothing_opens(people, acting, closed):
    with acting(people.amina):
        emergency.exclude(people.amina, closed, people.bela.member_id)
    number = number_of(acting, closed)
    with acting(people.mio):
        assert "notes" in rows.preview(people.mio, closed).parts
        retention_actions.erase_due(people.mio, closed, number)
    assert not Reach.objects.filter(record=closed).exists()
    assert not Exclusion.objects.filter(record=closed).exists()
    with acting(EVERYTHING):
        file = File.objects.get(id=closed)
        assert file.reference_name == "" and file.owner_id is None and file.erased_at is not None
        assert "file.erased" in History.objects.filter(file_id=closed).values_list("event", flat=True)
        with pytest.raises(KeyMissing):
            sealing.open_text(Note.objects.get(file_id=closed), "body")


def test_the_pages_walk_from_the_list_to_the_certificate_on_paper(people, acting, browsing, closed):
    mio, dana, number = browsing(people.mio), browsing(people.dana), number_of(acting, closed)
    assert (
        mio.post(reverse("records:schedule"), {"contact": 2, "situation": 3, "case": 7, "report": 1}).status_code == 302
    )
    assert retention.years_of("contact") == 2
    erase = reverse("records:erase", args=[closed])
    assert "notes" in mio.get(erase).content.decode()
    assert mio.post(erase, {"number": "2026-9999"}).status_code == 422
    assert mio.post(erase, {"number": number}).status_code == 302
    assert mio.get(erase).status_code == 404
    with acting(people.dana):
        (row,) = rows.certificates(people.dana)
    assert row.digest in dana.get(reverse("records:certificates")).content.decode()
    paper = dana.get(reverse("records:certificate", args=[row.digest])).content.decode()
    assert "Certificate of erasure" in paper and number not in paper and str(closed) not in paper


def test_a_supervisor_holds_on_a_page(people, browsing, acting, closed):
    chidi = browsing(people.chidi)
    assert chidi.post(reverse("records:hold", args=[closed]), {"reason": "complaint"}).status_code == 302
    assert "A complaint is open" in chidi.get(reverse("records:hold", args=[closed])).content.decode()
    with acting(people.chidi):
        assert any("Kept beyond its date" in row.sentence for row in timeline(people.chidi, closed))
    assert chidi.post(reverse("records:lift_hold", args=[closed])).status_code == 302


@pytest.mark.second_factor
def test_erasing_asks_who_sits_there(people, browsing, closed):
    """An old sign-in is not enough."""
    mio = browsing(people.mio)
    session = mio.session
    session["signed_in_at"] = (timezone.now() - datetime.timedelta(hours=2)).timestamp()
    session.save()
    page = mio.get(reverse("records:erase", args=[closed]))
    assert page.status_code == 302 and "erase" not in page.headers["Location"].split("?")[0]
