# SPDX-License-Identifier: Apache-2.0
"""How often intervals hold what they should, how often drift is cried where there is none, and the time for 10,000 people."""

import time

import numpy as np
import pytest

from quatrefoil.methods import screening_statistics as s
from tests.benchmarks.figures import Figure, note

TIMES = 2000


def answers(rng, people, items, *, drifting=0.0):
    ability, focal = rng.normal(size=people), rng.integers(2, size=people)
    hard = np.tile(np.linspace(-1.5, 1.5, items), (people, 1))
    hard[:, items // 2] += drifting * focal
    yes = rng.random((people, items)) < 1 / (1 + np.exp(-1.6 * (ability[:, None] - hard)))
    return s.answers_from(
        {"person": range(people), **{f"item_{each}": yes[:, each] for each in range(items)}}
        | {"group": np.where(focal == 1, "b", "a"), "truth": (ability + rng.normal(size=people) > 1).astype(int)}
    )


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(1)
    wanted = 8 * 0.3 / (1 + 7 * 0.3)  # alpha of eight items that correlate by 0.3
    root = np.linalg.cholesky(np.full((8, 8), 0.3) + 0.7 * np.eye(8))
    alphas, areas = [], []
    for _ in range(TIMES):
        found = s.alpha(rng.normal(size=(60, 8)) @ root.T)
        alphas.append(found.low <= wanted <= found.high)
        scores = np.concatenate([rng.normal(size=100), rng.normal(1, 1, 40)])
        limits = s.accuracy_of(scores, np.repeat([0.0, 1.0], [100, 40])).limits
        areas.append(limits[0] <= 0.760250 <= limits[1])  # the normal distribution at 1/sqrt(2)
    for what, kept, least in (
        ("alpha (Feldt), 60 people", alphas, 0.94),
        ("AUC (DeLong), 40 and 100 people", areas, 0.92),
    ):
        share = float(np.mean(kept))
        note(
            Figure(
                f"coverage of {what}", f"{TIMES:,} tables", f"{share:.3f}", f"{least} to 0.965", least <= share <= 0.965
            )
        )
        assert least <= share <= 0.965


def test_drift_is_seen_where_it_is_and_not_where_it_is_not():
    rng = np.random.default_rng(2)
    false = [each.effect for _ in range(100) for each in s.drift_of(answers(rng, 1000, 10))]
    seen = [
        {each.item: each.effect for each in s.drift_of(answers(rng, 1000, 10, drifting=1.0))}["5"] for _ in range(100)
    ]
    cried = 1 - false.count("A") / len(false)
    for what, where, measured, budget, is_within in (
        ("items of class B or C without drift", "1,000 items, 1,000 people", f"{cried:.3f}", "≤ 0.05", cried <= 0.05),
        (
            "drift of 1.6 logits seen as B or C",
            "100 tables, 1,000 people",
            f"{1 - seen.count('A') / 100:.2f}",
            "≥ 0.90",
            seen.count("A") <= 10,
        ),
    ):
        note(Figure(what, where, measured, budget, is_within))
    assert len(false) == 1000 and cried <= 0.05 and seen.count("A") <= 10


@pytest.mark.parametrize(("people", "items"), [(10_000, 20)])
def test_the_time_of_a_large_table(people, items):
    table = answers(np.random.default_rng(3), people, items)
    begun = time.process_time()
    s.assess(table, rng=np.random.default_rng(1), prevalence=0.05)
    took = time.process_time() - begun
    note(
        Figure("screening statistics, CPU", f"{people:,} people, {items} items", f"{took:.1f} s", "≤ 10 s", took <= 10)
    )
    assert took <= 10
