# SPDX-License-Identifier: Apache-2.0
"""10,000 draws of an index of 200 districts and 23 indicators, and 200 small areas, in CPU seconds of one thread."""

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest

from quatrefoil.methods.composite_index import composite_index
from quatrefoil.methods.small_areas import fay_herriot, shrunken_rates
from tests.benchmarks.figures import Figure, note
from tests.unit.methods.composite_index.invented import asem, districts
from tests.unit.methods.small_areas import test_means, test_rates

DRAWS, DISTRICTS, INDICATORS = 10_000, 200, 23


def spent(work):
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun


def say(what, where, said, budget, is_within):
    print(f"\n{what}, {where}: {said}")  # noqa: T201 - the figure is what a benchmark is for
    note(Figure(what, where, said, budget, is_within))
    assert is_within is not False


@pytest.mark.parametrize(
    ("gaps", "shared", "kind"), [(0.0, 0.7, "correlated"), (0.1, 0.7, "correlated, gaps"), (0.0, 0.0, "uncorrelated")]
)
def test_ten_thousand_draws(gaps, shared, kind):
    places = districts(DISTRICTS, INDICATORS, gaps=gaps, shared=shared)
    found, took = spent(lambda: composite_index(places, draws=DRAWS, rng=np.random.default_rng(1)))
    where = f"{DRAWS:,} draws, {len(found.scores)} districts, {INDICATORS} indicators, {kind}"
    say("composite index, CPU", where, f"{took:.2f} s", "≤ 3 s", took <= 3)
    widths = [each.rank_high - each.rank_low + 1 for each in found.scores]
    nominal = sum(each.p_top > 0.9 for each in found.scores if each.rank <= 20)
    between = sum(0.1 < each.p_top < 0.9 for each in found.scores)
    words = f"median width {np.median(widths):.0f}; of the first 20 {nominal} have P(top {found.top}) > 0.9; {between} places between 0.1 and 0.9"
    say("composite index, 90% intervals of ranks", where, words, "", None)


def test_the_published_index(reference_data):
    places, published = asem(reference_data)
    found, took = spent(lambda: composite_index(places, across="arithmetic", draws=DRAWS, rng=np.random.default_rng(1)))
    off = max(abs(each.score - float(published[each.unit]["Index"])) for each in found.scores)
    say(
        "composite index, largest difference to ASEM",
        f"51 countries, 49 indicators, {took:.2f} s",
        f"{off:.1e}",
        "≤ 1e-10",
        off <= 1e-10,
    )


def test_two_hundred_small_areas():
    y, d, x, truth = test_means.simulated(1)
    found, took = spent(lambda: fay_herriot(y, d, x))
    before, after = (
        np.sqrt(np.mean((y - truth) ** 2)),
        np.sqrt(np.mean((np.array([each.estimate for each in found.areas]) - truth) ** 2)),
    )
    say(
        "Fay-Herriot, error of survey and estimate",
        f"200 areas, {1000 * took:.0f} ms",
        f"{before:.3f}, {after:.3f}",
        "",
        None,
    )
    y, e, truth = test_rates.simulated(1, areas=200)
    found, took = spent(lambda: shrunken_rates(y, e))
    before, after = (
        np.sqrt(np.mean((y / e - truth) ** 2)),
        np.sqrt(np.mean((np.array([each.estimate for each in found.areas]) - truth) ** 2)),
    )
    say(
        "gamma-Poisson, error of raw rate and estimate",
        f"200 areas, {1000 * took:.0f} ms",
        f"{before:.3f}, {after:.3f}",
        "",
        None,
    )
