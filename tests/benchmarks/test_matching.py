# SPDX-License-Identifier: Apache-2.0
"""5,000 people and 500 beds: without ties, with households and pairs, and with shared rooms as well."""

import time

import pytest

from quatrefoil.methods import matching
from tests.benchmarks.figures import Figure, note
from tests.unit.methods.matching.invented import many

BUDGET_SECONDS = 2


@pytest.mark.parametrize(("pairs", "households", "rooms"), [(0, 0, False), (300, 200, False), (300, 200, True)])
def test_five_thousand_people_and_five_hundred_beds(pairs, households, rooms):
    people, beds, tied = many(5_000, 500, 1, pairs=pairs, households=households)
    if not rooms:
        del beds["room"]
    begun = time.process_time()
    ends = matching.pairs_from(tied) if pairs else ()
    found = matching.match(matching.people_from(people), matching.beds_from(beds), ends)
    took = time.process_time() - begun
    where = f"5,000 people, 500 beds, {pairs} pairs, {households} households{', shared rooms' if rooms else ''}"
    said = f"{took:.2f} s, {found.matched} people placed, at most {found.gap:.1%} below the best"
    print(f"\nmatching, {where}: {said}")  # noqa: T201 - the figure is what a benchmark is for
    note(Figure("matching, CPU", where, said, f"≤ {BUDGET_SECONDS} s", took <= BUDGET_SECONDS))
    assert took <= BUDGET_SECONDS
