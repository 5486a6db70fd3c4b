# SPDX-License-Identifier: Apache-2.0
"""What documents need from rooms that stand after this one; each declares its answer in its app's `ready`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from quatrefoil.foundation.identity.actors import Actor

# Carries a notice: (holder, code, document id).
Notifier = Callable[[UUID, str, UUID], object]
NOTIFIERS: list[Notifier] = []


class Known(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> UUID:
        """Its id."""
        ...


class Came(Protocol):
    """A file as it came."""

    @property
    def name(self) -> str:
        """What the sender's device called it."""
        ...

    @property
    def data(self) -> bytes:
        """Its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where the files of a public report are: (actor, report) lists them; (actor, report, id, purpose) opens one."""

    of_report: Callable[[Actor, UUID], Sequence[Known]]
    opened: Callable[[Actor, UUID, UUID, str], Came]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Which answers a signed sheet may belong to: (actor, file) gives (id, words); and how it is kept with one."""

    choices: Callable[[Actor, UUID], Sequence[tuple[UUID, str]]]
    keep: Callable[[Actor, UUID, UUID], object]


@dataclass(frozen=True, slots=True)
class Printable:
    """A sheet that can be printed for a file: `made(actor, file, language)` gives the PDF. `part`: what its reader must see."""

    key: str
    label: str | Promise
    hint: str | Promise
    made: Callable[[Actor, UUID, str], bytes]
    kinds: frozenset[str]
    part: str
    right: str


PRINTABLES: dict[str, Printable] = {}
REPORT_FILES: list[ReportFiles] = []
SHEETS: list[Sheets] = []


def register_notifier(notifier: Notifier) -> Notifier:
    """Declare who carries notices. Codes only: a notice has no content."""
    NOTIFIERS.append(notifier)
    return notifier


def register_report_files(
    of_report: Callable[[Actor, UUID], Sequence[Known]], opened: Callable[[Actor, UUID, UUID, str], Came]
) -> None:
    """Declare where the files of public reports are."""
    REPORT_FILES.append(ReportFiles(of_report, opened))


def register_sheets(
    choices: Callable[[Actor, UUID], Sequence[tuple[UUID, str]]], keep: Callable[[Actor, UUID, UUID], object]
) -> None:
    """Declare which answers of a person a signed sheet may belong to; `keep(actor, answer, document)` links it."""
    SHEETS.append(Sheets(choices, keep))


def register_printable(printable: Printable) -> Printable:
    """Declare a sheet for the print menu of a record: a safety plan, a summary for the person."""
    PRINTABLES[printable.key] = printable
    return printable


def notify(holder: UUID, code: str, document: UUID) -> None:
    """Tell a holder something about a document."""
    for notifier in NOTIFIERS:
        notifier(holder, code, document)
