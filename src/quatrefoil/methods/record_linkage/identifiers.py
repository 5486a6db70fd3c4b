# SPDX-License-Identifier: Apache-2.0
"""Phones, vehicles, documents, accounts, addresses and organisations: joined by rule, since a number is itself or is not.

Nothing is estimated here, so these pairs carry no probability. An organisation needs more than its name: the same name
alone is a question for a person.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from quatrefoil.methods.record_linkage.errors import Reason, Refused
from quatrefoil.methods.record_linkage.records import PERSON, TYPES
from quatrefoil.methods.record_linkage.results import Because

if TYPE_CHECKING:
    import pyarrow as pa

NAME_ALONE: Final = Reason("name_alone", "Only the name is the same. Many organisations share one.")
NO_PLACE: Final = Reason("no_place", "Street and number are the same, and neither place nor postcode agrees.")

_KEYS: Final = {
    "phone": ("phone",),
    "vehicle": ("plate",),
    "document": ("document_kind", "document"),
    "account": ("account",),
    "address": ("street", "street_no"),
    "organisation": ("organisation",),
}
_SUPPORT: Final = {
    "address": (("place", "place"), ("postcode", "postcode")),
    "organisation": (("phone", "phone"), ("document", "document"), ("street", "street"), ("postcode", "postcode")),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pair by rule. left, right: places of records; reason: why it is only for review, or None when it is joined."""

    left: int
    right: int
    why: tuple[Because, ...]
    reason: Reason | None


def found(table: "pa.Table", *, between: bool, budget: int) -> Iterator[Found]:
    """Pairs of all types but persons. between: only of different files. Raises Refused above the budget."""
    import pyarrow.compute as pc

    for kind in TYPES:
        if kind != PERSON:
            rows = table.filter(pc.equal(table["type"], kind)).to_pylist()
            yield from _of_kind(kind, rows, between=between, budget=budget)


def _of_kind(kind: str, rows: Sequence[dict[str, str]], *, between: bool, budget: int) -> Iterator[Found]:
    blocks: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        key = tuple(row[column] for column in _KEYS[kind])
        if all(cell is not None for cell in key):
            blocks[key].append(row)
    pairs = sum(len(block) * (len(block) - 1) // 2 for block in blocks.values())
    if pairs > budget:
        words = f"The rule 'same {kind}' brings {pairs:,} pairs and the budget is {budget:,}. Empty out cells that stand for nothing."
        raise Refused(Reason("pair_budget", words))
    for block in blocks.values():
        for place, left in enumerate(block):
            for right in block[place + 1 :]:
                if not between or left["source_dataset"] != right["source_dataset"]:
                    yield _pair(kind, left, right)


def _pair(kind: str, left: dict[str, str], right: dict[str, str]) -> Found:
    ends = sorted((int(left["unique_id"]), int(right["unique_id"])))
    why = [Because("name" if kind == "organisation" else kind, "equal", None)]
    shared = [words for column, words in _SUPPORT.get(kind, ()) if left[column] and left[column] == right[column]]
    why += [Because(words, "equal", None) for words in shared]
    doubt = {"organisation": NAME_ALONE, "address": NO_PLACE}.get(kind)
    return Found(ends[0], ends[1], tuple(why), None if shared else doubt)
