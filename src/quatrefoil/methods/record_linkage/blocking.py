# SPDX-License-Identifier: Apache-2.0
"""Which pairs are compared at all: the rules, and how many pairs each brings, counted before any is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quatrefoil.methods.record_linkage.errors import Reason, Refused

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BUDGET: Final = 40_000_000  # pairs that all rules together may bring

RULES: Final[tuple[tuple[str, ...], ...]] = (
    ("phone",),
    ("document",),
    ("family_bones", "place"),
    ("given_bones", "place"),
    ("name_bones",),
    ("street", "postcode"),
    ("street", "street_no"),
    ("dob", "family_bones"),
    ("dob", "given_bones"),
    ("dob", "place"),
    ("postcode", "street_no"),
    ("postcode", "family_bones"),
    ("dob", "postcode"),
    ("family_bones", "born_month", "born_day"),
    ("family_bones", "place_bones"),
    ("place", "born_month", "born_day"),
    ("family_bones", "born_year", "born_month"),
    ("street", "place"),
)
"""Two records are compared when all columns of one rule are equal in both. Each rule survives another kind of error."""

WORDS: Final = {
    "phone": "phone",
    "document": "document",
    "family_bones": "consonants of the family name",
    "given_bones": "consonants of the given name",
    "name_bones": "consonants of both names in any order",
    "dob": "date of birth",
    "born_year": "year of birth",
    "born_month": "month of birth",
    "born_day": "day of birth",
    "street": "street",
    "street_no": "house number",
    "place": "place",
    "place_bones": "consonants of the place",
    "postcode": "postcode",
}


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule brings. pairs: before pairs of other rules are taken out; largest: records in its largest block."""

    rule: tuple[str, ...]
    pairs: int
    largest: int

    @property
    def words(self) -> str:
        """The rule in words."""
        return "same " + " and ".join(WORDS.get(column, column) for column in self.rule)


def usable(columns: frozenset[str], rules: Sequence[tuple[str, ...]] = RULES) -> tuple[tuple[str, ...], ...]:
    """The rules for which all columns are there."""
    return tuple(rule for rule in rules if columns.issuperset(rule))


def counted(table: "pa.Table", rules: Sequence[tuple[str, ...]], *, between: bool) -> tuple[RuleCount, ...]:
    """How many pairs each rule brings. between: only pairs of different files (column source_dataset) count."""
    import duckdb

    columns = sorted({column for rule in rules for column in rule})
    # Numbers are grouped several times as fast as texts; two texts with one hash of 64 bits would only add to a count.
    hashed = ", ".join(f"case when {column} is not null then hash({column}) end as {column}" for column in columns)
    with duckdb.connect() as connection:
        connection.register("given", table)
        made = f"create table records as select source_dataset = 'a' as is_first, {hashed or 'null'} from given"  # noqa: S608 - columns are of RULES
        connection.execute(made)
        return tuple(_count(connection, rule, between=between) for rule in rules)


def _count(connection: "duckdb.DuckDBPyConnection", rule: tuple[str, ...], *, between: bool) -> RuleCount:
    columns = ", ".join(rule)
    filled = " and ".join(f"{column} is not null" for column in rule)
    # Sizes are widened first: a block of a million records brings more pairs than 32 bits hold.
    first = "count(*) filter (is_first)::hugeint" if between else "count(*)::hugeint"
    pairs = "f * (n - f)" if between else "n * (n - 1) // 2"
    sql = (
        f"select coalesce(sum({pairs}), 0), coalesce(max(n), 0) from "  # noqa: S608 - columns are of RULES
        f"(select count(*)::hugeint n, {first} f from records where {filled} group by {columns})"
    )
    found = connection.execute(sql).fetchone()
    return RuleCount(rule, int(found[0]), int(found[1])) if found else RuleCount(rule, 0, 0)


def within_budget(counts: Sequence[RuleCount], budget: int) -> None:
    """Raise Refused when the rules together bring more pairs than the budget; the widest rules are named."""
    total = sum(count.pairs for count in counts)
    if total <= budget:
        return
    widest = sorted(counts, key=lambda count: -count.pairs)[:3]
    named = "; ".join(f"'{each.words}' brings {each.pairs:,} (largest block {each.largest:,})" for each in widest)
    words = (
        f"{total:,} pairs would be compared and the budget is {budget:,}. The widest rules: {named}. Empty out cells that "
        "stand for nothing, such as 'unknown', split the file, or raise --budget."
    )
    raise Refused(Reason("pair_budget", words))
