# SPDX-License-Identifier: Apache-2.0
"""Parsing uploads in a child process that can hurt nobody, and what can go wrong with it.

The child gets no environment (so no secret in it), no descriptor but its three pipes, limits on time and memory (see `child`),
and on Linux a filter of system calls (see `system_calls`; x86-64 and arm64). Separate namespaces are not used: they
need rights that a web server should not have. What is left is the kernel itself, and the text of the file.
"""

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from quatrefoil.methods.safe_files.report import LARGEST_FILE, FileRefused, FileReport, Kind, Reason

SECONDS_TO_INSPECT: Final = 20
SECONDS_TO_STRIP: Final = 90
MEGABYTES: Final = 1024  # of address space; decoding 64 million pixels takes 192 to 512
LARGEST_ANSWER: Final = 64 * 1024 * 1024
ANSWERED: Final = b"+"  # the first byte of an answer
REFUSED: Final = b"-"
OUT_OF_MEMORY: Final = b"m"
_PACKAGES: Final = Path(__file__).parents[3]
# `-I` ignores the environment and the working directory; the path is given so that a checkout works like an installation.
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from quatrefoil.methods.safe_files import child; child.main(sys.argv[1], *map(int, sys.argv[2:]))"
)


class SandboxError(Exception):
    """The file could not be processed safely; keep the sealed original and show no copy."""


class TimedOut(SandboxError):
    """The file took longer than allowed."""


class OutOfMemory(SandboxError):
    """The file needs more memory than allowed."""


class Crashed(SandboxError):
    """The parser broke on this file: treat the file as hostile."""


class TooMuchOutput(SandboxError):
    """The result is larger than allowed."""


def inspect_file(data: bytes, declared_name: str) -> FileReport:
    """`inspection.inspect` in the sandbox. Raises SandboxError."""
    if len(data) > LARGEST_FILE:
        return FileReport(Kind.UNKNOWN, "application/octet-stream", len(data), (Reason.TOO_LARGE,))
    answer = run("inspect", data, SECONDS_TO_INSPECT, MEGABYTES, argument=declared_name)
    try:
        return FileReport.from_bytes(answer)
    except ValueError:
        raise Crashed("the child gave no report") from None


def strip_file(data: bytes, kind: Kind) -> bytes:
    """`stripping.stripped_copy` in the sandbox. Raises FileRefused or SandboxError."""
    return run("stripped_copy", data, SECONDS_TO_STRIP, MEGABYTES, argument=kind.value)


def blur_file(data: bytes, kind: Kind) -> bytes:
    """`stripping.blurred_preview` in the sandbox. Raises FileRefused or SandboxError."""
    return run("blurred_preview", data, SECONDS_TO_INSPECT, MEGABYTES, argument=kind.value)


def read_workbook(data: bytes, most_rows: int) -> dict[str, list[tuple[int, list[str]]]]:
    """`workbooks.cells` in the sandbox: for each sheet its rows (number, texts). Raises FileRefused or SandboxError."""
    answer = run("workbook_cells", data, SECONDS_TO_INSPECT, MEGABYTES, argument=str(most_rows))
    try:
        sheets = json.loads(answer)
        return {
            str(name): [(int(number), [str(text) for text in texts]) for number, texts in rows]
            for name, rows in sheets.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Crashed("the child gave no cells") from None


def run(function_name: str, payload: bytes, seconds: int, megabytes: int, *, argument: str = "") -> bytes:
    """The answer of one of the child's functions for `payload`.

    seconds: of time on the clock and of processor time. megabytes: of address space. argument: a name or a kind.
    Raises FileRefused, TimedOut, OutOfMemory, Crashed or TooMuchOutput.
    """
    heading = f"{' '.join(argument.splitlines())}\n".encode(errors="replace")
    command = [sys.executable, "-I", "-B", "-c", _START, str(_PACKAGES), function_name, str(seconds), str(megabytes)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    # Errors of the parser go nowhere: they can hold pieces of the file.
    with subprocess.Popen(  # noqa: S603 (our own interpreter, our own code)
        command, stdin=pipe, stdout=pipe, stderr=nowhere, env={}, cwd="/", close_fds=True, start_new_session=True
    ) as child:
        answer, timed_out = _exchange(child, heading + payload, seconds)
    if timed_out:
        raise TimedOut(f"{function_name} took longer than {seconds} seconds")
    return _understood(answer)


def _exchange(child: subprocess.Popen[bytes], sent: bytes, seconds: int) -> tuple[bytes, bool]:
    """What the child wrote, and whether it had to be ended because its time was over."""
    if child.stdin is None or child.stdout is None:
        raise Crashed("the child has no pipes")
    time_is_over = threading.Event()
    clock = threading.Timer(seconds, _end, args=(child, time_is_over))
    writer = threading.Thread(target=_write, args=(child.stdin, sent), daemon=True)
    clock.start()
    writer.start()
    try:
        answer = child.stdout.read(LARGEST_ANSWER + 2)
    finally:
        child.kill()
        clock.cancel()
        writer.join()
    return answer, time_is_over.is_set()


def _end(child: subprocess.Popen[bytes], time_is_over: threading.Event) -> None:
    time_is_over.set()
    child.kill()


def _write(pipe: IO[bytes], sent: bytes) -> None:
    # A child that refuses early closes the pipe; what it said is read all the same.
    with contextlib.suppress(BrokenPipeError):
        pipe.write(sent)
        pipe.close()


def _understood(answer: bytes) -> bytes:
    status, rest = answer[:1], answer[1:]
    if status == OUT_OF_MEMORY:
        raise OutOfMemory("the file needs more memory than allowed")
    if len(rest) > LARGEST_ANSWER:
        raise TooMuchOutput("the result is larger than allowed")
    if status == REFUSED and rest.decode(errors="replace") in set(Reason):
        raise FileRefused(Reason(rest.decode()))
    if status != ANSWERED:
        raise Crashed("the parser broke on this file")
    return rest
