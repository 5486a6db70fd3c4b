# SPDX-License-Identifier: Apache-2.0
"""How an answer leaves: one JSON object of a published schema, readable text, or a report; whole or not at all."""

import argparse
import json
import math
import os
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal


def as_json(answer: Answer, given: argparse.Namespace) -> str:
    """The object of the contract: schema, version, seed, warnings, then the keys. NaN and infinity become null."""
    from quatrefoil import __version__

    lost: list[str] = []
    keys = {name: _plain(value, name, lost) for name, value in answer.keys.items()}
    warnings = [{"code": code, "text": text} for code, text in answer.warnings]
    if lost:
        words = f"These values are not finite and stand as null: {', '.join(lost)}."
        warnings.append({"code": "not_finite", "text": words})
    head = {"schema": answer.schema, "version": __version__, "seed": getattr(given, "seed", None), "warnings": warnings}
    return json.dumps({**head, **keys}, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _plain(value: Any, name: str, lost: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each, f"{name}.{key}", lost) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, f"{name}[{place}]", lost) for place, each in enumerate(value)]
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        lost.append(name)
        return None
    return value


def as_text(answer: Answer, given: argparse.Namespace) -> str:
    """For people: the answer, then what to mind, then the seed."""
    lines = [answer.text.rstrip(), *(f"Mind: {text}" for _, text in answer.warnings)]
    if getattr(given, "seed", None) is not None:
        lines.append(f"Seed {given.seed}: the same seed gives the same numbers.")
    return "\n".join(lines) + "\n"


def refusal(refused: Refusal, given: argparse.Namespace) -> str:
    """The refusal, as JSON or as sentences."""
    if given.format == "json":
        reasons = [{"code": code, "text": text} for code, text in refused.reasons]
        return json.dumps({"refused": True, "reasons": reasons}, ensure_ascii=False, indent=2) + "\n"
    return "".join(f"Refused: {text}\n" for _, text in refused.reasons)


def write_report(answer: Answer, given: argparse.Namespace) -> None:
    """Write the report that was asked for, if any."""
    if not given.report:
        return None
    kind = Path(given.report).suffix.lower()
    if kind == ".json":
        return write_whole(given.report, as_json(answer, given).encode())
    if answer.report is None:
        raise BadInput("This command writes no report of this kind; ask for .json.")
    from quatrefoil.methods.commands import report

    made = report.as_html(answer.report) if kind == ".html" else report.as_docx(answer.report)
    return write_whole(given.report, made)


def write_whole(path: str, data: bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises BadInput where it cannot be written."""
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise BadInput(f"'{path}' cannot be written: {problem.strerror}.") from None


def schema(name: str) -> dict[str, Any]:
    """A published JSON Schema by its name, such as "estimate-1"."""
    text = (
        resources.files("quatrefoil.methods.commands").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    )
    found: dict[str, Any] = json.loads(text)
    return found
