# SPDX-License-Identifier: Apache-2.0
"""Figures of textbooks and of other programs, typed in with their source, and small ones worked out by hand."""

import numpy as np
import pytest

from quatrefoil.methods import screening_statistics as s
from quatrefoil.methods.intervals import byar, exact_count, wilson
from quatrefoil.methods.screening_statistics.accuracy import predictive
from quatrefoil.methods.screening_statistics.drift import common_odds_ratio, mantel_haenszel
from quatrefoil.methods.screening_statistics.reliability import one_factor

NAN = float("nan")
# Five people, three items: variances 0.2, 0.3, 0.3; totals 3, 2, 1, 0, 3 with variance 1.7.
SMALL = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 1]], dtype=float)
# Hanley and McNeil 1982, table I: CT images of 109 patients rated 1 to 5, without and with disease.
RATED = {0: (33, 6, 6, 11, 2), 1: (3, 2, 2, 11, 33)}
# Cushny and Peebles 1905 as in Student 1908: hours of sleep gained under two drugs.
SLEEP = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0), (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
# Bickel, Hammel and O'Connell 1975: admitted and rejected, men then women, in six departments of Berkeley.
BERKELEY = [
    (512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391), (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317),
]  # fmt: skip


def rated():
    scores = [rating for kind in (0, 1) for rating, people in enumerate(RATED[kind], start=1) for _ in range(people)]
    truth = [kind for kind in (0, 1) for _ in range(sum(RATED[kind]))]
    return np.array(scores, dtype=float), np.array(truth, dtype=float)


def test_alpha_by_hand():
    found = s.alpha(SMALL)
    assert found.value == pytest.approx(3 / 2 * (1 - 0.8 / 1.7))  # 27/34
    # Tables of F: 97.5 % points 5.0526 of (4, 8) and 8.9796 of (8, 4); Feldt, Woodruff and Salih 1987.
    assert found.low == pytest.approx(1 - 7 / 34 * 5.0526, abs=1e-4)
    assert found.high == pytest.approx(1 - 7 / 34 / 8.9796, abs=1e-4)


def test_omega_of_a_model_that_holds_exactly():
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1)
    found, unique = one_factor(correlation)
    assert found == pytest.approx(loadings, abs=1e-4) and unique == pytest.approx(1 - loadings**2, abs=1e-4)
    # (0.8 + 0.7 + 0.6 + 0.5)^2 = 6.76; 0.36 + 0.51 + 0.64 + 0.75 = 2.26
    scores = with_covariance(correlation)
    assert s.omega(scores, rng=np.random.default_rng(1), replicates=20).value == pytest.approx(6.76 / 9.02, abs=1e-5)


def with_covariance(wanted):
    """Numbers whose sample covariance is exactly the wanted one."""
    raw = np.random.default_rng(3).normal(size=(200, len(wanted)))
    white = np.linalg.solve(np.linalg.cholesky(np.cov(raw, rowvar=False)), (raw - raw.mean(axis=0)).T)
    return (np.linalg.cholesky(wanted) @ white).T


def test_omega_is_alpha_where_the_items_weigh_the_same():
    scores = with_covariance(np.full((5, 5), 0.4) + 0.6 * np.eye(5))
    rng = np.random.default_rng(1)
    assert s.omega(scores, rng=rng, replicates=20).value == pytest.approx(s.alpha(scores).value, abs=1e-5)
    assert s.alpha(scores).value == pytest.approx(5 * 0.4 / (1 + 4 * 0.4))  # Spearman and Brown


def test_people_for_alpha_by_hand():
    # 8 * 10 / 9 * (1.95996 / 0.405465)^2 + 2 = 209.7 (Bonett 2002)
    assert s.people_for_alpha(10, ratio=1.5) == 210


def test_items_by_hand():
    table = {"person": list("abcde"), **{f"item_{place}": SMALL[:, place].tolist() for place in range(3)}}
    first, _second, third = s.items_of(s.answers_from(table))
    assert (first.difficulty, third.difficulty) == (pytest.approx(0.8), pytest.approx(0.4))
    # Item 0 with 2, 1, 0, 0, 2: covariance 0.25, deviations 0.4472 and 1.
    assert first.item_rest == pytest.approx(0.25 / (0.2**0.5 * 1))
    # 27 % of five are 1.35 people: the two with 3 tie, so both count in part; below, one with 0 and 0.35 of one with 1.
    assert first.discrimination == pytest.approx(1 - 0.35 / 1.35)
    assert third.discrimination == pytest.approx(1)


def test_auc_of_hanley_and_mcneil_with_the_error_of_delong():
    # roctab of Stata on these data: area 0.8932, standard error 0.0307, interval 0.83295 to 0.95339.
    found = s.accuracy_of(*rated())
    assert found.auc == pytest.approx(0.8932, abs=5e-5)
    assert found.limits == (pytest.approx(0.83295, abs=5e-6), pytest.approx(0.95339, abs=5e-6))


def test_a_cut_off_of_hanley_and_mcneil():
    found = {each.cut_off: each for each in s.accuracy_of(*rated()).cut_offs}
    assert found[4].sensitivity == pytest.approx(44 / 51) and found[4].specificity == pytest.approx(45 / 58)
    assert found[1].sensitivity == 1 and found[1].specificity == 0


def test_predictive_values_by_hand():
    # Sensitivity 0.9, specificity 0.8, prevalence 0.1: 0.09 / 0.27 and 0.72 / 0.73.
    yes, no = (90, 100), (160, 200)
    found = predictive(yes, no, 0.1, 0.95)
    assert found.value == pytest.approx(1 / 3)
    # logit -0.693147, error sqrt(0.1/0.9/100 + 0.8/0.2/200) = 0.145297: 1/(1 + e^0.97792) and 1/(1 + e^0.40837)
    assert (found.low, found.high) == (pytest.approx(0.27330, abs=1e-5), pytest.approx(0.39930, abs=1e-5))
    assert predictive(no, yes, 0.9, 0.95).value == pytest.approx(72 / 73)


def test_mantel_haenszel_of_berkeley():
    # mantelhaen.test(UCBAdmissions) of R: 1.4269, p 0.2323, 0.9046968 (0.7719074 to 1.0603298).
    tables = np.array(BERKELEY, dtype=float)
    odds, error = common_odds_ratio(tables)
    assert odds == pytest.approx(0.9046968, abs=5e-8)
    assert odds * np.exp(-1.959964 * error) == pytest.approx(0.7719074, abs=5e-7)
    assert odds * np.exp(1.959964 * error) == pytest.approx(1.0603298, abs=5e-7)
    assert mantel_haenszel(tables) == (pytest.approx(1.4269, abs=5e-5), pytest.approx(0.2323, abs=5e-5))


def test_gain_of_student():
    # t.test(extra ~ group, paired = TRUE) of R: 1.58 (0.7001142 to 2.4598858), p 0.002833.
    found = s.paired_gain(*SLEEP)
    assert found.gain == pytest.approx(1.58) and found.p == pytest.approx(0.002833, abs=5e-7)
    assert (found.low, found.high) == (pytest.approx(0.7001142, abs=5e-8), pytest.approx(2.4598858, abs=5e-8))
    assert found.effect_size_paired == pytest.approx(1.58 / 1.229995, abs=1e-6)


def test_paired_shares_of_agresti():
    # Agresti, Categorical Data Analysis, table 10.1: 794, 150, 86, 570; change -0.04 (-0.059 to -0.021).
    before, after = np.repeat([1, 1, 0, 0], [794, 150, 86, 570]), np.repeat([1, 0, 1, 0], [794, 150, 86, 570])
    found = s.paired_shares(before, after)
    assert (found.before, found.after, found.change) == (0.59, 0.55, -0.04)
    assert (found.low, found.high) == (pytest.approx(-0.0587, abs=5e-5), pytest.approx(-0.0213, abs=5e-5))


def test_an_exact_mcnemar_by_hand():
    # One lost, five gained: 2 * (1 + 6) / 64.
    found = s.paired_shares([1, 0, 0, 0, 0, 0, 1], [0, 1, 1, 1, 1, 1, 1])
    assert (found.gained, found.lost) == (5, 1) and found.p == pytest.approx(14 / 64)


def test_retention_and_its_bounds_by_hand():
    found = s.retention([40] * 5, [80] * 5, [60, 60, 80, NAN, NAN], lowest=0, highest=100)
    assert (found.people, found.answered, found.gain) == (5, 3, 40)
    # Later scores above 40: 20, 20, 40 of a gain of 40; missing as 0, as their mean, as -40, as 60.
    assert found.responders == pytest.approx(2 / 3) and found.as_responders == pytest.approx(2 / 3)
    assert found.as_before == pytest.approx(80 / 200)
    assert (found.worst, found.best) == (0.0, pytest.approx(200 / 200))


def test_the_normalised_gain_of_the_lift_course():
    # Means of 54.7 and 84.5 of 100: 29.8 of 45.3.
    found = s.paired_gain([50, 52, 54.7, 57.4, 59.4], [80, 82, 84.5, 87, 89], highest=100)
    assert found.normalised == pytest.approx(29.8 / 45.3)


def test_lee_bounds_by_hand():
    # Treated: 10 of 10 answer, 1 to 10; comparison: 8 of 10 answer, mean 5. A fifth is cut: means 4.5 and 6.5.
    comparison = [5.0] * 8 + [NAN] * 2
    found = s.lee_bounds(np.arange(1.0, 11), comparison, rng=np.random.default_rng(1), replicates=50)
    assert (found.low, found.high, found.trimmed) == (pytest.approx(-0.5), pytest.approx(1.5), pytest.approx(0.2))
    mirrored = s.lee_bounds(comparison, np.arange(1.0, 11), rng=np.random.default_rng(1), replicates=50)
    assert (mirrored.low, mirrored.high) == (pytest.approx(-1.5), pytest.approx(0.5))
    assert found.interval[0] <= found.low and found.high <= found.interval[1]


def test_intervals_of_textbooks():
    # Newcombe 1998, table I: 81 of 263 and 15 of 148 and 0 of 20 and 1 of 29 by Wilson.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(count, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    # Garwood 1936: 10 gives 4.795 to 18.390, 0 gives 0 to 3.689. Byar by hand: 10 (1 - 1/90 - 1.96/9.4868)^3.
    assert exact_count(10) == (pytest.approx(4.795, abs=5e-4), pytest.approx(18.390, abs=5e-4))
    assert exact_count(0) == (0, pytest.approx(3.689, abs=5e-4))
    assert byar(10) == (pytest.approx(4.7874, abs=5e-4), pytest.approx(18.3915, abs=5e-4))
    assert wilson(20, 20)[1] == 1 and byar(0)[0] == 0
