# SPDX-License-Identifier: Apache-2.0
"""Zip containers opened with guards, and the text of a Word document taken out of one."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as Xml

from quatrefoil.methods.safe_files.report import FileRefused, Reason

MOST_MEMBERS: Final = 2000
LARGEST_CONTENT: Final = 100 * 1024 * 1024
LARGEST_TEXT_PART: Final = 10 * 1024 * 1024  # its tree takes some twenty times as much memory
HIGHEST_RATIO: Final = 200  # text and XML reach about 20; a bomb reaches 1000 and more
_SMALL: Final = 1024 * 1024  # members below this size may have any ratio
_BODY: Final = "word/document.xml"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH: Final = _WORD + "p"
_BREAKS: Final = {_WORD + "tab": "\t", _WORD + "br": "\n", _WORD + "cr": "\n"}
_ACTIVE_ENDS: Final = (".bin", ".exe", ".js", ".vbs")
_END_OF_ARCHIVE: Final = b"PK\x05\x06"
_LONGEST_ARCHIVE_END: Final = 22 + 65_535  # the end record and its comment


def ends_with_archive(data: bytes) -> bool:
    """Whether a zip program would open this file, whatever stands before the archive."""
    return _END_OF_ARCHIVE in data[-_LONGEST_ARCHIVE_END:]


def is_word(data: bytes) -> bool:
    """Whether this is a zip container with the body of a Word document. Raises FileRefused when it is a bomb."""
    return _BODY in _opened(data).namelist()


def has_active_members(data: bytes) -> bool:
    """Whether the document brings macros or embedded objects, or fetches a template from elsewhere."""
    archive = _opened(data)
    names = archive.namelist()
    if any(name.lower().endswith(_ACTIVE_ENDS) or "/embeddings/" in name.lower() for name in names):
        return True
    links = (_member(archive, name) for name in names if name.endswith(".rels"))
    return any(b"External" in part and b"attachedTemplate" in part for part in links)


def text_of_word(data: bytes) -> str:
    """The paragraphs of a Word document as text; deleted text, pictures and everything else stay behind."""
    tree = _parsed(_member(_opened(data), _BODY))
    return "\n".join("".join(_pieces(paragraph)) for paragraph in tree.iter(_PARAGRAPH)) + "\n"


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a member, never more than the limit. zipfile stops at the declared size, which `_opened` checked."""
    try:
        with archive.open(name) as member:
            content = member.read(LARGEST_TEXT_PART + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        # All of these come from zipfile for members that are not what the directory says.
        raise FileRefused(Reason.BROKEN) from None
    if len(content) > LARGEST_TEXT_PART:
        raise FileRefused(Reason.ARCHIVE_BOMB)
    return content


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        raise FileRefused(Reason.BROKEN) from None
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(Reason.ENCRYPTED)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_CONTENT:
        raise FileRefused(Reason.ARCHIVE_BOMB)
    if any(member.file_size > max(_SMALL, HIGHEST_RATIO * member.compress_size) for member in members):
        raise FileRefused(Reason.ARCHIVE_BOMB)
    return archive


def _parsed(body: bytes) -> Xml.Element:
    """The XML tree; a document type or another encoding than UTF-8 is refused, so there are no entities to expand."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(Reason.BROKEN) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FileRefused(Reason.ARCHIVE_BOMB)
    try:
        return Xml.fromstring(text.encode(), parser=Xml.XMLParser(encoding="utf-8"))  # noqa: S314 (see above)
    except Xml.ParseError:
        raise FileRefused(Reason.BROKEN) from None


def _pieces(paragraph: Xml.Element) -> Iterator[str]:
    """The text of one paragraph in order, without that of text boxes, whose paragraphs come by themselves."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _PARAGRAPH:
            continue
        if element.tag == _WORD + "t":
            yield element.text or ""
        yield _BREAKS.get(element.tag, "")
        waiting.extend(reversed(element))
