# SPDX-License-Identifier: Apache-2.0
"""Known answers, order, households and pairs, reasons, who is left out and why, and input nobody should send."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import matching
from quatrefoil.methods.matching.scoring import scores
from tests.unit.methods.matching.invented import bed, is_kept, is_safe, many, matched, person


def first(found):
    return {each.person: each.bed for each in found.suggestions if each.rank == 1}


def test_the_more_urgent_person_gets_the_only_bed():
    found = matched([person("Amina", urgency="1"), person("Bela", urgency="2")], [bed("b1")])
    assert first(found) == {"Bela": "b1"}
    assert found.unmatched[0].person == "Amina" and found.unmatched[0].filters == {"taken": 1}


def test_who_waits_long_enough_is_not_left_out_for_ever():
    beds = [bed("b1")]
    urgent = person("Bela", urgency="3")
    assert first(matched([person("Amina", waiting_days="90"), urgent], beds)) == {"Bela": "b1"}
    assert first(matched([person("Amina", waiting_days="200"), urgent], beds)) == {"Amina": "b1"}


def test_the_filters_of_who_gets_nothing_are_counted_once_each():
    beds = [
        bed("b1", places="0"), bed("b2", genders="man"), bed("b3", genders="man", region="south"), bed("b4", region="south"),
        bed("b5"), bed("b6", licence="no"), bed("b7", age_to="20"), bed("b8"),
    ]  # fmt: skip
    found = matched(
        [person("Amina", no_go="south", refuses="site of b5")], beds, [{"person": "Amina", "site": "site of b8"}]
    )
    assert found.suggestions == ()
    assert found.unmatched[0].filters == {
        "full": 1,
        "licence": 1,
        "gender": 2,
        "age": 1,
        "no_go": 1,
        "forbidden": 1,
        "refused": 1,
    }


def test_three_suggestions_have_their_rank_and_reasons():
    beds = [bed("b1", languages="tigrinya"), bed("b2"), bed("b3"), bed("b4", region="south")]
    found = matched([person("Amina", languages="Tigrinya", near="south", urgency="2")], beds)
    assert [(each.bed, each.rank) for each in found.suggestions] == [("b1", 1), ("b4", 2), ("b2", 3)]
    assert "Language: tigrinya." in found.suggestions[0].reasons and "Urgency 2." in found.suggestions[0].reasons
    assert "In a region to be near: south." in found.suggestions[1].reasons


def test_a_bed_that_is_also_suggested_to_somebody_else_says_so():
    found = matched([person("Amina"), person("Bela")], [bed("b1"), bed("b2")])
    assert all("somebody else" in each.reasons[-1] for each in found.suggestions if each.rank == 2)


def test_a_household_goes_to_one_site_or_nowhere():
    family = [person("Amina", household="h"), person("Bela", household="h")]
    beds = [bed("b1", site="s1"), bed("b2", site="s2"), bed("b3", site="s2")]
    assert set(first(matched(family, beds)).values()) == {"b2", "b3"}
    assert first(matched(family, beds[:2])) == {}


def test_a_household_is_left_out_for_a_site_that_one_member_cannot_go_to():
    family = [person("Amina", household="h"), person("Bela", household="h", no_go="south")]
    beds = [bed("b1", site="s1", region="south"), bed("b2", site="s1", region="south")]
    found = matched(family, beds)
    assert [each.filters for each in found.unmatched] == [{"together": 2}, {"no_go": 2}]


def test_two_who_must_be_apart_are_never_at_one_site():
    beds = [bed("b1", site="s1"), bed("b2", site="s1")]
    found = matched([person("Amina", urgency="1"), person("Bela")], beds, [{"person": "Amina", "other": "Bela"}])
    assert list(first(found)) == ["Amina"]


def test_who_lives_at_a_site_keeps_away_who_must_be_apart():
    beds = [bed("b1", residents="Chidi"), bed("b2")]
    found = matched([person("Amina", near="north")], beds, [{"person": "Chidi", "other": "Amina"}])
    assert first(found) == {"Amina": "b2"}


def test_a_wish_moves_people_where_it_costs_less_than_it_is_worth():
    people = [person("Amina"), person("Bela")]
    beds = [bed("b1", site="s1"), bed("b2", site="s1"), bed("b3", site="s2")]
    for kind, together in (("rather_together", True), ("rather_apart", False)):
        chosen = first(matched(people, beds, [{"person": "Amina", "other": "Bela", "kind": kind}]))
        assert (set(chosen.values()) == {"b1", "b2"}) is together


def test_a_child_shares_no_room_with_an_adult_it_does_not_know():
    beds = [bed("b1", site="s1", room="1", age_from="0"), bed("b2", site="s1", room="1", age_from="0")]
    people = [person("Amina"), person("Bela", age="14-15")]
    assert len(first(matched(people, beds))) == 1
    assert len(first(matched([each | {"household": "h"} for each in people], beds))) == 2


@pytest.mark.parametrize("seed", range(12))
def test_a_small_answer_is_the_best_of_all_there_are(seed):
    people, beds, pairs = many(5, 5, seed, pairs=3)
    beds["site"] = ["s1", "s1", "s1", "s2", "s2"]
    beds["room"] = ["1", "1", "", "1", "1"]
    beds["genders"], beds["age_from"], people["no_go"] = ["any"] * 5, [0] * 5, ["none"] * 5
    people["household"] = ["h", "h", "", "", ""]
    pairs["kind"] = [
        "apart" if {"p0", "p1"} != {one, other} else "rather_together"
        for one, other in zip(pairs["person"], pairs["other"], strict=True)
    ]
    who, where, tied = matching.people_from(people), matching.beds_from(beds), matching.pairs_from(pairs)
    points = scores(who, where, matching.Weights())
    best = 0.0
    for chosen in product([None, *range(5)], repeat=5):
        placed = {who[place].id: where[number].id for place, number in enumerate(chosen) if number is not None}
        safe = all(number is None or is_safe(who[place], where[number], tied) for place, number in enumerate(chosen))
        if safe and is_kept(placed, who, where, tied):
            wishes = placed.keys() >= {"p0", "p1"} and any(pair.kind == "rather_together" for pair in tied)
            best = max(
                best,
                4.0 * wishes + sum(points[place, number] for place, number in enumerate(chosen) if number is not None),
            )
    assert matching.match(who, where, tied).value == pytest.approx(best)


def test_an_age_without_an_upper_end_fits_beds_for_adults():
    assert len(first(matched([person("Amina", age="18+")], [bed("b1", age_to="99")]))) == 1
    assert first(matched([person("Amina", age="16+")], [bed("b1")])) == {}


def test_a_circle_of_people_who_stay_together_and_a_giant_household():
    ring = [{"person": one, "other": other, "kind": "together"} for one, other in ("AB", "BC", "CA")]
    beds = [bed(f"b{place}", site="s1") for place in range(3)]
    assert len(first(matched([person(name) for name in "ABC"], beds, ring))) == 3
    giant = matched([person(f"p{place}", household="h") for place in range(500)], beds)
    assert giant.matched == 0 and giant.unmatched[0].filters == {"household": 3}


def test_the_order_of_rows_does_not_change_the_worth():
    people, beds, _pairs = many(120, 40, 3)
    turned = {name: list(values)[::-1] for name, values in people.items()}
    worth = [matching.match(matching.people_from(each), matching.beds_from(beds)).value for each in (people, turned)]
    assert worth[0] == pytest.approx(worth[1])


def test_units_of_very_many_places_are_matched_as_well():
    people, beds, _pairs = many(300, 40, 4)
    del beds["room"]
    beds["places"] = [150] * 40
    who, where = matching.people_from(people), matching.beds_from(beds)
    found = matching.match(who, where)
    possible = sum(any(is_safe(one, place, ()) for place in where) for one in who)
    assert found.matched == possible and found.gap == 0


def test_tables_of_pandas_and_what_is_missing_in_them():
    people = pd.DataFrame([person("Amina", urgency=2.0), person("Bela", urgency=np.nan)])
    found = matching.match(matching.people_from(people), matching.beds_from(pd.DataFrame([bed("b1")])))
    assert found.to_frame()["person"].tolist() == ["Amina"]


@pytest.mark.parametrize(
    ("people", "beds", "pairs", "words"),
    [
        ([person("Amina"), person("Amina")], [bed("b1")], [], "row 3, column 'person': it stands in row 2 too"),
        ([person("")], [bed("b1")], [], "row 2, column 'person': it is empty"),
        ([person("Amina", age="thirty")], [bed("b1")], [], "row 2, column 'age'"),
        ([person("Amina", age="20-10")], [bed("b1")], [], "row 2, column 'age'"),
        ([person("Amina", urgency="-1")], [bed("b1")], [], "row 2, column 'urgency'"),
        ([person("Amina", urgency="inf")], [bed("b1")], [], "row 2, column 'urgency'"),
        ([person("A" * 1_000_000)], [bed("b1")], [], "1,000,000 characters"),
        ([person("Amina")], [bed("b1", age_from="40", age_to="20")], [], "age_from 40 is above age_to 20"),
        ([person("Amina")], [bed("b1", licence="perhaps")], [], "not yes or no"),
        ([person("Amina")], [bed("b1", site="")], [], "column 'site'"),
        ([person("Amina")], [bed("b1")], [{"person": "Amina", "other": "Amina"}], "paired with the same person"),
        ([person("Amina")], [bed("b1")], [{"person": "Amina", "other": "Emre"}], "neither among the people nor a resident"),
        ([person("Amina")], [bed("b1")], [{"person": "Amina", "other": ""}], "fill 'person' and either"),
        ([person("Amina"), person("Bela")], [bed("b1")], [{"person": "Amina", "other": "Bela", "kind": "far"}], "not one of apart"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(people, beds, pairs, words):
    with pytest.raises(matching.BadMatch, match=words):
        matched(people, beds, pairs)


def test_apart_and_together_at_once_is_refused():
    pairs = [{"person": "Amina", "other": "Bela"}, {"person": "Bela", "other": "Amina", "kind": "together"}]
    with pytest.raises(matching.Refused, match="apart and together at once"):
        matched([person("Amina"), person("Bela")], [bed("b1")], pairs)


def test_a_place_to_avoid_that_no_bed_has_is_told():
    found = matched([person("Amina", no_go="suoth")], [bed("b1")])
    assert found.unknown == ("suoth",)


@pytest.mark.parametrize("weights", [{"placed": 0}, {"urgency": -1}, {"near": float("nan")}])
def test_a_weight_that_cannot_be_is_an_error(weights):
    with pytest.raises(ValueError, match="A weight is"):
        matching.Weights(**weights)
