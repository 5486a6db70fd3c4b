# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil link`: which records speak of the same person, organisation or thing."""

import argparse
import json
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame, output
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.record_linkage import Choices, Decisions, Linkage, Model, ModelCard, Pair, Policy

SCHEMA: Final = "link-1"
LARGE: Final = 30_000_000  # bytes of CSV from which a faster reader takes over
SHOWN: Final = 10


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("link", "Find records that speak of the same person, organisation or thing.")
    made.add_argument("file", help="CSV, XLSX or Parquet; - reads CSV from standard input")
    made.add_argument("other", nargs="?", metavar="FILE2", help="link the records of FILE with those of this file")
    made.add_argument(
        "--threshold", type=float, metavar="P", help="join from this probability on (default: the model picks it)"
    )
    made.add_argument("--model", metavar="FILE", help="use the model of an earlier run instead of learning one")
    made.add_argument("--save-model", metavar="FILE", help="write what was learnt, for --model")
    made.add_argument("--policy", metavar="FILE", help="JSON: which purposes may be joined, and on what basis")
    made.add_argument("--decisions", metavar="FILE", help="what people decided: left, right, decision, by, at, why")
    made.add_argument("--budget", type=int, metavar="N", help="pairs that may be compared (default: 40,000,000)")
    made.add_argument("--largest", type=int, metavar="N", help="records that a machine may join into one (default: 50)")
    made.add_argument("--review", type=int, metavar="N", help="pairs that are listed for review (default: 1,000)")
    made.add_argument("--region", metavar="XX", help="country of phone numbers that are written without one")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    given = parser().parse_args(arguments)
    if given.seed is None:
        given.seed = secrets.randbelow(2**31)
    return frame.run(given, work)


def work(given: argparse.Namespace) -> Answer:
    """Read, link, and put the answer into words."""
    from quatrefoil.methods.commands.missing import needed
    from quatrefoil.methods.record_linkage import BadRecords, Refused, link

    choices = _choices(given)
    needed("splink", "linkage", "to link records")
    try:
        found = link(
            table_of(given.file), table_of(given.other) if given.other else None, model=_model(given),
            policy=_policy(given), decisions=_decisions(given), choices=choices, stage=frame.stage,
        )  # fmt: skip
    except BadRecords as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    if given.save_model:
        _save(given.save_model, found)
    warnings = [(word.code, word.text) for word in found.warnings]
    return Answer(SCHEMA, keys_of(found), _text(found), warnings, _report(given, found))


def _choices(given: argparse.Namespace) -> "Choices":
    from quatrefoil.methods.record_linkage import Choices

    if given.threshold is not None and not 0.0 < given.threshold < 1.0:
        raise BadInput("--threshold is a probability between 0 and 1, such as 0.9.")
    for name in ("budget", "largest"):
        if (value := getattr(given, name)) is not None and value < 1:
            raise BadInput(f"--{name} is a whole number from 1.")
    if given.review is not None and given.review < 0:
        raise BadInput("--review is a whole number from 0.")
    if given.region and not (len(given.region) == 2 and given.region.isascii() and given.region.isalpha()):
        raise BadInput("--region is a country of two letters, such as ET.")
    named = {name: getattr(given, name) for name in ("threshold", "budget", "largest", "review", "seed")}
    region = given.region.upper() if given.region else None
    return Choices(**{name: value for name, value in named.items() if value is not None}, region=region)


def table_of(path: str) -> Any:
    """A table of a file, as columns or as Arrow. Raises BadInput."""
    from quatrefoil.methods.commands import reading

    file = Path(path)
    kind = file.suffix.lower()
    is_large = path != reading.STDIN and file.is_file() and file.stat().st_size > LARGE
    if kind in {".parquet", ".pq"} and file.is_file():
        return _parquet(file)
    if is_large and kind not in {".xlsx", ".xlsm"}:
        return _large_csv(file)
    return reading.read(path).columns


def _parquet(file: Path) -> Any:
    from quatrefoil.methods.commands.missing import needed

    arrow = needed("pyarrow", "linkage", "to read Parquet")
    parquet = needed("pyarrow.parquet", "linkage", "to read Parquet")
    try:
        return parquet.read_table(file)
    except (arrow.ArrowException, OSError) as problem:
        raise BadInput(f"{file}: this is not Parquet ({type(problem).__name__}).") from None


def _large_csv(file: Path) -> Any:
    """A large CSV without a Python object for each cell; every cell stays a text."""
    from quatrefoil.methods.commands.missing import needed

    arrow = needed("pyarrow", "linkage", "to read large files")
    csv = needed("pyarrow.csv", "linkage", "to read large files")
    try:
        with csv.open_csv(file) as opened:
            names = opened.schema.names
        types = csv.ConvertOptions(column_types=dict.fromkeys(names, arrow.string()), strings_can_be_null=True)
        return csv.read_csv(file, convert_options=types)
    except (arrow.ArrowException, OSError) as problem:
        raise BadInput(f"{file}: {' '.join(str(problem).split())[:200]}") from None


def _model(given: argparse.Namespace) -> "Model | None":
    from quatrefoil.methods.record_linkage import model

    return model.read(given.model) if given.model else None


def _policy(given: argparse.Namespace) -> "Policy":
    from quatrefoil.methods.record_linkage import Policy, purposes

    if not given.policy:
        return Policy()
    try:
        return purposes.from_mapping(json.loads(Path(given.policy).read_text(encoding="utf-8")))
    except OSError as problem:
        raise BadInput(f"'{given.policy}' cannot be read: {problem.strerror}.") from None
    except json.JSONDecodeError as problem:
        raise BadInput(f"{given.policy}, line {problem.lineno}: this is not JSON.") from None


def _decisions(given: argparse.Namespace) -> "Decisions":
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.record_linkage import Decisions, decisions

    return decisions.from_columns(read(given.decisions).columns) if given.decisions else Decisions()


def _save(path: str, found: "Linkage") -> None:
    if found.card.model is None:
        raise BadInput("No model was learnt, because there are no persons to compare; leave --save-model away.")
    output.write_whole(path, (json.dumps(found.card.model.as_dict(), indent=2, sort_keys=False) + "\n").encode())


def keys_of(found: "Linkage") -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "pairs": [_pair(pair) for pair in found.pairs],
        "clusters": [list(cluster) for cluster in found.clusters],
        "review": [{**_pair(pair), "reason": _reason(pair)} for pair in found.review],
        "review_total": found.review_total,
        "model": card_of(found.card),
    }


def _pair(pair: "Pair") -> dict[str, Any]:
    probability = None if pair.probability is None else round(pair.probability, 6)
    why = {f"{each.part}: {each.found}": None if each.bits is None else round(each.bits, 2) for each in pair.why}
    return {"left": pair.left, "right": pair.right, "probability": probability, "why": why}


def _reason(pair: "Pair") -> dict[str, str] | None:
    return {"code": pair.reason.code, "text": pair.reason.text} if pair.reason else None


def card_of(card: "ModelCard") -> dict[str, Any]:
    """The model card as plain data."""
    picked, model = card.picked, card.model
    return {
        "version": card.version,
        "backend": card.backend,
        "records": dict(card.records),
        "columns": list(card.columns),
        "rules": [{"rule": each.words, "pairs": each.pairs, "largest_block": each.largest} for each in card.rules],
        "scored": card.scored,
        "learnt_here": card.is_new,
        "sessions": [
            {"same": list(each.rule), "iterations": each.iterations, "matching": each.matching} for each in card.sessions
        ],
        "prior": model.learnt.prior if model else None,
        "threshold": card.threshold,
        "expected": picked and {"precision": picked.precision, "recall": picked.recall, "f1": picked.f1},
        "levels": [
            {"part": part, "level": level, "m": m, "u": u, "bits": bits} for part, level, m, u, bits in (model.bits() if model else ())
        ],
        "largest_cluster": card.largest,
        "sealed": card.sealed,
        "decisions": card.decisions,
        "purposes": list(card.purposes),
        "basis": card.basis,
    }  # fmt: skip


def _text(found: "Linkage") -> str:
    card = found.card
    records = sum(card.records.values())
    joined = sum(len(cluster) for cluster in found.clusters)
    lines = [
        f"{records:,} records. {joined:,} of them form {len(found.clusters):,} clusters; the rest stand alone.",
        f"{len(found.pairs):,} pairs joined. {found.review_total:,} pairs are for a person to look at.",
        threshold_words(card),
    ]
    if found.review:
        lines += ["", "First for review:", *_lines(found.review[:SHOWN])]
    return "\n".join(lines)


def _lines(pairs: "Iterable[Pair]") -> list[str]:
    return [
        f"  {pair.left}  {pair.right}  {percent(pair)}  {pair.reason.text if pair.reason else ''}" for pair in pairs
    ]


def percent(pair: "Pair") -> str:
    """A probability for people."""
    if pair.probability is None:
        return "by rule"
    return f"{pair.probability:.1%}" if pair.probability < 0.9995 else "> 99.9%"


def threshold_words(card: "ModelCard") -> str:
    """Where the machine joins, and how that was picked."""
    if card.model is None:
        return "There were no persons to compare; everything was joined by rule."
    if card.picked is None:
        return f"A machine joined from a probability of {card.threshold:.3f} on, as it was told."
    return (
        f"A machine joined from a probability of {card.threshold:.3f} on: there the model expects the best balance, with "
        f"{card.picked.precision:.1%} of joined pairs right and {card.picked.recall:.1%} of right pairs joined. No labels were used."
    )


def _report(given: argparse.Namespace, found: "Linkage") -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.link_report import of

    return of(given, found)
