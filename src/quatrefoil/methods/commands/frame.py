# SPDX-License-Identifier: Apache-2.0
"""What every method command shares: options, exit codes, progress, and the one way an answer or a refusal leaves."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quatrefoil.methods.commands.report import Report

DONE, BUG, BAD_INPUT, REFUSED = 0, 1, 2, 3
SECONDS_BETWEEN_LINES: Final = 10.0  # of progress where nobody watches a terminal
REPORTS: Final = (".html", ".docx", ".json")


class BadInput(Exception):
    """The input cannot be used: one line that names row, column and what to do."""


class Refusal(Exception):
    """There is no honest answer. reasons: (code, text) pairs."""

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(text for _, text in reasons))
        self.reasons: Final = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found. keys: of the JSON object; text: for people; warnings: (code, text)."""

    schema: str
    keys: Mapping[str, Any]
    text: str
    warnings: Sequence[tuple[str, str]] = ()
    report: "Report | None" = None


def one_thread() -> None:
    """Let numerical libraries use one thread: the arrays are small, and idle threads would only burn a second core.

    Must be called before numpy is imported. What the user has set stands.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def parser(name: str, description: str, *, seeded: bool = True) -> argparse.ArgumentParser:
    """A parser with the options that every method command has."""
    made = argparse.ArgumentParser(prog=f"quatrefoil {name}", description=description)
    made.add_argument(
        "--format", choices=["text", "json"], default="text", help="what standard output holds (default: text)"
    )
    made.add_argument("--report", metavar="FILE", help="also write a report: .html, .docx or .json")
    if seeded:
        made.add_argument("--seed", type=int, help="for the same random numbers again (default: a new one, printed)")
    return made


def run(given: argparse.Namespace, work: Callable[[argparse.Namespace], Answer]) -> int:
    """Do the work and answer; the exit code. Errors of a kind that is not foreseen pass through: they are bugs."""
    from quatrefoil.methods.commands import output

    try:
        if given.report:
            _refuse_unknown_report(given.report)
        answer = work(given)
        output.write_report(answer, given)
        sys.stdout.write(output.as_json(answer, given) if given.format == "json" else output.as_text(answer, given))
    except BadInput as problem:
        sys.stderr.write(f"quatrefoil: {problem}\n")
        return BAD_INPUT
    except Refusal as refusal:
        sys.stdout.write(output.refusal(refusal, given))
        return REFUSED
    return DONE


def _refuse_unknown_report(path: str) -> None:
    if not path.lower().endswith(REPORTS):
        raise BadInput(f"A report ends in {', '.join(REPORTS)}; '{path}' does not.")


class Progress:
    """Progress on standard error: one line that changes on a terminal, a line now and then elsewhere."""

    def __init__(self, what: str) -> None:
        self.what, self.last, self.is_terminal = what, 0.0, sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is."""
        now = time.monotonic()
        is_last = done >= total
        if not is_last and now - self.last < (0.2 if self.is_terminal else SECONDS_BETWEEN_LINES):
            return
        self.last = now
        line = f"{self.what}: {done:,} of {total:,}"
        if self.is_terminal:
            sys.stderr.write(f"\r{line:<70}" + ("\n" if is_last else ""))
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def stage(words: str) -> None:
    """Say on standard error what is being done."""
    sys.stderr.write(f"{words} ...\n")
    sys.stderr.flush()
