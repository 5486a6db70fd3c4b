# SPDX-License-Identifier: Apache-2.0
"""A survey as a whole: what does not matter, what has to be said, and what is refused."""

import numpy as np
import pytest

from quatrefoil.methods import survey

HOSTILE = "\u202e" + "x" * 1_000_000


def invented(*, seed=1, psus=12, people=20, effect=0.15, spread=0.0):
    """Two arms of PSUs asked in two waves, in two strata; the arm `exposed` moves by `effect`."""
    rng = np.random.default_rng(seed)
    rows = []
    for place in range(psus):
        arm, own = ("exposed", "comparison")[place % 2], rng.normal(0, spread)
        for wave in (1, 2):
            share = np.clip(0.4 + own + (effect if arm == "exposed" and wave == 2 else 0), 0, 1)
            rows += [
                (
                    int(rng.random() < share),
                    rng.uniform(0.5, 2),
                    "north" if place < psus / 2 else "south",
                    place,
                    wave,
                    arm,
                )
                for _ in range(people)
            ]
    names = ("value", "weight", "stratum", "psu", "wave", "arm")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def analyse(table, **more):
    return survey.analyse(survey.responses_from(table), **more)


def codes(found):
    return [code for code, _text in found.warnings]


def without(table, *names):
    return {name: cells for name, cells in table.items() if name not in names}


def figures(found):
    return [(each.wave, each.arm, round(each.value, 12), round(each.standard_error, 12)) for each in found.estimates]


def test_a_figure_for_each_wave_and_arm_and_the_change():
    found = analyse(invented())
    assert [(each.wave, each.arm) for each in found.estimates] == [
        (w, a) for w in "12" for a in ("comparison", "exposed")
    ]
    assert found.change.treated == "exposed" and found.change.low < 0.15 < found.change.high
    assert codes(found) == ["followed", "few_clusters"]
    assert len(found.to_frame()) == 4


def test_neither_the_order_of_rows_nor_the_scale_of_weights_matters():
    table = invented()
    mixed = np.random.default_rng(3).permutation(len(table["value"]))
    other = {name: [cells[place] for place in mixed] for name, cells in table.items()}
    other["weight"] = [1000 * weight for weight in other["weight"]]
    one, two = analyse(table), analyse(other)
    assert figures(one) == figures(two)
    assert two.change.low == pytest.approx(one.change.low) and two.change.p == pytest.approx(one.change.p)


def test_asking_everybody_twice_makes_nothing_surer_within_psus():
    table = without(invented(spread=0.25), "wave", "arm")
    twice = {name: cells * 2 for name, cells in table.items()}
    one, two = analyse(table).estimates[0], analyse(twice).estimates[0]
    assert two.standard_error == pytest.approx(one.standard_error) and two.n_effective == pytest.approx(
        one.n_effective, rel=0.01
    )
    assert (two.low, two.high) == (pytest.approx(one.low, abs=0.005), pytest.approx(one.high, abs=0.005))


def test_clusters_widen_the_interval_and_the_effect_says_by_how_much():
    table = without(invented(psus=20, spread=0.25, effect=0), "wave", "arm")
    one, two = analyse(table).estimates[0], analyse(without(table, "psu")).estimates[0]
    assert one.design_effect > 3 > two.design_effect and one.high - one.low > 1.5 * (two.high - two.low)
    assert "no_psu" in codes(analyse(without(table, "psu")))


def test_without_a_comparison_the_change_is_labelled():
    found = analyse(without(invented(), "arm"))
    assert found.change.kind == "no comparison" and "not attributable" in found.change.label
    assert "not_attributable" in codes(found)


def test_waves_with_psus_of_their_own_are_independent_samples():
    table = without(invented(), "arm")
    table["psu"] = [f"{wave}-{psu}" for wave, psu in zip(table["wave"], table["psu"], strict=True)]
    found = analyse(table)
    errors = [each.standard_error for each in found.estimates]
    assert not found.follows and found.strata == 4
    from scipy.special import stdtrit

    half = stdtrit(found.change.freedom, 0.975) * np.hypot(*errors)
    assert found.change.high - found.change.value == pytest.approx(half)


def test_one_psu_in_an_arm_is_not_compared():
    table = invented(psus=4)
    table["psu"] = [psu if arm == "comparison" else 99 for psu, arm in zip(table["psu"], table["arm"], strict=True)]
    table = without(table, "stratum")
    found = analyse(table)
    assert found.change is None and "one_cluster" in codes(found)
    assert [each.low is None for each in found.estimates if each.arm == "exposed"] == [True, True]


def test_the_arm_is_asked_for_where_its_name_says_nothing():
    table = invented()
    table["arm"] = [{"exposed": "hills", "comparison": "coast"}[arm] for arm in table["arm"]]
    assert analyse(table).change is None and "arms" in codes(analyse(table))
    assert analyse(table, treated="hills").change.value == pytest.approx(analyse(invented()).change.value)
    assert analyse(table, treated="coast").change.value == pytest.approx(-analyse(invented()).change.value)


def test_three_waves_go_from_the_first_to_the_last_by_number():
    table = without(invented(), "arm", "stratum", "psu")
    table["wave"] = [(2, 10, 9)[place % 3] for place in range(len(table["value"]))]
    found = analyse(table)
    assert (found.change.first, found.change.last) == ("2", "10") and "first_to_last" in codes(found)
    assert analyse(table, waves=("9", "2")).change.first == "9"


def test_who_did_not_answer_leaves_the_figure_but_not_the_design():
    table = without(invented(), "wave", "arm")
    table["value"][:20] = [None] * 20
    found = analyse(table)
    assert found.answered == found.asked - 20 and "missing" in codes(found)


def test_a_group_of_one_answer_has_an_interval_that_is_not_a_point():
    found = analyse({"value": [1] * 40, "weight": [1] * 40})
    assert found.estimates[0].low < 0.95 and found.estimates[0].high == 1 and "constant" in codes(found)
    counted = analyse({"value": [0] * 40, "weight": [1] * 40}, kind="count").estimates[0]
    assert counted.low == 0 < counted.high < 0.2


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"value": [1, 0, 1], "weight": [1] * 3, "stratum": ["a", "a", "b"]}, "single_psu"),
        ({"value": [1, 0, 1], "weight": [1] * 3, "psu": ["a"] * 3}, "one_cluster"),
        ({"value": [None, None], "weight": [1, 1]}, "no_answer"),
        ({"value": [1, 0], "weight": [0, 0]}, "no_answer"),
    ],
)
def test_what_cannot_be_said_is_refused(table, code):
    with pytest.raises(survey.Refused) as refused:
        analyse(table)
    assert refused.value.reasons[0].code == code


def test_the_refusal_of_a_single_psu_names_the_stratum_and_the_way_out():
    table = {"value": [1, 0, 1], "weight": [1] * 3, "stratum": ["a", "a", "river"]}
    with pytest.raises(survey.Refused, match=r"'river'.*--single-psu"):
        analyse(table)
    assert "single_psu" in codes(analyse(table, single="certain"))
    with pytest.raises(survey.Refused):
        analyse({"value": [1, 0], "weight": [1] * 2, "stratum": ["a", "b"]}, single="centre")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": [1, "often"]}, "row 3, column 'value'"),
        ({"value": [1, float("inf")]}, "row 3, column 'value'"),
        ({"weight": [1, -1]}, "row 3, column 'weight'"),
        ({"weight": [1, None]}, "row 3, column 'weight'"),
        ({"weight": [1, 1e300]}, "row 3, column 'weight'"),
        ({"wave": ["1", ""]}, "row 3, column 'wave'"),
        ({"psu": ["1", HOSTILE]}, "row 3, column 'psu'"),
        ({"value": [1]}, "different lengths"),
    ],
)
def test_bad_input_names_its_place(change, words):
    with pytest.raises(survey.BadTable) as problem:
        survey.responses_from({"value": [1, 0], "weight": [1, 1]} | change)
    assert words in str(problem.value) and len(str(problem.value)) < 300


@pytest.mark.parametrize("table", [{}, {"value": [], "weight": []}, {"value": [1]}, 7])
def test_what_is_no_table_is_bad_input(table):
    with pytest.raises(survey.BadTable):
        survey.responses_from(table)


@pytest.mark.parametrize(
    "more", [{"kind": "share"}, {"kind": "median"}, {"waves": ("1", "3")}, {"treated": "moon"}, {"level": 1}, {"single": "guess"}]
)  # fmt: skip
def test_an_option_that_does_not_fit_is_an_error(more):
    table = invented()
    with pytest.raises(ValueError):  # noqa: PT011 - any sentence will do
        analyse(table | {"value": [2] * len(table["value"])}, **more)


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_tables_of_three_libraries_give_the_same(kind):
    library = pytest.importorskip(kind)
    made = library.table(invented()) if kind == "pyarrow" else library.DataFrame(invented())
    assert figures(analyse(made)) == figures(analyse(invented()))


def test_sizes_that_cannot_be_are_errors():
    for call in (
        lambda: survey.people_for_change(0.4, 0.4),
        lambda: survey.people_for_change(0, 0.4),
        lambda: survey.people_for_change(0.4, 0.5, power=1),
        lambda: survey.people_for_share(0.5, 0),
        lambda: survey.people_for_share(0.5, 0.1, response=0),
        lambda: survey.people_for_mean_change(0, 1),
        lambda: survey.people_for_comparison((0.4, 0.5), (0.4, 0.5)),
        lambda: survey.design_effect_of_clusters(0, 0.1),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - any sentence will do
            call()


def test_the_sample_size_has_the_power_it_promises():
    people, rng = survey.people_for_change(0.4, 0.55), np.random.default_rng(1)
    first, last = rng.binomial(people, 0.4, 20_000) / people, rng.binomial(people, 0.55, 20_000) / people
    middle = (first + last) / 2
    seen = (last - first) / np.sqrt(2 * middle * (1 - middle) / people) > 1.959964
    assert 0.78 < seen.mean() < 0.83


def test_a_drawing_is_drawn():
    matplotlib = pytest.importorskip("matplotlib.figure")
    ax = matplotlib.Figure().add_subplot()
    analyse(invented()).plot(ax)
    assert ax.get_ylabel() == "share" and len(ax.lines) == 6


def test_thirty_people_and_ten_psus_in_an_arm_are_not_called_few():
    table = invented(psus=20, people=3)
    assert not {"few_people", "few_clusters"} & set(codes(analyse(table)))


def test_a_design_effect_below_one_does_not_narrow_the_interval():
    # Every PSU has the same share, so clusters seem to help: the interval stays that of 40 people.
    table = {"value": [1, 0] * 19 + [1, 1], "weight": [1] * 40, "psu": [each // 2 for each in range(40)]}
    found = analyse(table).estimates[0]
    assert found.design_effect < 0.5 and found.high - found.low > 0.29  # Wilson for 21 of 40: 0.295 wide
