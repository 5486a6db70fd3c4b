# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers score`: which suppliers there is a reason to look at, and how far a buyer's purchases lead to them."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal
from quatrefoil.methods.commands.suppliers import NO_VERDICT, SCHEMA
from quatrefoil.methods.commands.suppliers_list import described, editions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quatrefoil.methods.supply_chain.editions import Edition
    from quatrefoil.methods.supply_chain.indicators import Indicators
    from quatrefoil.methods.supply_chain.scoring import Scores
    from quatrefoil.methods.supply_chain.tiers import Exposure, Links, Source

SHOWN: Final = 10
MOST_FOLLOWED: Final = 50  # buyers whose sources are named, if none is asked for
NEAR: Final = 3
MOST_UNKNOWN: Final = 200  # goods for which the nearest are looked up
LONGEST: Final = 60  # signs of them


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    words = "Score suppliers by good and country against an edition of the list, every term for itself."
    made = frame.parser(
        "suppliers score", f"{words} What is missing is not scored, never zero. {NO_VERDICT}", seeded=False
    )
    made.add_argument("file", help="supplier_id, name, address, country, good, buys_from, share; CSV, XLSX or Parquet")
    made.add_argument("--list", metavar="FILE", help="an edition of the list of goods (see quatrefoil suppliers list)")
    made.add_argument("--edition", metavar="NAME", help="which edition the list is, or which one of several to take")
    made.add_argument("--countries", metavar="FILE", help="country and one column of numbers for each indicator")
    made.add_argument(
        "--scale", action="append", default=[], metavar="NAME=LOW:HIGH",
        help="the values of an indicator that stand at 0 and at 1; LOW may be the larger (default: those of the file)",
    )  # fmt: skip
    made.add_argument("--weight", action="append", default=[], metavar="TERM=W", help="of a term (default: 1)")
    made.add_argument(
        "--goods", metavar="FILE", help="columns good and listed_good: what your goods are called on the list"
    )
    made.add_argument("--tiers", type=int, default=3, help="how far purchases are followed (default: 3)")
    made.add_argument(
        "--buyer", action="append", default=[], metavar="ID", help="name where the purchases of this buyer lead"
    )
    made.add_argument(
        "--most", type=int, metavar="N", help="print only the first N suppliers and buyers (default: all)"
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, score, follow, and put the answer into words."""
    from quatrefoil.methods.supply_chain.errors import BadTable

    if given.most is not None and given.most < 1:
        raise BadInput("--most is a number from 1.")
    try:
        return _work(given)
    except BadTable as problem:
        raise BadInput(f"{given.file}: {problem}") from None


def _work(given: argparse.Namespace) -> Answer:
    import numpy as np

    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.scoring import score
    from quatrefoil.methods.supply_chain.tiers import exposure, links

    edition, warnings = _edition(given)
    table = _mapped(read(given.file).columns, given.goods)
    scores = score(table, edition, _indicators(given), _weights(given.weight))
    order = scores.order()
    who = links(table, scores) if "buys_from" in table else None
    shown = exposure(scores, who, given.tiers) if who else None
    followed = _followed(given, scores, who, shown) if who and shown else {}
    warnings += [(reason.code, reason.text) for reason in (who.warnings if who else ())] + _about(scores)
    keys = _keys(given, scores, order, shown, followed, np)
    report = None
    if given.report:
        from quatrefoil.methods.commands.suppliers_report import of_scores

        report = of_scores(scores, order, shown, followed, unknown_goods(scores), _names(table))
    return Answer(SCHEMA, keys, _text(scores, order, shown, _names(table)), warnings, report)


def _edition(given: argparse.Namespace) -> "tuple[Edition, list[tuple[str, str]]]":
    if not given.list:
        words = "No edition of the list was given, so there is nothing to score against. Name a file with --list."
        raise Refusal([("list_missing", words)])
    found = editions(given.list, given.edition)
    if len(found) > 1:
        names = ", ".join(edition.name for edition, _ in found)
        words = f"'{given.list}' holds the editions {names}. Choose one with --edition."
        raise Refusal([("edition_missing", words)])
    return found[0]


def _mapped(columns: dict[str, list[Any]], path: str | None) -> dict[str, list[Any]]:
    """The table with its goods under the names of the list."""
    if not path or "good" not in columns:
        return columns
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.wording import plain

    given = read(path).columns
    for name in ("good", "listed_good"):
        if name not in given:
            raise BadInput(f"{path}: the column '{name}' is missing; the columns are {', '.join(given)}.")
    called = {plain(good): listed for good, listed in zip(given["good"], given["listed_good"], strict=True)}
    return {**columns, "good": [called.get(plain(good), good) for good in columns["good"]]}


def _indicators(given: argparse.Namespace) -> "Indicators | None":
    if not given.countries:
        if given.scale:
            raise BadInput("--scale needs --countries: it scales an indicator of that file.")
        return None
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.supply_chain.errors import BadTable
    from quatrefoil.methods.supply_chain.indicators import country_indicators

    try:
        return country_indicators(read(given.countries).columns, dict(map(_scale, given.scale)))
    except BadTable as problem:
        raise BadInput(f"{given.countries}: {problem}") from None


def _scale(text: str) -> tuple[str, tuple[float, float]]:
    name, _, limits = text.rpartition("=")
    low, _, high = limits.partition(":")
    try:
        return name, (float(low), float(high))
    except ValueError:
        raise BadInput(f"--scale is NAME=LOW:HIGH with two numbers, not '{text}'.") from None


def _weights(texts: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in texts:
        name, _, weight = text.rpartition("=")
        try:
            found[name] = float(weight)
        except ValueError:
            raise BadInput(f"--weight is TERM=NUMBER, not '{text}'.") from None
    return found


def _followed(
    given: argparse.Namespace, scores: "Scores", who: "Links", shown: "Exposure"
) -> "dict[str, list[Source]]":
    import numpy as np

    from quatrefoil.methods.supply_chain.tiers import sources

    place = {name: number for number, name in enumerate(who.suppliers)} if given.buyer else {}
    for buyer in given.buyer:
        if buyer not in place:
            raise BadInput(f"There is no supplier '{buyer}' for --buyer.")
    chosen = (
        np.array([place[buyer] for buyer in given.buyer], dtype=np.int64)
        if given.buyer
        else shown.order()[:MOST_FOLLOWED]
    )
    return {
        who.suppliers[at]: found for at, found in zip(chosen, sources(scores, who, chosen, given.tiers), strict=True)
    }


def _keys(
    given: argparse.Namespace, scores: "Scores", order: "NDArray[np.int64]", shown: "Exposure | None",
    followed: "Mapping[str, list[Source]]", np: Any,
) -> dict[str, Any]:  # fmt: skip
    starts = np.searchsorted(scores.line_supplier, np.arange(len(scores.suppliers) + 1))
    return {
        "edition": described(scores.edition),
        "terms": [
            {"term": name, "weight": float(weight)} for name, weight in zip(scores.terms, scores.weights, strict=True)
        ],
        "counts": {status: scores.count(status) for status in _statuses()},
        "scores": [_entry(scores, place, starts) for place in order[: given.most]],
        "exposure": [_exposed(shown, place, followed) for place in shown.order()[: given.most]] if shown else [],
        "unknown_goods": unknown_goods(scores),
    }


def _statuses() -> tuple[str, ...]:
    from quatrefoil.methods.supply_chain.scoring import STATUSES

    return STATUSES


def _entry(scores: "Scores", place: int, starts: Any) -> dict[str, Any]:
    return {
        "supplier_id": scores.suppliers[place],
        "status": _statuses()[scores.status[place]],
        "score": number(scores.score[place]),
        "low": number(scores.low[place]),
        "high": number(scores.high[place]),
        "terms": [term for line in range(starts[place], starts[place + 1]) for term in terms_of(scores, line)],
    }


def number(value: float) -> float | None:
    """A number, or None for NaN: not scored."""
    return None if value != value else float(value)  # noqa: PLR0124 - NaN is not itself


def in_figures(value: float) -> str:
    """A value for people."""
    return "not scored" if number(value) is None else f"{value:.2f}"


def banded(scores: "Scores", place: int) -> str:
    """The score of a supplier, with what it would be if all that is unknown were 0, or 1."""
    if number(scores.score[place]) is None:
        return "not scored"
    return f"{scores.score[place]:.2f} ({scores.low[place]:.2f} to {scores.high[place]:.2f})"


def terms_of(scores: "Scores", line: int) -> Iterator[dict[str, Any]]:
    """Every term of one line of a supplier."""
    from quatrefoil.methods.supply_chain.editions import FLAGS
    from quatrefoil.methods.supply_chain.scoring import REASONS

    good, country = scores.line_good[line], scores.line_country[line]
    listed = scores.listed_as(line)
    for place, name in enumerate(scores.terms):
        value = number(scores.line_values[line, place])
        yield {
            "term": name,
            "good": scores.goods[good] if good >= 0 else None,
            "country": scores.countries[country] if country >= 0 else None,
            "value": value,
            "status": "not scored" if value is None else "scored",
            "reason": REASONS[scores.line_reasons[line, place]],
            "listed_as": listed if name in FLAGS else [],
        }


def _exposed(shown: "Exposure", place: int, followed: "Mapping[str, list[Source]]") -> dict[str, Any]:
    from quatrefoil.methods.supply_chain.tiers import PARTS

    name = shown.suppliers[place]
    tiers = [
        {"tier": tier, **{part: float(value) for part, value in zip(PARTS, shares[place], strict=True)}}
        for tier, shares in enumerate(shown.tiers, start=1)
    ]
    through = [
        {"supplier_id": each.supplier, "share": each.share, "tier": each.tier} for each in followed[name]
    ] if name in followed else None  # fmt: skip
    return {"supplier_id": name, "within": float(shown.within[place]), "tiers": tiers, "through": through}


def unknown_goods(scores: "Scores") -> list[dict[str, Any]]:
    """Goods that the list does not have by this name, with the nearest that it has; a person decides whether it is one."""
    import difflib

    from quatrefoil.methods.supply_chain.wording import good_key

    listed = {good_key(good): good for good in scores.edition.goods}
    unknown = [good for good in scores.goods if not scores.edition.lines_of(good)][:MOST_UNKNOWN]
    found = (
        (good, difflib.get_close_matches(good_key(good)[:LONGEST], listed, n=NEAR, cutoff=0.6)) for good in unknown
    )
    return [{"good": good, "near": [listed[key] for key in keys]} for good, keys in found]


def _about(scores: "Scores") -> list[tuple[str, str]]:
    from quatrefoil.methods.supply_chain.scoring import NO_COUNTRY, NO_GOOD

    reasons = scores.line_reasons[:, 0]
    said = (
        (NO_GOOD, "good_missing", "Lines that do not say what is bought: {:,}. That is a finding; ask."),
        (NO_COUNTRY, "country_missing", "Lines that do not say where it comes from: {:,}. That is a finding; ask."),
    )
    found = [
        (code, text.format(int((reasons == reason).sum()))) for reason, code, text in said if (reasons == reason).any()
    ]
    return [*found, ("no_verdict", NO_VERDICT)]


def _names(table: Mapping[str, list[Any]]) -> dict[str, str]:
    """The first name of each supplier."""
    found: dict[str, str] = {}
    for key, name in zip(table["supplier_id"], table.get("name", ()), strict=False):
        found.setdefault(str(key).strip(), str(name or "")[:80])
    return found


def _text(scores: "Scores", order: "NDArray[np.int64]", shown: "Exposure | None", names: Mapping[str, str]) -> str:
    lines = [
        f"{len(scores.suppliers):,} suppliers against the edition {scores.edition.name} of the list.",
        *(f"  {scores.count(status):>9,}  {status.replace('_', ' ')}" for status in _statuses()),
        "",
        "Where to look first:",
    ]
    for place in order[:SHOWN]:
        said = banded(scores, place)
        key = scores.suppliers[place]
        lines.append(
            f"  {key:12.30} {names.get(key, ''):30.30} {said:24} {_statuses()[scores.status[place]].replace('_', ' ')}"
        )
    if shown is not None and len(shown.order()):
        lines += ["", f"Share of purchases that meets a listed supplier within {len(shown.tiers)} tiers:"]
        lines += [f"  {shown.suppliers[place]:12.30} {shown.within[place]:.1%}" for place in shown.order()[:SHOWN]]
    return "\n".join(lines)
