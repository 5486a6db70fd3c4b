# SPDX-License-Identifier: Apache-2.0
"""The child answers as the functions do, can do nothing else, and every way it fails has a name."""

import datetime
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from quatrefoil.methods.safe_files import sandbox
from quatrefoil.methods.safe_files.report import FileRefused, FileReport, Kind, Reason, Verdict
from quatrefoil.methods.safe_files.sandbox import (
    MEGABYTES,
    Crashed,
    OutOfMemory,
    TimedOut,
    TooMuchOutput,
    blur_file,
    inspect_file,
    run,
    strip_file,
)
from quatrefoil.methods.safe_files.stripping import stripped_copy
from tests.unit.methods import hostile_files as made

ESCAPES = """
import os, socket, sys
sys.path.insert(0, sys.argv[1])
from quatrefoil.methods.safe_files import child
child._load_everything()
child._give_up_rights(5, 1024)
def attempt(name, act):
    try:
        act()
    except FileNotFoundError:
        sys.stdout.write(f"{name}: LOOKED\\n")
    except (OSError, MemoryError):
        sys.stdout.write(f"{name}: refused\\n")
    else:
        sys.stdout.write(f"{name}: DONE\\n")
attempt("read a file", lambda: os.open("/etc/passwd", os.O_RDONLY))
attempt("write a file", lambda: os.open(sys.argv[2] + "/escape", os.O_WRONLY | os.O_CREAT))
attempt("open a socket", lambda: socket.socket())
attempt("start a process", os.fork)
attempt("take two gigabytes", lambda: bytearray(2 * 1024**3))
attempt("delete a file", lambda: os.unlink(sys.argv[2] + "/not there"))
attempt("signal the parent", lambda: os.kill(os.getppid(), 0))
attempt("become another program", lambda: os.execv("/bin/true", ["true"]))
attempt("become root", lambda: os.setuid(0))
sys.stdout.write(f"environment: {set(os.environ) - {'LC_CTYPE'}}\\n")  # what Python itself sets
"""


def test_the_child_cannot_get_out(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-B", "-c", ESCAPES, str(Path(sandbox.__file__).parents[3]), str(tmp_path)]
    answer = subprocess.run(command, env={}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert answer.stdout.splitlines() == [
        "read a file: refused",
        "write a file: refused",
        "open a socket: refused",
        "start a process: refused",
        "take two gigabytes: refused",
        "delete a file: refused",
        "signal the parent: refused",
        "become another program: refused",
        "become root: refused",
        "environment: set()",
    ], answer.stderr


def test_the_child_says_what_the_functions_say() -> None:
    photograph = made.photograph_with_place()
    assert inspect_file(photograph, "a.jpg") == FileReport(
        Kind.JPEG, "image/jpeg", len(photograph), (Reason.LOCATION_INSIDE,)
    )
    assert strip_file(photograph, Kind.JPEG) == stripped_copy(photograph, Kind.JPEG)
    assert made.MARKER not in blur_file(photograph, Kind.JPEG)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (made.photograph_with_place("PNG"), Kind.PNG),
        (made.picture("PNG", mode="P"), Kind.PNG),
        (made.picture("JPEG", mode="CMYK"), Kind.JPEG),
        (made.photograph_with_place("WEBP"), Kind.WEBP),
        (b"\xff\xfe" + "text".encode("utf-16-le"), Kind.TEXT),
        (made.word(made.paragraph("text")), Kind.WORD),
    ],
)
def test_every_kind_is_stripped_without_opening_a_file(data: bytes, kind: Kind) -> None:
    assert strip_file(data, kind) == stripped_copy(data, kind)


def test_a_pdf_is_stripped_without_opening_a_file() -> None:
    assert made.MARKER not in strip_file(made.pdf_with_script(), Kind.PDF)


def test_a_name_with_line_ends_is_only_a_name() -> None:
    assert inspect_file(b"text", "a\nstripped_copy\r\n.exe").reasons == (Reason.NAME_DISAGREES,)
    assert inspect_file(b"text", "\udcff.txt").verdict is Verdict.ACCEPTED


def test_a_refusal_comes_through_with_its_reason() -> None:
    with pytest.raises(FileRefused) as refused:
        strip_file(made.png_that_claims(50_000, 50_000), Kind.PNG)
    assert refused.value.reason is Reason.TOO_MANY_PIXELS


def test_too_large_a_file_does_not_even_reach_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "run", lambda *_, **__: pytest.fail("the child was started"))
    assert inspect_file(bytes(25 * 1024 * 1024 + 1), "a").reasons == (Reason.TOO_LARGE,)


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TimedOut):
        run("stripped_copy", made.pdf(pages=200, size="0 0 1000 1000"), 1, MEGABYTES, argument="pdf")


def test_a_file_that_needs_too_much_memory_is_stopped() -> None:
    picture = made.picture("PNG", size=(8000, 8000), mode="1")
    with pytest.raises(OutOfMemory):
        run("stripped_copy", picture, 20, 256, argument="png")


def test_a_child_that_breaks_is_told_from_one_that_refuses() -> None:
    with pytest.raises(Crashed):
        run("no_such_function", b"x" * 1_000_000, 20, MEGABYTES)


def test_an_answer_that_is_too_long_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "LARGEST_ANSWER", 100)
    with pytest.raises(TooMuchOutput):
        strip_file(b"x" * 1000, Kind.TEXT)


@pytest.mark.parametrize("answer", [b"", b"?", b"-nonsense", b"-\xff", b"Traceback"])
def test_an_answer_nobody_agreed_on_is_a_crash(answer: bytes) -> None:
    with pytest.raises(Crashed):
        sandbox._understood(answer)


def workbook(*rows: list[object]) -> bytes:
    made, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def test_a_workbook_is_read_in_the_child_without_opening_a_file() -> None:
    data = workbook(["name", "n"], ["Амина\u202e", 3], [None, None], ["=1+1", datetime.date(2026, 1, 2)])
    (rows,) = sandbox.read_workbook(data, 10).values()
    assert rows[:2] == [(1, ["name", "n"]), (2, ["Амина\u202e", "3"])]
    assert rows[2][0] == 4
    assert rows[2][1][1].startswith("2026-01-02")


def test_no_more_rows_are_read_than_wanted() -> None:
    (rows,) = sandbox.read_workbook(workbook(*([n] for n in range(1, 9))), 3).values()
    assert [number for number, _texts in rows] == [1, 2, 3]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", made.word(made.paragraph("text"))])
def test_what_is_no_workbook_is_refused_by_the_child(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        sandbox.read_workbook(data, 10)
    assert refused.value.reason is Reason.BROKEN


def test_a_workbook_that_unpacks_to_too_much_is_refused_by_the_child() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    with pytest.raises(FileRefused) as refused:
        sandbox.read_workbook(bomb.getvalue(), 10)
    assert refused.value.reason is Reason.ARCHIVE_BOMB
