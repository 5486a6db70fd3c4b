# SPDX-License-Identifier: Apache-2.0
"""SAFETY 19: the original is sealed and untouched, a stripped copy is what people open. Hostile files end to end."""

import hashlib
import logging
import zipfile

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.documents import actions, checking, opening, selectors
from quatrefoil.foundation.documents.actions import About
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.vault import sealing
from quatrefoil.methods.safe_files.sandbox import Crashed, OutOfMemory, TimedOut
from tests.unit.methods import hostile_files as hostile

PLANTED = hostile.MARKER.decode()


def original_of(document):
    return Content.objects.get(document=document, copy="original")


def test_safety_19_the_original_is_sealed_untouched_and_a_stripped_copy_is_what_people_open(people, acting, attach):
    photograph = hostile.photograph_with_place()
    document = attach("IMG_2231.jpg", photograph, "photo")
    with acting(people.amina) as amina:
        before = original_of(document).digest
        opened = opening.open_copy(amina, document.id, "to describe it in the plan")
        actions.mark_distressing(amina, document.id)
        actions.release(amina, document.id)
        original = original_of(document)
        assert original.digest == before == hashlib.sha256(original.data.data).hexdigest()
        assert sealing.open_bytes(original, "data") == photograph
    assert hostile.MARKER in photograph
    assert hostile.MARKER not in opened.data
    assert opened.data.startswith(b"\xff\xd8\xff")


def test_no_plaintext_of_a_document_stands_in_its_row(people, acting, attach):
    document = attach(f"{PLANTED}.txt", b"My name is Selam and I live in Hill Street.", title="Letter of Selam")
    with acting(people.amina):
        stored = (
            bytes(original_of(document).data.data) + bytes(document.title.data) + bytes(document.original_name.data)
        )
    assert b"Selam" not in stored
    assert hostile.MARKER not in stored


def test_the_digest_of_custody_is_of_the_ciphertext_and_stands_in_the_history(people, acting, attach):
    data = b"The same words."
    one, other = attach("a.txt", data), attach("b.txt", data)
    with acting(people.amina):
        digests = {original_of(each).digest for each in (one, other)}
        told = {entry.codes["digest"] for entry in History.objects.filter(event="document.added")}
    assert len(digests) == 2  # equal files do not look equal
    assert hashlib.sha256(data).hexdigest() not in digests
    assert digests == told


def test_an_original_that_was_changed_is_not_handed_out_as_evidence(people, acting, attach):
    document = attach("letter.txt", b"As it came.")
    with acting(people.chidi) as chidi:
        taken = opening.open_original(chidi, document.id, "court", "Order of 3 May")
        assert taken.data == b"As it came."
        Content.objects.filter(document=document, copy="original").update(digest="0" * 64)
        with pytest.raises(Refused, match="not the one that came"):
            opening.open_original(chidi, document.id, "court", "Order of 3 May")


def test_only_a_supervisor_with_a_ground_and_a_reason_takes_the_original(people, acting, attach):
    document = attach("letter.txt", b"As it came.")
    with acting(people.amina) as amina, pytest.raises(Refused):
        opening.open_original(amina, document.id, "court", "Order of 3 May")
    with acting(people.chidi) as chidi:
        for ground, reason in (("court", " "), ("because", "I want to"), ("abuse_authority", "They come today")):
            with pytest.raises(Refused):
                opening.open_original(chidi, document.id, ground, reason)


HOSTILE = {
    "a program named as a picture": ("holiday.jpg", b"MZ" + bytes(200), "refused", ["program"]),
    "a zip": ("letters.zip", hostile.zip_of({"a.txt": "x"}), "refused", ["unknown_kind"]),
    "a zip bomb": (
        "letter.docx",
        hostile.word(hostile.paragraph("x") + " " * 80_000_000),
        "refused",
        ["archive_bomb"],
    ),
    "a picture too large to draw": ("x.png", hostile.png_that_claims(60_000, 60_000), "refused", ["too_many_pixels"]),
    "a locked document": ("x.pdf", hostile.pdf_with_password(), "refused", ["encrypted"]),
    "a polyglot": (
        "x.jpg",
        hostile.picture() + hostile.zip_of({"run.js": PLANTED}, zipfile.ZIP_STORED),
        "quarantine",
        ["trailing_data", "archive_inside"],
    ),
    "a page with a script": ("x.pdf", hostile.pdf_with_script(), "quarantine", ["active_content"]),
    "a name that lies": ("x.pdf", hostile.picture(), "quarantine", ["name_disagrees"]),
}


@pytest.mark.parametrize(("name", "data", "state", "reasons"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_kept_sealed_and_the_reason_is_said_in_words(
    people, acting, attach, name, data, state, reasons
):
    document = attach(name, data)
    assert (document.state, document.reasons) == (state, reasons)
    with acting(people.amina) as amina:
        assert sealing.open_bytes(original_of(document), "data") == data
        row = selectors.document(amina, document.id)
        assert all(reason.endswith(".") for reason in row.reasons)
        assert len(row.reasons) >= len(reasons)
        if state == "refused":
            with pytest.raises(Refused, match="no copy"):
                opening.open_copy(amina, document.id, "to read it")
        else:
            copy = opening.open_copy(amina, document.id, "to read it")
            assert hostile.MARKER not in copy.data
            assert b"PK\x03\x04" not in copy.data


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "a\r\nSet-Cookie: x=1.txt", "cv\u202egpj.exe", "x" * 3000, ""]
)
def test_the_name_of_a_file_never_reaches_a_path_or_a_header(people, acting, attach, name):
    document = attach(name, b"Words.")
    with acting(people.amina) as amina:
        opened = opening.open_copy(amina, document.id, "to read it")
        assert opened.name == "document-1-other.txt"
        assert sealing.open_text(document, "original_name") == name


def test_a_file_that_is_too_large_is_refused_with_what_to_do(people, acting, file_id):
    with acting(people.amina) as amina:
        with pytest.raises(Refused, match="larger than 25 MB and was not kept"):
            actions.attach(amina, file_id, "film.avi", bytes(25 * 1024 * 1024 + 1))
        with pytest.raises(Refused, match="empty"):
            actions.attach(amina, file_id, "film.avi", b"")
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("fault", "code"), [(TimedOut, "timed_out"), (Crashed, "crashed"), (OutOfMemory, "out_of_memory")]
)
def test_a_file_that_breaks_the_sandbox_is_refused_and_kept(people, acting, attach, monkeypatch, fault, code):
    def broken(*_arguments):
        raise fault(PLANTED)

    monkeypatch.setattr(checking.sandbox, "strip_file", broken)
    document = attach("x.txt", b"Words.")
    assert (document.state, document.reasons) == ("refused", [code])
    monkeypatch.undo()
    with acting(people.amina) as amina:
        actions.check_again(amina, document.id)
    with acting(people.amina) as amina:
        assert opening.open_copy(amina, document.id).data == b"Words."


def test_a_recording_is_kept_and_not_shown(people, acting, attach):
    document = attach("voice.mp3", b"ID3" + bytes(400))
    assert document.state == "original"
    with acting(people.amina) as amina:
        assert "recording is kept sealed" in selectors.document(amina, document.id).reasons[-1]


def test_no_trace_of_content_stands_in_the_logs(people, acting, attach, caplog):
    caplog.set_level(logging.DEBUG)
    attach(f"{PLANTED}.jpg", hostile.photograph_with_place(), "photo", title=PLANTED)
    attach(f"{PLANTED}.exe", b"MZ" + hostile.MARKER)
    attach(f"{PLANTED}.docx", hostile.word(hostile.paragraph(PLANTED)))
    assert PLANTED not in caplog.text


def test_adding_the_same_document_twice_keeps_one(people, acting, file_id, attach):
    document = attach("a.txt", b"Words.")
    with acting(people.amina) as amina:
        again = actions.attach(amina, file_id, "a.txt", b"Words.", About(), document_id=document.id)
        assert (again, Document.objects.count()) == (document.id, 1)


def test_who_does_not_reach_the_file_adds_and_sees_nothing(people, acting, file_id, attach):
    document = attach("a.txt", b"Words.")
    with acting(people.bela) as bela:
        with pytest.raises(NotVisible):
            actions.attach(bela, file_id, "b.txt", b"Words.")
        with pytest.raises(NotVisible):
            selectors.documents_of(bela, file_id)
        with pytest.raises(NotVisible):
            opening.open_copy(bela, document.id, "curious")
    with acting(people.karim) as karim, pytest.raises(Refused):
        opening.open_copy(karim, document.id, "curious")
