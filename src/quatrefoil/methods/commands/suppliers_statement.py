# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers statement`: point at sentences of modern slavery statements, criterion by criterion; no verdict."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal
from quatrefoil.methods.commands.missing import needed
from quatrefoil.methods.commands.suppliers import SCHEMA
from quatrefoil.methods.commands.suppliers_match import fit_options, fitted_keys, model_text

if TYPE_CHECKING:
    from quatrefoil.methods.supply_chain.statement_model import StatementModel
    from quatrefoil.methods.supply_chain.statements import Criterion, Findings, Pointed

SHOWN: Final = 3
LONGEST: Final = 160
END: Final = re.compile(r"\n+|(?<=[^\d][.!?])\s+(?=[^\W\d_a-z])")
NO_VERDICT: Final = (
    "This points at sentences for a person to read. It does not say whether a statement meets a law, and a sentence that it "
    "does not point at may still be the one."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    words = "Point at the sentences of modern slavery statements that speak to each criterion."
    made = frame.parser("suppliers statement", f"{words} {NO_VERDICT}", seeded=False)
    made.add_argument("file", help="a .txt draft, or statement_id and sentence in their order; with --fit: labels too")
    made.add_argument("--model", metavar="FILE", help="a model that --fit wrote; none comes with the package")
    made.add_argument(
        "--mark", type=float, default=0.5, help="strength from which a sentence is pointed at (default: 0.5)"
    )
    fit_options(made, "sentences with a column of 0 and 1 for each criterion")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, point or fit, and put the answer into words."""
    from quatrefoil.methods.supply_chain.errors import BadTable, Refused

    needed("sklearn", "linkage", "to check statements")
    try:
        return _fit(given) if given.fit else _check(given)
    except BadTable as problem:
        raise BadInput(f"{given.file}: {problem}") from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None


def _fit(given: argparse.Namespace) -> Answer:
    from quatrefoil.methods.commands.output import write_whole
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.statements import REFERENCE_F1, fit

    model = fit(read(given.file).columns, given.about, given.licence, Progress("folds"))
    write_whole(given.fit, model.to_json().encode())
    return Answer(SCHEMA, {"fitted": fitted_keys(model, REFERENCE_F1)}, _fitted_text(model, given.fit, REFERENCE_F1))


def _fitted_text(model: "StatementModel", path: str, reference: float) -> str:
    quality = (
        f"Mean F1 of ten fixed folds by statement: {model.f1:.3f} (standard error {model.f1_error:.3f}). The reference has "
        f"{reference} on the 50 gold statements of AIMS.au."
    )
    lines = [
        f"Fitted on {model.sentences:,} sentences of {model.statements:,} statements and written to {path}.",
        quality,
        *(f"  {name:30.60} {value:.2f}" for name, value in zip(model.criteria, model.f1_by_criterion, strict=True)),
    ]
    return "\n".join(lines)


def _check(given: argparse.Namespace) -> Answer:
    from quatrefoil.methods.supply_chain.statement_model import from_json, not_fitted
    from quatrefoil.methods.supply_chain.statements import REFERENCE_F1, check

    if not given.model:
        reason = not_fitted("No model was given, and none comes with the package.")
        raise Refusal([(reason.code, reason.text)])
    model = from_json(model_text(given.model), given.model)
    found = check(_draft(given.file), model, given.mark)
    keys = {"criteria": [_entry(each) for each in found.criteria], "model": fitted_keys(model, REFERENCE_F1)}
    report = None
    if given.report:
        from quatrefoil.methods.commands.suppliers_report import of_statements

        report = of_statements(found, model, NO_VERDICT)
    return Answer(SCHEMA, keys, _text(found, model, REFERENCE_F1), [("no_verdict", NO_VERDICT)], report)


def _draft(path: str) -> dict[str, list[Any]]:
    """The sentences of a table, or of a text whose sentences end with a line, or a stop and a capital letter."""
    from quatrefoil.methods.commands.reading import read

    if not path.lower().endswith(".txt"):
        return read(path).columns
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError:
        raise BadInput(f"There is no file '{path}'.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: this is not UTF-8. Save the file as UTF-8 and try again.") from None
    sentences = [part.strip() for part in END.split(text) if part.strip()]
    if not sentences:
        raise BadInput(f"{path}: there is nothing in it.")
    return {"statement_id": [Path(path).stem] * len(sentences), "sentence": sentences}


def _entry(each: "Criterion") -> dict[str, Any]:
    return {
        "statement_id": each.statement,
        "criterion": each.criterion,
        "sentences": [_pointed(found) for found in each.sentences],
        "nearest": _pointed(each.nearest),
    }


def _pointed(found: "Pointed") -> dict[str, Any]:
    return {"row": found.row, "strength": found.strength, "sentence": found.sentence}


def _text(found: "Findings", model: "StatementModel", reference: float) -> str:
    lines: list[str] = []
    last = None
    for each in found.criteria:
        if each.statement != last:
            lines += ["", f"Statement {each.statement:.60}"]
            last = each.statement
        lines.append(f"  {each.criterion}: {_count(len(each.sentences))}")
        lines += [f"    row {one.row + 1}: {one.sentence:.{LONGEST}}" for one in each.sentences[:SHOWN]]
        if not each.sentences:
            lines.append(f"    nearest, row {each.nearest.row + 1}: {each.nearest.sentence:.{LONGEST}}")
    words = f"Model: mean F1 {model.f1:.2f} (standard error {model.f1_error:.2f}) in folds by statement; reference {reference}."
    return "\n".join([*lines[1:], "", words])


def _count(number: int) -> str:
    return {0: "no sentence reaches the mark; read the nearest", 1: "1 sentence"}.get(number, f"{number} sentences")
