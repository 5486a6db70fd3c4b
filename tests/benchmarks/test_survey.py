# SPDX-License-Identifier: Apache-2.0
"""How often intervals hold the truth when whole villages are drawn, beside those that ignore it, and the time for 100,000 rows."""

import time

import numpy as np

from quatrefoil.methods import survey
from quatrefoil.methods.intervals import wilson
from tests.benchmarks.figures import Figure, note

TIMES, VILLAGES, PEOPLE = 1000, 30, 20


def drawn(rng, share, villages=VILLAGES, people=PEOPLE):
    """Answers in villages whose shares differ (a beta distribution with a correlation of 0.1 within villages)."""
    own = rng.beta(share * 9, (1 - share) * 9, villages)
    return own, rng.random((villages, people)) < own[:, None]


def noted(what, share, least):
    note(
        Figure(
            what,
            f"{TIMES:,} surveys of {VILLAGES} villages",
            f"{share:.3f}",
            f"{least} to 0.97",
            least <= share <= 0.97,
        )
    )
    assert least <= share <= 0.97


def test_intervals_of_shares_hold_the_truth_when_villages_are_drawn():
    rng = np.random.default_rng(1)
    for share in (0.1, 0.4):
        kept, naive = [], []
        for _ in range(TIMES):
            _own, yes = drawn(rng, share)
            table = {"value": yes.ravel(), "weight": np.ones(yes.size), "psu": np.repeat(np.arange(VILLAGES), PEOPLE)}
            (found,) = survey.analyse(survey.responses_from(table)).estimates
            kept.append(found.low <= share <= found.high)
            low, high = wilson(yes.sum(), yes.size)
            naive.append(low <= share <= high)
        noted(f"coverage of a share of {share}", float(np.mean(kept)), 0.93)
        ignoring = float(np.mean(naive))
        note(Figure(f"the same, ignoring villages, {share}", f"{TIMES:,} surveys", f"{ignoring:.3f}", "none", None))
        assert ignoring < 0.9


def test_intervals_of_a_difference_in_differences_hold_the_truth():
    rng, kept = np.random.default_rng(2), []
    for _ in range(TIMES):
        values, psus, waves, arms = [], [], [], []
        own, _yes = drawn(rng, 0.4)
        for village in range(VILLAGES):
            reached = village % 2
            for wave in (1, 2):
                share = own[village] + (0.1 * (1 - own[village])) * (wave - 1) * (1 + reached)
                values += list(rng.random(PEOPLE) < share)
                psus += [village] * PEOPLE
                waves += [wave] * PEOPLE
                arms += [str(reached)] * PEOPLE
        table = {"value": values, "weight": np.ones(len(values)), "psu": psus, "wave": waves, "arm": arms}
        change = survey.analyse(survey.responses_from(table)).change
        kept.append(change.low <= 0.06 <= change.high)  # 0.1 of the 0.6 who do not know, more than in the comparison
    noted("coverage of a difference in differences", float(np.mean(kept)), 0.93)


def test_the_time_of_a_large_survey():
    rng = np.random.default_rng(3)
    people = 100_000
    table = {
        "value": rng.integers(2, size=people), "weight": rng.uniform(0.5, 2, people), "stratum": rng.integers(20, size=people),
        "psu": rng.integers(100, size=people), "wave": rng.integers(1, 3, size=people), "arm": rng.integers(2, size=people),
    }  # fmt: skip
    begun = time.process_time()
    survey.analyse(survey.responses_from(table))
    took = time.process_time() - begun
    note(
        Figure("survey, CPU", f"{people:,} people, 2,000 PSUs, two waves and arms", f"{took:.1f} s", "≤ 5 s", took <= 5)
    )
    assert took <= 5
