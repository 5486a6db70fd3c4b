# SPDX-License-Identifier: Apache-2.0
"""New records against many that are held: a file that is opened once and answers in well under a second.

The file holds the records of persons in the form in which they are compared, and the model. It is as sensitive as the
records themselves: it lies where the caller says, readable by its owner only.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.record_linkage import backends, blocking, model, pairs, scoring
from quatrefoil.methods.record_linkage.clusters import GUARDS, SEALED
from quatrefoil.methods.record_linkage.errors import BadRecords, Reason
from quatrefoil.methods.record_linkage.model import Model
from quatrefoil.methods.record_linkage.purposes import Policy
from quatrefoil.methods.record_linkage.records import PERSON, Records, prepare
from quatrefoil.methods.record_linkage.results import Pair

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

RARE: Final[tuple[str, ...]] = ("family", "given", "place")  # parts that weigh more when they are rare
FEW: Final = 20  # new records up to which values are asked for one by one
MOST_NEW: Final = 10_000  # records at once; more are two files to link


def build(table: Any, learnt: Model, path: str | Path, *, region: str | None = None) -> int:
    """Write an index of the persons of a table; how many. The file appears whole or not at all. Raises BadRecords."""
    backends.needs_splink()
    import duckdb

    target = Path(path)
    if target.exists():
        raise BadRecords(f"'{target}' is there already. Name a new file.")
    records = prepare(table, region=region)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    old_mask = os.umask(0o077)
    try:
        with duckdb.connect(str(unfinished)) as connection:
            count = _write(connection, records, learnt)
        unfinished.rename(target)
    finally:
        os.umask(old_mask)
        unfinished.unlink(missing_ok=True)
    return count


def _write(connection: "duckdb.DuckDBPyConnection", records: Records, learnt: Model) -> int:
    import pyarrow as pa

    about = pa.table({"record_id": records.ids, "sealed": records.sealed, "purpose": records.purposes})
    everything = pa.table({**{name: records.table[name] for name in records.table.column_names}, **_columns(about)})
    connection.register("given", everything)
    rarity = [name for name in RARE if name in learnt.columns]
    kept = ", ".join(["unique_id", "source_dataset", "record_id", "sealed", "purpose", *sorted(learnt.columns)])
    # Rare values first come together on disk, so that a look-up reads little.
    connection.execute(
        f"create table people as select {kept} from given where type = '{PERSON}' order by name_bones"  # noqa: S608 - names are ours
    )
    for name in rarity:
        connection.execute(
            f"create table tf_{name} as select {name}, count(*) / sum(count(*)) over () as tf_{name} "  # noqa: S608
            f"from people where {name} is not null group by {name}"
        )
    connection.execute("create table model as select ? as text", [json.dumps(learnt.as_dict())])
    found = connection.execute("select count(*) from people").fetchone()
    return int(found[0]) if found else 0


def _columns(table: "pa.Table") -> "dict[str, pa.ChunkedArray]":
    return {name: table[name] for name in table.column_names}


@contextmanager
def opened(path: str | Path) -> Iterator["Index"]:
    """An index that was built, for as long as the block lasts. Raises BadRecords."""
    backends.needs_splink()
    import duckdb

    file = Path(path)
    if not file.is_file():
        raise BadRecords(f"There is no index '{file}'.")
    with backends.duckdb_backend() as place:
        try:
            place.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as held (read_only)")
            (text,) = place.rows("select text from held.model")[0]
        except duckdb.Error:
            raise BadRecords(f"'{file}' is not an index.") from None
        held = place.rows("select count(*), list(distinct purpose) from held.people")[0]
        yield Index(place, model.from_mapping(json.loads(text)), int(held[0]), tuple(held[1] or ()))


@dataclass(frozen=True, slots=True)
class Index:
    """Held records and their model. count: how many; purposes: what they are kept for."""

    place: backends.Backend
    model: Model
    count: int
    purposes: tuple[str, ...]

    def find(self, table: Any, *, policy: Policy | None = None, region: str | None = None) -> tuple[Pair, ...]:
        """Held records that may be the same as new ones, the surest first: left is held, right is new.

        A reason says why a machine would not join the pair: it is not sure enough, or one of both is sealed. Raises
        BadRecords, Refused.
        """
        new = prepare(table, source="b", region=region)
        if len(new) > MOST_NEW:
            raise BadRecords(f"{len(new):,} records are more than {MOST_NEW:,}; link them as two files.")
        (policy or Policy()).check({*self.purposes, *new.purposes})
        self._bring(new)
        rules = blocking.usable(self.model.columns)
        scored = scoring.between(self.place, self.model, rules, "candidates", "incoming", self._rarity())
        return self._pairs(new, scored)

    def _bring(self, new: Records) -> None:
        """The new records, and of those that are held the ones that a rule brings up."""
        self.place.execute("drop table if exists incoming; drop table if exists candidates")
        shift = self.count + 1_000_000_000  # places of new records lie beyond those of all held ones
        kept = ["source_dataset", *sorted(self.model.columns)]
        self.place.lend("brought", new.of_type(PERSON))
        self.place.execute(
            f"create table incoming as select unique_id + {shift} as unique_id, {', '.join(kept)} from brought"  # noqa: S608
        )
        self.place.give_back("brought")
        condition, values = self._condition()
        self.place.execute(
            f"create table candidates as select unique_id, {', '.join(kept)}, record_id, sealed from held.people p "  # noqa: S608
            f"where {condition}",
            values,
        )

    def _condition(self) -> tuple[str, list[str]]:
        """Which held records a rule brings up, and the values it asks for."""
        rules = blocking.usable(self.model.columns)
        if self.place.rows("select count(*) from incoming")[0][0] > FEW:
            # Many new records: each rule is one join.
            return f"p.unique_id in ({' union '.join(_joined(rule) for rule in rules)})", []
        # A few: one walk over the held records that asks for their values is several times as fast.
        parts, values = [], []
        for rule in rules:
            for row in self.place.rows(f"select {', '.join(rule)} from incoming"):  # noqa: S608
                if None not in row:
                    parts.append("(" + " and ".join(f"{column} = ?" for column in _held(rule)) + ")")
                    values += row
        return " or ".join(parts) or "false", values

    def _rarity(self) -> dict[str, str]:
        """How rare the values of the candidates are among all that is held: column -> name of its table."""
        names = {name: f"rarity_{name}" for name in RARE if name in self.model.columns}
        for name, table in names.items():
            self.place.execute(
                f"create or replace table {table} as select {name}, tf_{name} from held.tf_{name} "  # noqa: S608
                f"where {name} in (select {name} from candidates)"
            )
        return names

    def _pairs(self, new: Records, scored: scoring.Between) -> tuple[Pair, ...]:
        names = {
            place: (record, sealed)
            for place, record, sealed in self.place.rows("select unique_id, record_id, sealed from candidates")
        }
        shift = self.count + 1_000_000_000
        made = []
        for row, (left, right, probability) in enumerate(scored.ends()):
            if probability >= pairs.REVIEW_FROM:
                held, is_sealed = names[left]
                is_sealed = is_sealed or new.sealed[right - shift]
                reason = Reason(SEALED, GUARDS[SEALED]) if is_sealed else self._doubt(probability)
                made.append(Pair(held, new.ids[right - shift], probability, scored.why(row), reason))
        return tuple(sorted(made, key=lambda pair: (-(pair.probability or 0.0), pair.left, pair.right)))

    def _doubt(self, probability: float) -> Reason | None:
        return None if probability >= self.model.threshold else pairs.NOT_SURE


def _joined(rule: tuple[str, ...]) -> str:
    equal = " and ".join(f"h.{column} = n.{column}" for column in rule)
    return f"select h.unique_id from held.people h semi join incoming n on {equal}"  # noqa: S608 - names are ours


def _held(rule: tuple[str, ...]) -> list[str]:
    return [f"p.{column}" for column in rule]
