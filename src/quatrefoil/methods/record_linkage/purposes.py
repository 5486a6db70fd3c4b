# SPDX-License-Identifier: Apache-2.0
"""Which records may be joined with which: what they are kept for decides, and a written policy opens what is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from quatrefoil.methods.record_linkage.errors import BadRecords, Reason, Refused


@dataclass(frozen=True, slots=True)
class Policy:
    """Which purposes may be joined. may_join: pairs of purposes; basis: the law or agreement that allows it.

    Records of one purpose may always be joined with each other; everything else only when a pair stands here. So records
    of people who were helped never meet those of an investigation by accident.
    """

    may_join: frozenset[frozenset[str]] = frozenset()
    basis: str = ""

    def __post_init__(self) -> None:
        """A policy that opens something says on what basis."""
        if self.may_join and not self.basis.strip():
            raise BadRecords(
                "A policy that lets purposes be joined names its basis: the law or agreement that allows it."
            )

    def allows(self, one: str, other: str) -> bool:
        """Whether records kept for these two purposes may be joined."""
        return one == other or frozenset({one, other}) in self.may_join

    def check(self, purposes: Iterable[str]) -> None:
        """Raise Refused unless all purposes that occur may be joined with each other."""
        reasons = [
            Reason("purposes_may_not_be_joined", _words(one, other))
            for one, other in combinations(sorted(set(purposes)), 2)
            if not self.allows(one, other)
        ]
        if reasons:
            raise Refused(*reasons)


def _words(one: str, other: str) -> str:
    first, second = (f"'{name}'" if name else "no stated purpose" for name in (one, other))
    return (
        f"Records kept for {first} and for {second} may not be joined. If a law or an agreement allows it, name the pair and "
        "that basis in a policy file."
    )


def from_mapping(given: Any) -> Policy:
    """A policy from {"basis": "…", "may_join": [["a", "b"]]}. Raises BadRecords."""
    pairs: Any = given.get("may_join") if isinstance(given, Mapping) else None
    is_right = isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(name, str) for name in pair) for pair in pairs
    )
    if not is_right or not isinstance(given.get("basis", ""), str):
        raise BadRecords('A policy is {"basis": "the law or agreement", "may_join": [["one purpose", "another"]]}.')
    joined = frozenset(frozenset(name.strip().casefold() for name in pair) for pair in pairs)
    return Policy(joined, given.get("basis", ""))
