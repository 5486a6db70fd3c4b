# SPDX-License-Identifier: Apache-2.0
"""A file judged and stripped in the sandbox. Nothing here touches the database, and no byte is parsed in this process."""

import base64
from dataclasses import dataclass, field
from typing import Final

from quatrefoil.foundation.documents import codes
from quatrefoil.foundation.documents.codes import COPY_MIME, IMAGES, WITH_PREVIEW, State
from quatrefoil.methods.safe_files import sandbox
from quatrefoil.methods.safe_files.report import FileRefused, FileReport, Verdict
from quatrefoil.methods.safe_files.sandbox import Crashed, OutOfMemory, SandboxError, TimedOut, TooMuchOutput

_FAULTS: Final[dict[type[SandboxError], str]] = {
    TimedOut: codes.TIMED_OUT,
    OutOfMemory: codes.OUT_OF_MEMORY,
    Crashed: codes.CRASHED,
    TooMuchOutput: codes.TOO_MUCH_OUTPUT,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a check. `stripped` and `preview` are None where there is nothing to show."""

    state: str
    kind: str
    reasons: tuple[str, ...] = ()
    mime: str = ""
    stripped: bytes | None = field(default=None, repr=False)
    preview: str | None = field(default=None, repr=False)  # base64, since a page places it as it is


def check(data: bytes, name: str, *, from_stranger: bool) -> Found:
    """Inspect, strip and blur a file. Never raises for a bad file: the answer refuses it and says why.

    from_stranger: it came with a public report, so it waits in quarantine whatever it is.
    """
    try:
        report = sandbox.inspect_file(data, name)
    except SandboxError as fault:
        return Found(State.REFUSED, codes.Kind.UNKNOWN, (_FAULTS.get(type(fault), codes.CRASHED),))
    said = tuple(str(reason) for reason in report.reasons)
    if report.verdict is Verdict.REFUSED:
        return Found(State.REFUSED, report.kind, said)
    if not report.has_stripped_copy:
        return Found(State.ORIGINAL_ONLY, report.kind, said)
    try:
        return _shown(data, report, said, from_stranger=from_stranger)
    except FileRefused as refusal:
        return Found(State.REFUSED, report.kind, (*said, str(refusal.reason)))
    except SandboxError as fault:
        return Found(State.REFUSED, report.kind, (*said, _FAULTS.get(type(fault), codes.CRASHED)))


def _shown(data: bytes, report: FileReport, said: tuple[str, ...], *, from_stranger: bool) -> Found:
    stripped = sandbox.strip_file(data, report.kind)
    preview = base64.b64encode(sandbox.blur_file(data, report.kind)).decode() if report.kind in WITH_PREVIEW else None
    # SAFETY 18: images wait in quarantine in any case.
    waits = from_stranger or report.kind in IMAGES or report.verdict is Verdict.QUARANTINED
    state = State.QUARANTINE if waits else State.CLEAN
    return Found(state, report.kind, said, COPY_MIME[report.kind], stripped, preview)
