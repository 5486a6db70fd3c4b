# SPDX-License-Identifier: Apache-2.0
"""SAFETY 18: images wait in quarantine, blurred; exposure is counted and limited; child-abuse material has its legal route."""

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.documents import actions, from_reports, hooks, opening, selectors
from quatrefoil.foundation.documents.codes import MOST_DISTRESSING_A_DAY
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.vault import sealing
from tests.unit.methods import hostile_files as hostile


@pytest.fixture
def photo(attach):
    return attach("x.jpg", hostile.picture(size=(900, 600)), "photo")


def test_safety_18_images_wait_in_quarantine_and_are_shown_so_blurred_that_nothing_can_be_made_out(
    people, acting, photo
):
    assert photo.state == "quarantine"
    with acting(people.amina) as amina:
        (row,) = selectors.documents_of(amina, photo.file_id)
        assert row.preview.startswith("data:image/jpeg;base64,/9j/")
        assert row.needs_reason
        with pytest.raises(Refused, match="Say why"):
            opening.open_copy(amina, photo.id)
        actions.release(amina, photo.id)
        assert opening.open_copy(amina, photo.id).is_image


def test_safety_18_what_staff_look_at_is_counted_and_limited(people, acting, photo):
    with acting(people.amina) as amina:
        actions.mark_distressing(amina, photo.id)
    for _ in range(MOST_DISTRESSING_A_DAY):
        with acting(people.amina) as amina:
            opening.open_copy(amina, photo.id, "for the statement")
    with acting(people.amina) as amina:
        assert opening.exposure(amina).is_full
        with pytest.raises(Refused, match="enough for one day"):
            opening.open_copy(amina, photo.id, "for the statement")
    with acting(people.chidi) as chidi:  # a colleague may
        assert opening.open_copy(chidi, photo.id, "for the statement").data


def test_safety_18_suspected_child_abuse_material_is_closed_for_everybody_and_the_supervisor_is_told(
    people, acting, photo, told
):
    with acting(people.amina) as amina:
        actions.report_abuse_material(amina, photo.id)
        actions.report_abuse_material(amina, photo.id)  # pressing twice tells once
        row = selectors.document(amina, photo.id)
        assert "asks the body that the law of your country names" in row.reasons[0]
        assert (row.preview, row.may_open) == ("", False)
        with pytest.raises(Refused, match="Nobody here opens"):
            opening.open_copy(amina, photo.id, "to be sure")
        with pytest.raises(Refused):
            actions.release(amina, photo.id)
        with pytest.raises(Refused, match="law names decides"):
            actions.discard(amina, photo.id, "duplicate")
    assert told == [(people.chidi.member_id, "document.abuse_suspected", photo.id)]
    with acting(people.chidi) as chidi:
        with pytest.raises(Refused):
            opening.open_original(chidi, photo.id, "court", "an order")
        assert opening.open_original(chidi, photo.id, "abuse_authority", "Fetched by the named body").data


def test_every_opening_is_audited_with_its_reason(people, acting, photo):
    with acting(people.amina) as amina:
        opening.open_copy(amina, photo.id, "to describe the scar")
    with acting(people.amina):
        event = AuditEvent.objects.get(act="document.open")
    assert (event.record, event.actor, event.purpose) == (
        photo.file_id,
        people.amina.member_id,
        "to describe the scar",
    )


def test_discarding_keeps_the_sealed_original_unless_keeping_it_is_the_wrong(people, acting, attach):
    twice, stranger = attach("a.jpg", hostile.picture()), attach("b.jpg", hostile.picture())
    with acting(people.amina) as amina:
        actions.discard(amina, twice.id, "duplicate")
        actions.discard(amina, stranger.id, "not_this_person")
        kept = list(Content.objects.values_list("document_id", "copy"))
        assert kept == [(twice.id, "original")]
        assert selectors.documents_of(amina, twice.file_id) == ()
        with pytest.raises(NotVisible):
            opening.open_copy(amina, twice.id, "once more")


def test_a_hold_stops_discarding(people, acting, photo):
    with acting(people.amina) as amina:
        File.objects.filter(id=photo.file_id).update(hold_reason="court")
        with pytest.raises(Refused, match="hold"):
            actions.discard(amina, photo.id, "duplicate")
        with pytest.raises(Refused, match="Choose the reason"):
            actions.discard(amina, photo.id, "")


def test_a_discarded_number_is_not_given_again(people, acting, attach):
    first = attach("a.txt", b"One.")
    with acting(people.amina) as amina:
        actions.discard(amina, first.id, "duplicate")
    assert attach("b.txt", b"Two.").number == 2


class Came:
    def __init__(self, name, data):
        self.name, self.data = name, data


def test_files_of_a_public_report_become_documents_in_quarantine_once(people, acting, file_id, monkeypatch):
    from uuid import uuid4

    ids, report = [uuid4(), uuid4()], uuid4()
    files = {ids[0]: Came("a.txt", b"Words."), ids[1]: Came("b.jpg", hostile.picture())}
    known = [type("Known", (), {"id": each})() for each in ids]
    source = hooks.ReportFiles(lambda _a, asked: known if asked == report else [], lambda _a, _r, one, _p: files[one])
    monkeypatch.setattr(hooks, "REPORT_FILES", [source])
    for _ in range(2):
        with acting(people.amina) as amina:
            assert from_reports.take_in_report_attachments(amina, report, file_id)
    with acting(people.amina) as amina:
        rows = Document.objects.order_by("number")
        assert [(row.state, row.from_report) for row in rows] == [("quarantine", True), ("quarantine", True)]
        assert from_reports.take_in_report_attachments(amina, uuid4(), file_id) is None


def test_documents_are_carried_over_from_a_contact_to_its_case(people, acting, file_id, attach):
    attach("a.txt", b"Words.", "letter", title="From the landlord")
    closed = attach("b.jpg", hostile.picture())
    with acting(people.amina) as amina:
        actions.report_abuse_material(amina, closed.id)
        case = open_file(amina, "case", owner_id=amina.member_id).id
        from_reports.carry_over(amina, file_id, case)
    with acting(people.amina) as amina:
        (row,) = selectors.documents_of(amina, case)
        assert (row.title, row.category, row.state) == ("From the landlord", "letter", "clean")
        assert opening.open_copy(amina, row.id).data == b"Words."


def test_a_signed_sheet_is_kept_with_its_answer_and_cannot_be_discarded(people, acting, file_id, monkeypatch):
    from uuid import uuid4

    consent, kept = uuid4(), []
    sheets = hooks.Sheets(lambda _a, _f: [(consent, "Services")], lambda _a, which, doc: kept.append((which, doc)))
    monkeypatch.setattr(hooks, "SHEETS", [sheets])
    with acting(people.amina) as amina:
        made = actions.attach_signed_sheet(amina, file_id, consent, "scan.jpg", hostile.picture())
        with pytest.raises(Refused, match="Choose an answer"):
            actions.attach_signed_sheet(amina, file_id, uuid4(), "scan.jpg", hostile.picture())
        with pytest.raises(Refused, match="signed sheet"):
            actions.discard(amina, made, "duplicate")
        assert kept == [(consent, made)]
        row = Document.objects.get(id=made)
        assert (row.category, row.consent) == ("consent_form", consent)
        assert sealing.open_text(row, "original_name") == "scan.jpg"
