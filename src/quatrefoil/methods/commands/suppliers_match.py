# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers match`: suppliers of two files that are probably one, or fit the model on your own labels."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal
from quatrefoil.methods.commands.missing import needed
from quatrefoil.methods.commands.suppliers import SCHEMA

if TYPE_CHECKING:
    from quatrefoil.methods.supply_chain.match_model import MatchModel
    from quatrefoil.methods.supply_chain.matching import Matches

SHOWN: Final = 20
A_QUESTION: Final = "Every pair is a question for a person who looks at both; nothing is joined by itself."


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    words = "Find suppliers of two files (or twice in one file) that are probably one and the same."
    made = frame.parser("suppliers match", f"{words} {A_QUESTION}", seeded=False)
    made.add_argument("file", help="supplier_id, name, address, country; with --fit: labelled pairs")
    made.add_argument("other", nargs="?", help="the second file; without it, duplicates within the first")
    made.add_argument(
        "--model", metavar="FILE", help="a model that --fit wrote (default: the one that comes with the package)"
    )
    made.add_argument("--threshold", type=float, default=0.5, help="lowest probability of a pair (default: 0.5)")
    made.add_argument("--candidates", type=int, default=20, help="pairs compared for each supplier (default: 20)")
    fit_options(made, "pairs: label (match or distinct), name_a, address_a, country_a, name_b, address_b, country_b")
    return made


def fit_options(made: argparse.ArgumentParser, words: str) -> None:
    """The options with which a model is fitted."""
    made.add_argument(
        "--fit", metavar="MODEL", help=f"fit a model on FILE, write it here and say how good it is; {words}"
    )
    made.add_argument(
        "--about", default="", metavar="TEXT", help="with --fit: where the labels come from, kept in the model"
    )
    made.add_argument("--licence", default="", metavar="TEXT", help="with --fit: their licence, kept in the model")


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, compare or fit, and put the answer into words."""
    from quatrefoil.methods.supply_chain.errors import BadTable, Refused

    for module in ("rapidfuzz", "anyascii"):
        needed(module, "linkage", "to match suppliers")
    if not 1 <= given.candidates <= 1_000:
        raise BadInput("--candidates is from 1 to 1000.")
    try:
        return _fit(given) if given.fit else _match(given)
    except BadTable as problem:
        raise BadInput(f"{given.file}: {problem}") from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None


def _fit(given: argparse.Namespace) -> Answer:
    from quatrefoil.methods.commands.output import write_whole
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.match_model import REFERENCE_F1, fit

    needed("sklearn", "linkage", "to fit a model")
    model = fit(read(given.file).columns, given.about, given.licence)
    write_whole(given.fit, model.to_json().encode())
    words = (
        f"Fitted on {model.pairs:,} labelled pairs and written to {given.fit}.\n"
        f"F1 of five fixed folds: {model.f1:.3f} (standard error {model.f1_error:.3f}). The reference has {REFERENCE_F1} on its own "
        "112 pairs."
    )
    return Answer(SCHEMA, {"fitted": fitted_keys(model, REFERENCE_F1)}, words)


def fitted_keys(model: Any, reference: float) -> dict[str, Any]:
    """What a fitted model says about itself."""
    names = ("pairs", "statements", "sentences", "criteria", "f1", "f1_error", "f1_by_criterion", "about", "licence")
    return {name: getattr(model, name) for name in names if hasattr(model, name)} | {"f1_of_reference": reference}


def _match(given: argparse.Namespace) -> Answer:
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.matching import match

    model = _model(given.model)
    tables = [read(path).columns for path in (given.file, given.other) if path]
    found = match(tables[0], model, tables[1] if given.other else None, given.threshold, given.candidates)
    keys = {
        "pairs": [
            {
                "left": each.left, "right": each.right, "probability": each.probability,
                "why": [{"feature": name, "alike": value} for name, value in each.why],
            }
            for each in found.pairs
        ],
        "compared": found.compared,
        "model": fitted_keys(model, _reference()),
    }  # fmt: skip
    warnings = [(reason.code, reason.text) for reason in found.warnings] + [("a_question", A_QUESTION)]
    report = None
    if given.report:
        from quatrefoil.methods.commands.suppliers_report import of_matches

        report = of_matches(found, *(names_of(table) for table in tables))
    return Answer(SCHEMA, keys, _text(found), warnings, report)


def _reference() -> float:
    from quatrefoil.methods.supply_chain.match_model import REFERENCE_F1

    return REFERENCE_F1


def _model(path: str | None) -> "MatchModel":
    from quatrefoil.methods.supply_chain.match_model import from_json, shipped

    return from_json(model_text(path), path) if path else shipped()


def model_text(path: str) -> str:
    """The text of a model's file. Refusal where there is none."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal([("model_not_fitted", f"There is no fitted model at '{path}'. Fit one with --fit.")]) from None


def names_of(table: dict[str, list[Any]]) -> dict[str, str]:
    """The name of each supplier."""
    pairs = zip(table["supplier_id"], table["name"], strict=True)
    return {str(key).strip(): str(name or "")[:80] for key, name in pairs}


def _text(found: "Matches") -> str:
    from quatrefoil.methods.supply_chain.matching import in_words

    lines = [f"{found.compared:,} pairs compared; {len(found.pairs):,} are probably one (from {found.threshold:.0%})."]
    lines += [
        f"  {each.probability:5.1%}  {each.left:14.40} {each.right:14.40} {in_words(each)}"
        for each in found.pairs[:SHOWN]
    ]
    if len(found.pairs) > SHOWN:
        lines.append(f"  ... and {len(found.pairs) - SHOWN:,} more; --format json or --report has them all")
    model = found.model
    lines.append(
        f"Model fitted on {model.pairs:,} labelled pairs: F1 {model.f1:.2f} (standard error {model.f1_error:.2f}) in folds; "
        f"reference {_reference()}."
    )
    return "\n".join([*lines, *([f"Labels: {model.about} ({model.licence})."] if model.about else [])])
