# SPDX-License-Identifier: Apache-2.0
"""Pages of documents: what a browser gets, and what it must not do with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quatrefoil.foundation.documents.models import Document
from tests.unit.methods import hostile_files as hostile


def url(name, *arguments):
    return reverse(f"documents:{name}", args=arguments)


@pytest.fixture
def amina(people, browsing):
    return browsing(people.amina)


def upload(name="scar.jpg", data=None):
    return SimpleUploadedFile(name, hostile.picture() if data is None else data)


def test_several_files_are_added_at_once_and_stand_blurred_in_the_list(people, acting, amina, file_id):
    sent = {"uploads": [upload(), upload("b.txt", b"Words.")], "category": "photo", "title": "Two papers"}
    answer = amina.post(url("add", file_id), sent, follow=True)
    assert answer.redirect_chain[-1][0] == url("files", file_id)
    text = answer.content.decode()
    assert "2 files are kept" in text
    assert text.count("data:image/jpeg;base64,") == 1
    assert "Document 2: Photograph" in text
    assert "scar.jpg" not in text


def test_an_image_opens_after_a_reason_in_a_window_that_can_do_nothing(amina, attach):
    document = attach("scar.jpg", hostile.picture(), "photo")
    refused = amina.post(url("open", document.id), {"reason": ""}, follow=True)
    assert "Say why you open this" in refused.content.decode()
    answer = amina.post(url("open", document.id), {"reason": "to describe it"})
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="document-1-photo.jpg"'


def test_what_is_no_image_is_saved_under_a_neutral_name(amina, attach):
    document = attach("Letter of Selam Tesfaye.pdf", hostile.pdf(), "letter")
    answer = amina.post(url("open", document.id))
    assert answer["Content-Disposition"] == 'attachment; filename="document-1-letter.pdf"'
    assert amina.get(url("open", document.id)).status_code == 405


def test_a_file_that_is_too_large_gets_a_clear_message_and_the_others_are_not_lost(amina, file_id, acting, people):
    sent = {"uploads": [upload("film.avi", bytes(25 * 1024 * 1024 + 1))], "category": "other"}
    answer = amina.post(url("add", file_id), sent)
    assert answer.status_code == 422
    assert "larger than 25 MB and was not kept" in answer.content.decode() or "together" in answer.content.decode()
    answer = amina.post(url("add", file_id), {"category": "other"})
    assert "No file arrived" in answer.content.decode()
    with acting(people.amina):
        assert not Document.objects.exists()


def test_a_title_with_markup_stays_words(amina, attach):
    document = attach("a.txt", b"Words.", title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in amina.get(url("one", document.id)).content.decode()


def test_the_pages_of_one_document_work_from_quarantine_to_discarding(people, amina, attach):
    document = attach("scar.jpg", hostile.picture(), "photo")
    for name in ("one", "report", "discard"):
        assert amina.get(url(name, document.id)).status_code == 200
    for name, sent in (("release", {}), ("mark", {"distressing": "yes"})):
        assert amina.post(url(name, document.id), sent).status_code == 302
    assert "A colleague found this distressing" in amina.get(url("one", document.id)).content.decode()
    assert amina.post(url("discard", document.id), {"reason": "duplicate"}).status_code == 302
    assert amina.get(url("one", document.id)).status_code == 404


def test_reporting_closes_a_document_on_its_page(amina, attach):
    document = attach("x.jpg", hostile.picture(), "photo")
    text = amina.post(url("report", document.id), follow=True).content.decode()
    assert "your supervisor has been told" in text
    assert "data:image/jpeg" not in text


def test_a_supervisor_saves_the_original_and_nobody_else_finds_the_page(people, browsing, attach):
    document = attach("a.txt", b"As it came.")
    chidi = browsing(people.chidi)
    assert chidi.get(url("original", document.id)).status_code == 200
    answer = chidi.post(url("original", document.id), {"ground": "court", "reason": "Order of 3 May"})
    assert answer.content == b"As it came."
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert browsing(people.amina).get(url("original", document.id)).status_code == 404


@pytest.mark.parametrize("who", ["bela", "hana", "karim", "dana", "farah", "mio"])
def test_documents_do_not_exist_for_who_does_not_reach_the_file(people, browsing, attach, file_id, who):
    document = attach("a.txt", b"Words.")
    client = browsing(getattr(people, who))
    for name, argument in (("files", file_id), ("add", file_id), ("one", document.id)):
        assert client.get(url(name, argument)).status_code == 404
    assert client.post(url("open", document.id), {"reason": "curious"}).status_code == 404
