# SPDX-License-Identifier: Apache-2.0
"""What was found out about a file, in codes. Whoever shows them to a person finds the words."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kinds of file that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    TEXT = "text"
    WORD = "word"
    AUDIO = "audio"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """What speaks against a file, or should be known about it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    PROGRAM = "program"
    CANNOT_BE_SHOWN = "cannot_be_shown"  # HEIC and video: ask for a JPEG, or for a voice recording
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    ARCHIVE_BOMB = "archive_bomb"
    TRAILING_DATA = "trailing_data"
    ARCHIVE_INSIDE = "archive_inside"
    ACTIVE_CONTENT = "active_content"
    HIDDEN_MARKS = "hidden_marks"
    NAME_DISAGREES = "name_disagrees"
    LOCATION_INSIDE = "location_inside"


class Verdict(StrEnum):
    """What to do with a file. Images wait in quarantine in any case: that is the rule of the room, not of the file."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


REFUSING: Final = frozenset(
    {
        Reason.EMPTY,
        Reason.TOO_LARGE,
        Reason.UNKNOWN_KIND,
        Reason.PROGRAM,
        Reason.CANNOT_BE_SHOWN,
        Reason.ENCRYPTED,
        Reason.BROKEN,
        Reason.TOO_MANY_PIXELS,
        Reason.TOO_MANY_PAGES,
        Reason.ARCHIVE_BOMB,
    }
)
NOTES: Final = frozenset({Reason.LOCATION_INSIDE})

LARGEST_FILE: Final = 25 * 1024 * 1024
MOST_PIXELS: Final = 64_000_000  # above the cameras of common phones; 192 MB when decoded
MOST_PAGES: Final = 200


class FileRefused(Exception):
    """This file is not processed; `reason` says why, and a person is asked for another one."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FileReport:
    """What `inspect` found. mime: of the original. size: bytes. reasons: in the order of `Reason`."""

    kind: Kind
    mime: str
    size: int
    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Refused when any reason refuses; quarantined when any other speaks against it; else accepted."""
        if REFUSING & set(self.reasons):
            return Verdict.REFUSED
        return Verdict.QUARANTINED if set(self.reasons) - NOTES else Verdict.ACCEPTED

    @property
    def has_stripped_copy(self) -> bool:
        """Whether `stripped_copy` can make something that people may open; recordings stay sealed."""
        return self.verdict is not Verdict.REFUSED and self.kind is not Kind.AUDIO

    def to_bytes(self) -> bytes:
        """The report as the sandboxed child writes it."""
        return json.dumps([self.kind, self.mime, self.size, list(self.reasons)]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "FileReport":
        """The report that `to_bytes` wrote; ValueError for anything else."""
        try:
            kind, mime, size, reasons = json.loads(data)
            return cls(Kind(kind), str(mime), int(size), tuple(Reason(reason) for reason in reasons))
        except TypeError:
            raise ValueError("not a report") from None
