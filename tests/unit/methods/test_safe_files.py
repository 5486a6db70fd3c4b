# SPDX-License-Identifier: Apache-2.0
"""Files are known by their bytes; what could harm is named; what people open holds only what is seen."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from quatrefoil.methods.safe_files.inspection import audio_mime, inspect
from quatrefoil.methods.safe_files.report import FileRefused, FileReport, Kind, Reason, Verdict
from quatrefoil.methods.safe_files.stripping import STRIPPED_MIME, blurred_preview, stripped_copy
from tests.unit.methods import hostile_files as made


def shown(data: bytes) -> Image.Image:
    """The picture in these bytes, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


GOOD = [
    ("a.jpg", made.picture("JPEG"), Kind.JPEG, "image/jpeg"),
    ("a.JPEG", made.picture("JPEG"), Kind.JPEG, "image/jpeg"),
    ("a.png", made.picture("PNG"), Kind.PNG, "image/png"),
    ("a.webp", made.picture("WEBP"), Kind.WEBP, "image/webp"),
    ("a.pdf", made.pdf(), Kind.PDF, "application/pdf"),
    ("a.txt", "رسالة\r\n".encode(), Kind.TEXT, "text/plain"),
    ("a.txt", b"\xff\xfe" + "Ünïcode".encode("utf-16-le"), Kind.TEXT, "text/plain"),
    ("", b"no name at all", Kind.TEXT, "text/plain"),
    (
        "a.docx",
        made.word(made.paragraph("x")),
        Kind.WORD,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("a.mp3", b"ID3\x04" + bytes(60), Kind.AUDIO, "audio/mpeg"),
    ("a.mp3", b"\xff\xfb\x90\x64" + bytes(60), Kind.AUDIO, "audio/mpeg"),
    ("a.aac", b"\xff\xf1\x50\x80" + bytes(60), Kind.AUDIO, "audio/aac"),
    ("a.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), Kind.AUDIO, "audio/wav"),
    ("a.ogg", b"OggS" + bytes(60), Kind.AUDIO, "audio/ogg"),
    ("a.amr", b"#!AMR\n" + bytes(60), Kind.AUDIO, "audio/amr"),
    ("a.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0" + b"hdlr" + bytes(8) + b"soun" + bytes(20), Kind.AUDIO, "audio/mp4"),
]


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime"), GOOD, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_harmless_file_is_recognised_and_accepted(name: str, data: bytes, kind: Kind, mime: str) -> None:
    report = inspect(data, name)
    assert report == FileReport(kind, mime, len(data), ())
    assert report.verdict is Verdict.ACCEPTED
    assert report.has_stripped_copy is (kind is not Kind.AUDIO)
    assert FileReport.from_bytes(report.to_bytes()) == report


BOMB = made.zip_of({"[Content_Types].xml": made.CONTENT_TYPES, "word/document.xml": bytes(90 * 1024 * 1024)})
LOCKED_ZIP = bytearray(made.word(made.paragraph("x")))
LOCKED_ZIP[LOCKED_ZIP.index(b"PK\x01\x02") + 8] |= 1
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

REFUSED = [
    ("nothing", b"", Reason.EMPTY),
    ("too large", bytes(25 * 1024 * 1024 + 1), Reason.TOO_LARGE),
    ("bytes of no kind", b"\x00\x01\x02\x03" * 20, Reason.UNKNOWN_KIND),
    ("a legacy text encoding", b"caf\xe9 au lait", Reason.UNKNOWN_KIND),
    ("a windows program", b"MZ\x90\x00" + bytes(100), Reason.PROGRAM),
    ("a linux program", b"\x7fELF\x02" + bytes(100), Reason.PROGRAM),
    ("a shell script", b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
    ("an archive", made.zip_of({"a.txt": b"x"}), Reason.UNKNOWN_KIND),
    ("an archive that is broken", b"PK\x03\x04" + bytes(50), Reason.BROKEN),
    ("a zip bomb", BOMB, Reason.ARCHIVE_BOMB),
    ("too many members", made.zip_of({f"word/{n}": b"" for n in range(2001)}), Reason.ARCHIVE_BOMB),
    ("exploding entities", made.zip_of({"word/document.xml": ENTITIES + "<w>&b;</w>"}), Reason.ARCHIVE_BOMB),
    (
        "entities in another encoding",
        made.zip_of({"word/document.xml": (ENTITIES + "<w/>").encode("utf-16")}),
        Reason.BROKEN,
    ),
    ("a locked archive", bytes(LOCKED_ZIP), Reason.ENCRYPTED),
    ("a locked office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.ENCRYPTED),
    ("a locked pdf", made.pdf_with_password(), Reason.ENCRYPTED),
    ("a broken pdf", b"%PDF-1.7\n" + bytes(40), Reason.BROKEN),
    ("a pdf of 201 pages", made.pdf(pages=201), Reason.TOO_MANY_PAGES),
    ("a png of 2.5 thousand million pixels", made.png_that_claims(50_000, 50_000), Reason.TOO_MANY_PIXELS),
    ("a jpeg that is broken", b"\xff\xd8\xff\xe0" + bytes(40), Reason.BROKEN),
    ("a png that is broken", b"\x89PNG\r\n\x1a\n" + bytes(40), Reason.BROKEN),
    ("a webp that is broken", b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), Reason.BROKEN),
    ("heic", b"\0\0\0\x18ftypheic" + bytes(40), Reason.CANNOT_BE_SHOWN),
    (
        "a film",
        b"\0\0\0\x18ftypmp42" + b"hdlr" + bytes(8) + b"vide" + b"hdlr" + bytes(8) + b"soun",
        Reason.CANNOT_BE_SHOWN,
    ),
]


@pytest.mark.parametrize(("data", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    report = inspect(data, "file")
    assert report.reasons == (reason,)
    assert report.verdict is Verdict.REFUSED
    assert not report.has_stripped_copy


ARCHIVE = made.zip_of({"run.js": b"evil"}, zipfile.ZIP_STORED)
SUSPICIOUS = [
    (
        "an archive behind a photograph",
        "a.jpg",
        made.picture() + ARCHIVE,
        {Reason.TRAILING_DATA, Reason.ARCHIVE_INSIDE},
    ),
    ("an archive behind a png", "a.png", made.picture("PNG") + ARCHIVE, {Reason.TRAILING_DATA, Reason.ARCHIVE_INSIDE}),
    (
        "an archive behind a webp",
        "a.webp",
        made.picture("WEBP") + ARCHIVE,
        {Reason.TRAILING_DATA, Reason.ARCHIVE_INSIDE},
    ),
    ("an archive behind a pdf", "a.pdf", made.pdf() + ARCHIVE, {Reason.TRAILING_DATA, Reason.ARCHIVE_INSIDE}),
    ("an archive in a recording", "a.mp3", b"ID3\x04" + ARCHIVE, {Reason.ARCHIVE_INSIDE}),
    ("a page in a picture", "a.jpg", made.picture(comment=b"<script>alert(1)</script>"), {Reason.ACTIVE_CONTENT}),
    ("a second picture behind the first", "a.jpg", made.picture() + made.picture(), {Reason.TRAILING_DATA}),
    ("something before a pdf", "a.pdf", b"GIF89a\n" + made.pdf(), {Reason.TRAILING_DATA}),
    ("a script in a pdf", "a.pdf", made.pdf_with_script(), {Reason.ACTIVE_CONTENT}),
    (
        "a script with an escaped name",
        "a.pdf",
        made.pdf("/OpenAction<</S/J#61vaScript/J#53(x)>>"),
        {Reason.ACTIVE_CONTENT},
    ),
    ("macros", "a.docx", made.word("", **{"word/vbaProject.bin": b"x"}), {Reason.ACTIVE_CONTENT}),
    ("an embedded object", "a.docx", made.word("", **{"word/embeddings/o.xlsx": b"x"}), {Reason.ACTIVE_CONTENT}),
    (
        "a template from elsewhere",
        "a.docx",
        made.word("", **{"word/_rels/settings.xml.rels": '<R Type="x/attachedTemplate" TargetMode="External"/>'}),
        {Reason.ACTIVE_CONTENT},
    ),
    ("text that turns round", "a.txt", "name\u202egpj.exe".encode(), {Reason.HIDDEN_MARKS}),
    ("a picture under the name of a program", "a.exe", made.picture(), {Reason.NAME_DISAGREES}),
    ("a page under the name of a text", "a.html", b"<html></html>", {Reason.NAME_DISAGREES}),
]


@pytest.mark.parametrize(
    ("name", "data", "reasons"), [row[1:] for row in SUSPICIOUS], ids=[row[0] for row in SUSPICIOUS]
)
def test_a_file_with_something_more_in_it_is_quarantined(name: str, data: bytes, reasons: set[Reason]) -> None:
    report = inspect(data, name)
    assert set(report.reasons) == reasons
    assert report.verdict is Verdict.QUARANTINED


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.WEBP])
def test_the_place_the_camera_and_the_comment_are_gone_and_the_picture_stands_upright(kind: Kind) -> None:
    original = made.photograph_with_place(kind.value.upper())
    assert made.MARKER in original
    assert inspect(original, f"a.{kind.value}").reasons == (Reason.LOCATION_INSIDE,)
    assert inspect(original, f"a.{kind.value}").verdict is Verdict.ACCEPTED
    copy = stripped_copy(original, kind)
    image = shown(copy)
    assert made.MARKER not in copy
    assert not image.getexif() and not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()
    assert STRIPPED_MIME[kind] == Image.MIME[image.format or ""]
    # A quarter turn clockwise brings the red left half to the top.
    assert image.size == (80, 120)
    top, bottom = image.convert("RGB").getpixel((40, 10)), image.convert("RGB").getpixel((40, 110))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 150 > top[1] and min(bottom) > 230


def test_what_stood_behind_or_beside_the_picture_is_gone() -> None:
    for data in (made.picture() + ARCHIVE, made.picture(comment=b"<script>evil"), made.picture() + made.picture()):
        copy = stripped_copy(data, Kind.JPEG)
        assert inspect(copy, "a.jpg").reasons == ()
        assert b"evil" not in copy
        assert not zipfile.is_zipfile(io.BytesIO(copy))


def test_texts_in_a_png_are_gone() -> None:
    info = PngInfo()
    info.add_text("Author", made.MARKER.decode())
    original = made.picture("PNG", pnginfo=info)
    assert made.MARKER in original
    assert made.MARKER not in stripped_copy(original, Kind.PNG)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_sort_of_png_can_be_drawn_again(mode: str) -> None:
    copy = shown(stripped_copy(made.picture("PNG", mode=mode), Kind.PNG))
    assert copy.convert("L").getpixel((110, 40)) == 255


def test_a_png_of_sixteen_bits_keeps_its_shades() -> None:
    buffer = io.BytesIO()
    Image.new("I;16", (40, 30), 0x8000).save(buffer, "PNG")
    assert shown(stripped_copy(buffer.getvalue(), Kind.PNG)).getpixel((5, 5)) == 0x80


def test_a_jpeg_for_printers_can_be_drawn_again() -> None:
    assert shown(stripped_copy(made.picture(mode="CMYK"), Kind.JPEG)).mode == "RGB"


def test_a_large_photograph_is_made_smaller() -> None:
    assert max(shown(stripped_copy(made.picture(size=(9000, 300)), Kind.JPEG)).size) <= 4000


def test_a_picture_cut_short_is_refused() -> None:
    whole = made.picture("PNG", size=(400, 400))
    for data, kind in ((whole[: len(whole) // 2], Kind.PNG), (made.png_that_claims(4000, 4000), Kind.PNG)):
        with pytest.raises(FileRefused) as refused:
            stripped_copy(data, kind)
        assert refused.value.reason is Reason.BROKEN


def test_a_preview_has_no_more_than_twenty_patches_a_side() -> None:
    chequered = Image.new("L", (400, 400))
    chequered.putdata([255 * ((x + y) % 2) for y in range(400) for x in range(400)])
    buffer = io.BytesIO()
    chequered.save(buffer, "PNG")
    preview = shown(blurred_preview(buffer.getvalue(), Kind.PNG))
    shades = set(preview.convert("L").tobytes())
    assert max(preview.size) == 240
    # A fine pattern is averaged away: black and white become one grey.
    assert 120 <= min(shades) <= max(shades) <= 136
    assert not preview.getexif()


def test_a_pdf_keeps_its_pages_and_loses_its_script() -> None:
    copy = stripped_copy(made.pdf_with_script(), Kind.PDF)
    assert [page.size for page in made.pages_of(copy)] == [(100, 150)]
    assert made.MARKER not in copy
    assert inspect(copy, "a.pdf").reasons == ()
    assert b"/OpenAction" not in copy


def test_a_pdf_loses_what_stood_behind_it_and_keeps_what_is_seen() -> None:
    source = io.BytesIO()
    shown(made.picture()).save(source, "PDF", save_all=True, append_images=[shown(made.picture())], author="Amina")
    assert b"Amina" in source.getvalue() or b"A\0m" in source.getvalue() or b"\0A\0m" in source.getvalue()
    copy = stripped_copy(source.getvalue() + ARCHIVE, Kind.PDF)
    pages = made.pages_of(copy)
    assert len(pages) == 2
    pixel = pages[0].getpixel((10, 20))
    assert isinstance(pixel, tuple) and pixel[0] > 150 > pixel[1]
    assert b"Amina" not in copy and b"\0A\0m" not in copy and not zipfile.is_zipfile(io.BytesIO(copy))


def test_a_pdf_page_as_large_as_a_house_is_drawn_small() -> None:
    copy = stripped_copy(made.pdf(size="0 0 14400 14400"), Kind.PDF)
    assert max(made.pages_of(copy)[0].size) <= 500
    assert max(shown(blurred_preview(made.pdf(), Kind.PDF)).size) == 240


def test_a_locked_or_broken_pdf_has_no_copy() -> None:
    for data, reason in ((made.pdf_with_password(), Reason.ENCRYPTED), (b"%PDF-1.7", Reason.BROKEN)):
        with pytest.raises(FileRefused) as refused:
            stripped_copy(data, Kind.PDF)
        assert refused.value.reason is reason


def test_text_shows_the_marks_that_turn_or_hide_it() -> None:
    copy = stripped_copy("a\u202eb\u200bc\r\nمرحبا\u200f\u200d!\rend".encode(), Kind.TEXT).decode()
    assert copy == "a⟦U+202E⟧b⟦U+200B⟧c\nمرحبا\u200f\u200d!\nend"


def test_a_word_document_becomes_its_text() -> None:
    body = (
        made.paragraph("She said: أمينة") + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
    )
    body += "<w:p><w:del><w:r><w:delText>taken out</w:delText></w:r></w:del></w:p>"
    body += f"<w:p><w:r><w:t>outer</w:t><w:txbxContent>{made.paragraph('box')}</w:txbxContent></w:r></w:p>"
    document = made.word(body, **{"word/vbaProject.bin": made.MARKER})
    assert stripped_copy(document, Kind.WORD).decode() == "She said: أمينة\na\tb\nc\n\nouter\nbox\n"


def test_a_word_document_that_unpacks_to_more_than_it_says_is_stopped() -> None:
    lying = bytearray(made.word(made.paragraph("x" * 100_000)))
    size_at = lying.index(b"PK\x01\x02", lying.index(b"PK\x01\x02") + 4) + 24
    lying[size_at : size_at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(FileRefused):
        stripped_copy(bytes(lying), Kind.WORD)


def test_recordings_and_unknown_files_have_no_copy() -> None:
    for kind in (Kind.AUDIO, Kind.UNKNOWN):
        for make in (stripped_copy, blurred_preview):
            with pytest.raises(FileRefused) as refused:
                make(b"ID3", kind)
            assert refused.value.reason is Reason.CANNOT_BE_SHOWN


STARTS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x20\0\0\0WEBP",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\0\0\0\x18ftyp",
]


@given(st.sampled_from(STARTS), st.binary(max_size=300), st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_file_makes_the_inspection_fail(start: bytes, rest: bytes, name: str) -> None:
    report = inspect(start + rest, name)
    assert report.size == len(start + rest)


@given(st.sampled_from([row[1:3] for row in GOOD]), st.data())
@settings(max_examples=120, deadline=None)
def test_a_damaged_file_is_copied_or_refused_but_never_passed_through(
    file: tuple[bytes, Kind], data: st.DataObject
) -> None:
    whole, kind = bytearray(file[0]), file[1]
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    inspect(bytes(whole), "a")
    try:
        copy = stripped_copy(bytes(whole), kind)
    except FileRefused:
        return
    assert kind is Kind.TEXT or copy != bytes(whole)


def test_short_files_are_no_recordings() -> None:
    for data in (b"\xff", b"\xff\xfb", b"\xff\xfb\x90", b"RIFF"):
        assert audio_mime(data) is None


def test_a_report_that_is_none_is_refused() -> None:
    for data in (b"", b"[]", b"7", b'["jpeg","x",1,["nonsense"]]', b'["gif","x",1,[]]'):
        with pytest.raises(ValueError, match=r".*"):
            FileReport.from_bytes(data)
