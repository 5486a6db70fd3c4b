# SPDX-License-Identifier: Apache-2.0
"""The process in which uploads are parsed. It starts, gives up every right it can, reads one file, answers, and ends.

Before the first byte of the file is read it can no longer open files or sockets (no descriptor beyond the three it has),
write to disk, start processes, or use more memory and time than allowed; started as root it becomes nobody; and the
kernel refuses it every system call that a parser does not need.
"""

import codecs
import os
import resource
import sys
from collections.abc import Callable
from typing import Final

# Pillow imports some of these only when a picture needs them; by then no file can be opened any more.
from PIL import Image, ImageCms, ImageColor, ImageFilter, ImagePalette, TiffImagePlugin, TiffTags  # noqa: F401

from quatrefoil.methods.safe_files import system_calls, workbooks
from quatrefoil.methods.safe_files.inspection import inspect
from quatrefoil.methods.safe_files.report import FileRefused, Kind
from quatrefoil.methods.safe_files.sandbox import ANSWERED, OUT_OF_MEMORY, REFUSED
from quatrefoil.methods.safe_files.stripping import blurred_preview, stripped_copy

_NOBODY: Final = 65_534  # the kernel's overflow id, "nobody" on every distribution

FUNCTIONS: Final[dict[str, Callable[[bytes, str], bytes]]] = {
    "inspect": lambda data, name: inspect(data, name).to_bytes(),
    "stripped_copy": lambda data, kind: stripped_copy(data, Kind(kind)),
    "blurred_preview": lambda data, kind: blurred_preview(data, Kind(kind)),
    "workbook_cells": lambda data, most: workbooks.cells(data, int(most)),
}


def main(function: str, seconds: int, megabytes: int) -> None:
    """Read argument and file from standard input; write one answer to standard output."""
    _load_everything(function)
    _give_up_rights(seconds, megabytes)
    argument = sys.stdin.buffer.readline()[:-1].decode()
    try:
        answer = ANSWERED + FUNCTIONS[function](sys.stdin.buffer.read(), argument)
    except FileRefused as refusal:
        answer = REFUSED + refusal.reason.encode()
    except MemoryError:
        answer = OUT_OF_MEMORY
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # Straight out: no finaliser of a parser may run on what the file left behind.
    os._exit(0)


def _load_everything(function: str = "") -> None:
    """Load now what is loaded on first use otherwise; the reader of workbooks only for a workbook, since it takes longer."""
    Image.preinit()
    for encoding in ("utf-8-sig", "utf-16-le", "utf-16-be", "cp437", "latin-1", "unicode_escape"):
        codecs.lookup(encoding)
    if function == "workbook_cells":
        workbooks.load()


def _give_up_rights(seconds: int, megabytes: int) -> None:
    limits = {
        resource.RLIMIT_AS: megabytes * 1024 * 1024,
        resource.RLIMIT_CPU: seconds + 1,  # should the parent's clock fail; it says what happened, the kernel only ends
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,  # a core dump would hold the file
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (lowest, lowest))
    if os.geteuid() == 0:
        # RLIMIT_NPROC does not bind root. A container that has no such id has to run the server as somebody else.
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    system_calls.forbid_all_others()
