# SPDX-License-Identifier: Apache-2.0
"""Words of people's texts stay in memory no longer than they are compared."""

from quatrefoil.methods.near_duplicates import find_repeats, normalising


def test_no_word_stays_after_the_comparison():
    text = "Orchard Lane bakery seeks two night bakers wage 900 write to"
    found = find_repeats({"id": ["1", "2"], "text": [f"{text} Ada", f"{text} Bruno"]})
    assert found.clusters
    assert normalising.folded.cache_info().currsize == 0
