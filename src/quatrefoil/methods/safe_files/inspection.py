# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its bytes and not by its name, and what speaks against it."""

import re
from collections.abc import Callable
from typing import Final

from quatrefoil.methods.safe_files import archives, images, pages, plain_text
from quatrefoil.methods.safe_files.names import suffix_of
from quatrefoil.methods.safe_files.report import LARGEST_FILE, FileRefused, FileReport, Kind, Reason

MIME: Final = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.UNKNOWN: "application/octet-stream",
}
SUFFIXES: Final = {
    Kind.JPEG: {"jpg", "jpeg", "jpe", "jfif"},
    Kind.PNG: {"png"},
    Kind.WEBP: {"webp"},
    Kind.PDF: {"pdf"},
    Kind.TEXT: {"", "txt", "text", "md", "csv", "log"},
    Kind.WORD: {"docx"},
    Kind.AUDIO: {"mp3", "m4a", "m4b", "aac", "wav", "ogg", "oga", "opus", "flac", "amr", "3gp", "3gpp", "mp4"},
}
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office puts around a document with a password
_SCRIPT: Final = re.compile(rb"<script|<\?php|<html|<svg|<iframe", re.IGNORECASE)


def inspect(data: bytes, declared_name: str) -> FileReport:
    """Say what the file is and what speaks against it; never raises for a bad file, the report refuses it."""
    if not data or len(data) > LARGEST_FILE:
        reason = Reason.TOO_LARGE if data else Reason.EMPTY
        return FileReport(Kind.UNKNOWN, MIME[Kind.UNKNOWN], len(data), (reason,))
    try:
        kind, mime = _recognised(data)
        reasons = _CHECKS[kind](data)
    except FileRefused as refusal:
        return FileReport(Kind.UNKNOWN, MIME[Kind.UNKNOWN], len(data), (refusal.reason,))
    if suffix_of(declared_name) not in SUFFIXES[kind] | {""}:
        reasons = {*reasons, Reason.NAME_DISAGREES}
    return FileReport(kind, mime, len(data), tuple(reason for reason in Reason if reason in reasons))


def _recognised(data: bytes) -> tuple[Kind, str]:
    kind = _image_kind(data)
    if kind is not None:
        return kind, MIME[kind]
    audio = audio_mime(data)
    if audio is not None:
        return Kind.AUDIO, audio
    if b"%PDF-" in data[:1024]:
        return Kind.PDF, MIME[Kind.PDF]
    return _document_kind(data)


def _image_kind(data: bytes) -> Kind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    return Kind.WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _document_kind(data: bytes) -> tuple[Kind, str]:
    if data.startswith(_PROGRAMS):
        raise FileRefused(Reason.PROGRAM)
    if data.startswith(_OLE):
        raise FileRefused(Reason.ENCRYPTED)
    if data[4:8] == b"ftyp":
        raise FileRefused(Reason.CANNOT_BE_SHOWN)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if archives.is_word(data):
            return Kind.WORD, MIME[Kind.WORD]
        raise FileRefused(Reason.UNKNOWN_KIND)
    plain_text.decode(data)
    return Kind.TEXT, MIME[Kind.TEXT]


def audio_mime(data: bytes) -> str | None:
    """The media type of a sound recording, None for anything else (a film too)."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    starts = {b"ID3": "audio/mpeg", b"OggS": "audio/ogg", b"fLaC": "audio/flac", b"#!AMR": "audio/amr"}
    known = next((mime for start, mime in starts.items() if data.startswith(start)), None)
    if known is not None:
        return known
    if data[4:8] == b"ftyp":
        return "audio/mp4" if _tracks(data) == {b"soun"} else None
    return _frame_mime(data)


def _frame_mime(data: bytes) -> str | None:
    """Recordings that start with a bare frame: eleven or twelve set bits, then the layer (ISO 11172-3, 2.4.1.3)."""
    if len(data) < 4 or data[0] != 0xFF:
        return None
    if data[1] & 0xE6 in {0xE2, 0xE4} and data[2] & 0xF0 != 0xF0:
        return "audio/mpeg"
    return "audio/aac" if data[1] & 0xF6 == 0xF0 else None


def _tracks(data: bytes) -> set[bytes]:
    """The kinds of track in an MP4 container: "hdlr", 4 bytes of version, 4 reserved, then the kind (ISO 14496-12, 8.4.3)."""
    found = {match[1] for match in re.finditer(rb"hdlr.{8}(.{4})", data, re.DOTALL)}
    return found & {b"soun", b"vide", b"pict", b"auxv"}


def _of_image(kind: Kind, end_of: Callable[[bytes], int]) -> Callable[[bytes], set[Reason]]:
    def check(data: bytes) -> set[Reason]:
        image = images.opened(data, kind)
        reasons = {Reason.LOCATION_INSIDE} if images.holds_location(image) else set()
        if data[end_of(data) :].strip(b"\0"):
            reasons.add(Reason.TRAILING_DATA)
        return reasons | _of_any(data)

    return check


def _of_any(data: bytes) -> set[Reason]:
    """What a second reader could make of a picture or a recording: an archive, or a page with a script."""
    archive = {Reason.ARCHIVE_INSIDE} if archives.ends_with_archive(data) else set()
    return archive | ({Reason.ACTIVE_CONTENT} if _SCRIPT.search(data) else set())


def _of_pdf(data: bytes) -> set[Reason]:
    pages.opened(data).close()
    reasons = {Reason.ACTIVE_CONTENT} if pages.has_active_content(data) else set()
    if archives.ends_with_archive(data):
        reasons.add(Reason.ARCHIVE_INSIDE)
    _, _, after = data.rpartition(b"%%EOF")
    if after.strip(b"\0\r\n \t") or not data.startswith(b"%PDF-"):
        reasons.add(Reason.TRAILING_DATA)
    return reasons


def _of_word(data: bytes) -> set[Reason]:
    archives.text_of_word(data)
    return {Reason.ACTIVE_CONTENT} if archives.has_active_members(data) else set()


def _of_text(data: bytes) -> set[Reason]:
    return {Reason.HIDDEN_MARKS} if plain_text.hides_something(plain_text.decode(data)) else set()


def _end_of_jpeg(data: bytes) -> int:
    """Where the first picture ends: after its end-of-image marker (ITU-T T.81, annex B)."""
    at = 2
    while 0 <= at < len(data) - 1:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            break
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in {0x00, 0x01, 0xFF} or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return len(data)


def _end_of_png(data: bytes) -> int:
    """Where the chunk IEND ends."""
    at = 8
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at
    return len(data)


def _end_of_riff(data: bytes) -> int:
    return 8 + int.from_bytes(data[4:8], "little")


_CHECKS: Final[dict[Kind, Callable[[bytes], set[Reason]]]] = {
    Kind.JPEG: _of_image(Kind.JPEG, _end_of_jpeg),
    Kind.PNG: _of_image(Kind.PNG, _end_of_png),
    Kind.WEBP: _of_image(Kind.WEBP, _end_of_riff),
    Kind.PDF: _of_pdf,
    Kind.TEXT: _of_text,
    Kind.WORD: _of_word,
    Kind.AUDIO: _of_any,
}
