# SPDX-License-Identifier: Apache-2.0
"""Predictive values follow Bayes' rule, agree with what studies published, and are unknown where nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.instruments.catalogue import screening_instruments
from quatrefoil.standards.instruments.validity import (
    PUBLISHED,
    negative_predictive_value,
    positive_predictive_value,
    predictive_sentence,
    predictive_values,
)

shares = st.floats(0.01, 0.99)


def test_raft_at_one_in_a_hundred_is_right_for_two_and_a_half_to_three_and_a_half_in_a_hundred() -> None:
    # By hand: 0.89 * 0.01 / (0.89 * 0.01 + 0.26 * 0.99) and 0.01 / (0.01 + 0.39 * 0.99).
    assert positive_predictive_value(0.89, 0.74, 0.01) == pytest.approx(0.0089 / 0.2663)
    assert positive_predictive_value(1.00, 0.61, 0.01) == pytest.approx(0.01 / 0.3961)
    lowest, highest = predictive_values("raft", 0.01)
    assert 0.025 < lowest < highest < 0.035


def test_the_short_screen_gives_the_published_values_at_the_prevalence_that_they_imply() -> None:
    # Greenbaum 2018: sensitivity 92 %, specificity 73 %, PPV 51 %, NPV 97 %. Solving PPV = 0.51 for the prevalence:
    prevalence = 0.51 * 0.27 / (0.92 * 0.49 + 0.51 * 0.27)
    assert positive_predictive_value(0.92, 0.73, prevalence) == pytest.approx(0.51)
    assert round(negative_predictive_value(0.92, 0.73, prevalence), 2) == 0.97


@given(shares, shares)
def test_a_sign_that_everybody_shows_equally_says_nothing(sensitivity: float, prevalence: float) -> None:
    assert positive_predictive_value(sensitivity, 1 - sensitivity, prevalence) == pytest.approx(prevalence)


@given(shares, shares, shares, shares)
def test_signs_are_right_more_often_where_trafficking_is_more_common(
    sensitivity: float, specificity: float, one: float, other: float
) -> None:
    rarer, commoner = sorted((one, other))
    assert (
        positive_predictive_value(sensitivity, specificity, rarer)
        <= positive_predictive_value(sensitivity, specificity, commoner) + 1e-12
    )


@pytest.mark.parametrize("figures", [(1.2, 0.5, 0.1), (0.5, -0.1, 0.1), (0.5, 0.5, float("nan")), (0.0, 1.0, 0.5)])
def test_figures_that_are_no_shares_or_that_nobody_meets_are_refused(figures: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"share"):
        positive_predictive_value(*figures)


def test_every_instrument_of_the_platform_says_unknown_because_nothing_is_published() -> None:
    instruments = screening_instruments()
    assert {known.code for known in instruments} <= set(PUBLISHED)
    for known in instruments:
        assert predictive_values(known.code, 0.2) == ()
        assert "is unknown" in str(predictive_sentence(known.code, 0.2))


def test_an_instrument_nobody_has_heard_of_is_unknown_too() -> None:
    assert "is unknown" in str(predictive_sentence("home made", 0.5))


def test_where_studies_disagree_the_sentence_gives_both_ends() -> None:
    said = str(predictive_sentence("raft", 0.01))
    assert "about 10 have been trafficked" in said
    assert "about 25 to 33 have been" in said


def test_without_the_programmes_own_prevalence_no_figure_is_shown() -> None:
    assert not any(character.isdigit() for character in str(predictive_sentence("raft", None)))
