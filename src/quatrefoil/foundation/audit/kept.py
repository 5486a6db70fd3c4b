# SPDX-License-Identifier: Apache-2.0
"""Heads kept outside the database, one a line: whoever cuts the log short there is seen here.

The file is meant to lie on another disk, or to be copied to another house (QUATREFOIL_AUDIT_HEADS).
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from quatrefoil.methods.transparency_log import BadHead, SignedHead


def heads_file() -> Path:
    """Where this installation keeps its heads."""
    path: Path = settings.OPTIONS.audit_heads_file()
    return path


def kept_heads(path: Path | None = None) -> tuple[SignedHead, ...]:
    """Every head that was kept, oldest first; raises BadHead for a line that is not one."""
    path = path or heads_file()
    if not path.exists():
        return ()
    return tuple(SignedHead.from_line(line) for line in path.read_bytes().splitlines() if line)


def last_kept(path: Path | None = None) -> SignedHead | None:
    """The newest head that was kept, or None when the file is not there, empty, or ends in something else."""
    path = path or heads_file()
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 2_000))  # a head is shorter than 500 bytes
            lines = file.read().splitlines()
        return SignedHead.from_line(lines[-1]) if lines else None
    except (FileNotFoundError, BadHead):
        return None


def keep(heads: Iterable[SignedHead], path: Path | None = None) -> int:
    """Write heads at the end of the file, down to the disk; returns how many."""
    lines = [head.to_line() for head in heads]
    if not lines:
        return 0
    path = path or heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(b"".join(line + b"\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)
