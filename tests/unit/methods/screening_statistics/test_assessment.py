# SPDX-License-Identifier: Apache-2.0
"""An instrument as a whole: what follows from what, what does not matter, and what is refused."""

import numpy as np
import pytest

from quatrefoil.methods import screening_statistics as s
from quatrefoil.methods.screening_statistics.drift import Drift

HOSTILE = "\u202e" + "x" * 1_000_000


def invented(people=600, items=8, *, seed=1, drifting=0.0):
    """Answers of invented people; `drifting`: how much harder the last item is in the group "b"."""
    rng = np.random.default_rng(seed)
    ability, place = rng.normal(size=people), rng.integers(2, size=people)
    hard = np.linspace(-1.5, 1.5, items)[None, :] + np.zeros((people, items))
    hard[:, items // 2] += drifting * place
    yes = rng.random((people, items)) < 1 / (1 + np.exp(-1.6 * (ability[:, None] - hard)))
    truth = (ability + rng.normal(0, 0.7, people) > 1).astype(int)
    return {
        "person": [f"p{each}" for each in range(people)],
        **{f"item_{each}": yes[:, each].astype(int).tolist() for each in range(items)},
        "group": np.where(place == 1, "b", "a").tolist(),
        "truth": truth.tolist(),
    }


def assess(table, **more):
    return s.assess(s.answers_from(table), rng=np.random.default_rng(1), replicates=10, **more)


def codes(found):
    return [code for code, _text in found.warnings]


def test_everything_is_there_for_a_whole_table():
    found = assess(invented(), prevalence=0.05)
    assert found.whole == 600 and 0.6 < found.alpha.low < found.alpha.value < found.alpha.high < 0.9
    assert found.omega.low < found.omega.value < found.omega.high
    assert 0.8 < found.accuracy.auc < 1 and found.accuracy.best.ppv.value < 0.5
    assert {each.item for each in found.drift} == {str(each) for each in range(8)}
    assert codes(found) == ["meaning", "same_data"]
    assert list(found.to_frame()["item"]) == [str(each) for each in range(8)]


def test_the_order_of_people_and_items_changes_nothing():
    table = invented()
    mixed = np.random.default_rng(5).permutation(600)
    other = {name: [cells[place] for place in mixed] for name, cells in reversed(table.items())}
    one, two = assess(table), assess(other)
    assert two.alpha.value == pytest.approx(one.alpha.value) and two.omega.value == pytest.approx(
        one.omega.value, abs=1e-5
    )
    assert two.accuracy.auc == pytest.approx(one.accuracy.auc)
    by_item = {each.item: each for each in two.items}
    for item in one.items:
        assert by_item[item.item].discrimination == pytest.approx(item.discrimination)
    assert sorted((each.item, round(each.delta, 9)) for each in one.drift) == sorted(
        (each.item, round(each.delta, 9)) for each in two.drift
    )


def test_an_item_that_is_harder_in_one_language_is_found_and_the_others_stay():
    answers = s.answers_from(invented(3000, drifting=1.5))
    found = {each.item: each for each in s.drift_of(answers, reference="a")}
    assert found["4"].effect == "C" and found["4"].delta < -1.5 and found["4"].high < 0
    assert [each.item for each in found.values() if each.effect == "C"] == ["4"]


def test_without_drift_no_item_is_of_class_c():
    seen = [each.effect for seed in range(10) for each in s.drift_of(s.answers_from(invented(1000, seed=seed)))]
    assert seen.count("C") == 0 and len(seen) == 80


def test_exchanging_the_groups_turns_the_sign():
    answers = s.answers_from(invented(2000, drifting=1.5))
    one, two = s.drift_of(answers, reference="a"), s.drift_of(answers, reference="b")
    assert [each.delta for each in one] == pytest.approx([-each.delta for each in two])


def test_turning_truth_turns_the_auc():
    table = invented()
    turned = table | {"truth": [1 - each for each in table["truth"]]}
    one, two = assess(table), assess(turned)
    assert two.accuracy.auc == pytest.approx(1 - one.accuracy.auc)
    assert "reversed" in codes(two) and "reversed" not in codes(one)


def test_the_auc_is_the_share_of_pairs():
    rng = np.random.default_rng(2)
    scores, truth = rng.integers(6, size=60).astype(float), np.repeat([0.0, 1.0], [35, 25])
    pairs = [(one > other) + (one == other) / 2 for one in scores[truth == 1] for other in scores[truth == 0]]
    assert s.accuracy_of(scores, truth).auc == pytest.approx(np.mean(pairs))


def test_a_truth_that_the_score_gives_away_has_no_interval():
    table = invented()
    table["truth"] = [int(sum(table[f"item_{each}"][place] for each in range(8)) >= 5) for place in range(600)]
    found = assess(table, prevalence=0.1)
    assert found.accuracy.auc == 1 and found.accuracy.limits is None and "no_overlap" in codes(found)
    best = found.accuracy.best.ppv
    assert best.value == 1 and best.low < 1 == best.high


def test_open_items_leave_their_people_out_and_are_said():
    table = invented()
    table["item_0"][:50] = [None] * 50
    found = assess(table)
    assert found.whole == 550 and found.items[0].answered == 550 and found.items[1].answered == 600
    assert "missing" in codes(found)


def test_a_constant_item_is_said_and_the_rest_goes_on():
    found = assess(invented() | {"item_9": [1] * 600})
    assert found.items[-1].item_rest is None and found.items[-1].difficulty == 1
    assert found.omega is None and {"constant_item", "no_omega", "not_compared"} <= set(codes(found))


def test_an_item_that_repeats_another_is_said():
    table = invented()
    found = assess(table | {"item_same": list(table["item_2"])})
    assert "edge" in codes(found) and found.omega.value <= 1


def test_small_groups_and_missing_truth_are_said():
    table = invented(80)
    table["truth"] = [None] * 78 + [1, 0]
    found = assess(table)
    assert found.drift == () and found.accuracy is None
    assert {"small_group", "few_known"} <= set(codes(found))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (invented(29), "too_few_people"),
        (invented() | {"item_0": [None] * 600}, "too_few_people"),
        ({"person": list(range(40)), "item_a": [1] * 40, "item_b": [0] * 40}, "constant"),
    ],
)
def test_what_cannot_be_said_is_refused(table, code):
    with pytest.raises(s.Refused) as refused:
        assess(table)
    assert refused.value.reasons[0].code == code


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"item_a": [1, "yes"]}, "row 3, column 'item_a': 'yes'"),
        ({"item_a": [1, float("inf")]}, "row 3, column 'item_a'"),
        ({"item_a": [1, "1e999"]}, "row 3, column 'item_a'"),
        ({"item_a": [1, 10**400]}, "row 3, column 'item_a'"),
        ({"person": ["p", "p"]}, "row 3, column 'person': 'p' stands in row 2 too"),
        ({"person": ["p", None]}, "row 3, column 'person'"),
        ({"truth": [1, 0.5]}, "row 3, column 'truth': 0.5"),
        ({"item_a": [1]}, "different lengths"),
        ({"item_a": [1, HOSTILE]}, "row 3, column 'item_a'"),
        ({"person": ["p", HOSTILE]}, "row 3, column 'person'"),
    ],
)
def test_bad_input_names_its_place(change, words):
    table = {"person": ["p", "q"], "item_a": [1, 0], "item_b": [0, 1], "truth": [1, 0]}
    with pytest.raises(s.BadTable) as problem:
        s.answers_from(table | change)
    assert words in str(problem.value) and len(str(problem.value)) < 300


@pytest.mark.parametrize("table", [{}, {"person": []}, {"person": ["p"], "item_a": [1]}, 7])
def test_what_is_no_table_of_answers_is_bad_input(table):
    with pytest.raises(s.BadTable):
        s.answers_from(table)


def test_hostile_names_do_no_harm():
    table = invented(60)
    table["person"][0], table["group"][0] = HOSTILE[:2000], HOSTILE[:2000]
    assert assess(table | {f"item_{HOSTILE[:500]}": table["item_0"]}).people == 60


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_tables_of_three_libraries_give_the_same(kind):
    library = pytest.importorskip(kind)
    table = invented(60)
    made = library.table(table) if kind == "pyarrow" else library.DataFrame(table)
    assert np.array_equal(s.answers_from(made).scores, s.answers_from(table).scores)


def test_training_refuses_few_pairs_and_wrong_scores():
    with pytest.raises(s.Refused):
        s.paired_gain([1, 2, 3, float("nan"), 5], [2, 3, 4, 5, float("nan")])
    with pytest.raises(ValueError, match="one value each"):
        s.paired_gain([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="from the lowest to the highest"):
        s.retention([101] * 5, [80] * 5, [70] * 5, lowest=0, highest=100)
    with pytest.raises(ValueError, match="a yes is 1"):
        s.paired_shares([1, 2, 0, 1, 1], [1, 1, 0, 1, 1])
    with pytest.raises(s.Refused):
        s.lee_bounds([1.0] * 4, [1.0] * 9, rng=np.random.default_rng(1))


def test_nothing_gained_leaves_nothing_to_retain():
    found = s.retention([50] * 6, [50] * 6, [50] * 6, lowest=0, highest=100)
    assert found.responders is None and found.worst is None and found.response == 1


def test_the_bounds_of_retention_hold_what_everybody_would_have_shown():
    rng = np.random.default_rng(4)
    before, after = rng.uniform(20, 60, 300), rng.uniform(60, 100, 300)
    later = rng.uniform(30, 90, 300)
    truth = (later - before).mean() / (after - before).mean()
    seen = np.where(later > 50, later, np.nan)  # who forgot stays away
    found = s.retention(before, after, seen, lowest=0, highest=100)
    assert found.worst < truth < found.best and found.responders > truth


def test_a_drawing_is_drawn():
    matplotlib = pytest.importorskip("matplotlib.figure")
    found = assess(invented())
    for draw in (found.plot, found.plot_drift, found.accuracy.plot):
        ax = matplotlib.Figure().add_subplot()
        draw(ax)
        assert ax.get_xlabel() and len(ax.lines) > 1
    assert isinstance(found.drift[0], Drift)


def test_the_least_numbers_are_enough_themselves():
    table = invented(30, 3)
    table["truth"] = [1] * 10 + [0] * 10 + [None] * 10
    found = assess(table)
    assert found.whole == 30 and (found.accuracy.positives, found.accuracy.negatives) == (10, 10)
    groups = invented(100)
    groups["group"] = ["a"] * 50 + ["b"] * 50
    assert s.drift_of(s.answers_from(groups))


def test_of_two_equal_cut_offs_the_lower_one_is_best():
    # At 2 or more: 3 of 4 and 2 of 4; at 3 or more: 2 of 4 and 3 of 4.
    scores, truth = np.array([1.0, 2, 3, 3, 1, 1, 2, 3]), np.repeat([1.0, 0.0], 4)
    assert s.accuracy_of(scores, truth).best.cut_off == 2
