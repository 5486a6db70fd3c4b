# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers list`: editions of the US Department of Labor's list of goods, and what changed between them."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal
from quatrefoil.methods.commands.suppliers import NO_VERDICT, SCHEMA

if TYPE_CHECKING:
    from quatrefoil.methods.supply_chain.changes import Changes
    from quatrefoil.methods.supply_chain.editions import Edition

SHOWN: Final = 20
ONE: Final = "There is one edition only, so nothing can be compared. Give an earlier and a later file, or a table of several editions."


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    words = "Read editions of the list of goods produced by child labour or forced labour, and show what changed."
    made = frame.parser("suppliers list", f"{words} {NO_VERDICT}", seeded=False)
    made.add_argument("file", help="an edition, or a table of several: XML of the Department, CSV, XLSX or Parquet")
    made.add_argument("later", nargs="?", help="a later edition to compare with")
    made.add_argument(
        "--edition",
        action="append",
        default=[],
        metavar="NAME",
        help="which edition a file is, such as 2022; once a file",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, count, compare."""
    from quatrefoil.methods.supply_chain.changes import between

    files = [given.file, *([given.later] if given.later else [])]
    names = [*given.edition, *[None] * (len(files) - len(given.edition))]
    if len(names) > len(files):
        raise BadInput("--edition names a file's edition: give it once for each file, in their order.")
    read = [editions(path, name) for path, name in zip(files, names, strict=True)]
    found = [edition for group in read for edition, _ in group]
    warnings = [warning for group in read for _, more in group for warning in more]
    changes = [between(*pair) for pair in pairwise(found)]
    if not changes:
        warnings.append(("one_edition", ONE))
    report = None
    if given.report:
        from quatrefoil.methods.commands.suppliers_report import of_list

        report = of_list(found, changes)
    return Answer(SCHEMA, keys_of(found, changes), _text(found, changes), list(dict.fromkeys(warnings)), report)


def editions(path: str, name: str | None = None) -> "list[tuple[Edition, list[tuple[str, str]]]]":
    """The editions of a file with what to mind about each. Raises BadInput; Refusal where no edition is named."""
    from quatrefoil.methods.supply_chain.errors import BadTable, Refused

    try:
        return _editions(path, name)
    except BadTable as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None


def _editions(path: str, name: str | None) -> "list[tuple[Edition, list[tuple[str, str]]]]":
    from quatrefoil.methods.supply_chain import edition_files

    if not Path(path).is_file():
        raise BadInput(f"There is no file '{path}'.")
    data, source = Path(path).read_bytes(), Path(path).name
    mark = hashlib.sha256(data).hexdigest()
    if path.lower().endswith(".xml"):
        chosen, warnings = _named(name, source)
        return [(edition_files.from_xml(data, chosen, source, mark), warnings)]
    columns, said = _columns(path)
    if said or _has_editions(columns):
        found = edition_files.from_columns(columns, said, source, mark)
        return [(edition, []) for edition in found if name in {None, edition.name}] or _no_such(source, name, found)
    chosen, warnings = _named(name, source)
    return [(edition, warnings) for edition in edition_files.from_columns(columns, chosen, source, mark)]


def _columns(path: str) -> tuple[dict[str, list[Any]], str | None]:
    from quatrefoil.methods.commands.reading import read

    table = read(path)
    said = next((words.split(":", 1)[1].strip() for words in table.comments if words.startswith("edition:")), None)
    return table.columns, said


def _has_editions(columns: dict[str, list[Any]]) -> bool:
    from quatrefoil.methods.supply_chain.edition_files import NAMES
    from quatrefoil.methods.supply_chain.wording import plain

    return any(NAMES.get(plain(column)) == "edition" for column in columns)


def _no_such(source: str, name: str | None, found: "Sequence[Edition]") -> Any:
    raise BadInput(f"'{source}' has no edition '{name}'; it has {', '.join(edition.name for edition in found)}.")


def _named(name: str | None, source: str) -> tuple[str, list[tuple[str, str]]]:
    """The edition that was said, or the year in the name of the file with a warning."""
    from quatrefoil.methods.supply_chain import edition_files

    if name:
        return name, []
    guess = edition_files.label(source)
    if guess == source:
        reason = edition_files.missing_edition(source)
        raise Refusal([(reason.code, reason.text)])
    words = (
        f"The edition is called {guess} after the name of the file '{source}'. If that is wrong, say it with --edition."
    )
    return guess, [("edition_from_file_name", words)]


def described(edition: "Edition") -> dict[str, Any]:
    """An edition as JSON: which it is, and its counts."""
    return {"name": edition.name, "source": edition.source, "sha256": edition.sha256, **edition.counts()}


def keys_of(found: "Sequence[Edition]", changes: "Sequence[Changes]") -> dict[str, Any]:
    """The keys of the contract."""
    rows = [
        {
            "earlier": each.earlier.name, "later": each.later.name, "kind": change.kind, "good": change.good,
            "country": change.country, "text": change.text, "before": change.before and asdict(change.before),
            "after": change.after and asdict(change.after),
        }
        for each in changes
        for change in each.changes
    ]  # fmt: skip
    return {"editions": [described(edition) for edition in found], "changes": rows}


def _text(found: "Sequence[Edition]", changes: "Sequence[Changes]") -> str:
    lines = [counts_in_words(edition) for edition in found]
    for each in changes:
        lines += ["", changes_in_words(each)]
        lines += [f"  {change.good}, {change.country}: {change.text}" for change in each.changes[:SHOWN]]
        if len(each.changes) > SHOWN:
            lines.append(f"  ... and {len(each.changes) - SHOWN} more; --format json or --report has them all")
    return "\n".join([*lines, "", NO_VERDICT])


def counts_in_words(edition: "Edition") -> str:
    """The counts of an edition as a sentence."""
    from quatrefoil.methods.supply_chain.editions import FLAGS, WORDS

    said = [f"{edition.count(flag)} {WORDS[flag]}" for flag in FLAGS if flag in edition.carries]
    silent = [WORDS[flag] for flag in FLAGS if flag not in edition.carries]
    words = f"Edition {edition.name}: {len(edition.goods)} goods, {len(edition.countries)} countries, {len(edition.lines)} lines; "
    return words + ", ".join(said) + (f"; says nothing about: {', '.join(silent)}." if silent else ".")


def changes_in_words(each: "Changes") -> str:
    """How many changes of each kind, as a sentence."""
    from quatrefoil.methods.supply_chain.changes import KINDS

    said = ", ".join(f"{each.count(kind)} {kind}" for kind in KINDS)
    return f"From {each.earlier.name} to {each.later.name}: {said}."
