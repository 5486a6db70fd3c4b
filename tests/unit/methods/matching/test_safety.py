# SPDX-License-Identifier: Apache-2.0
"""No suggestion ever breaks a safety rule, whatever the people, the beds, the pairs and the weights."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quatrefoil.methods import matching
from tests.unit.methods.matching.invented import bed, columns, is_kept, is_safe, many, matched, parties_of, person

WORDS = st.sampled_from(["none", "a", "b", "a;b"])
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "gender": st.sampled_from(["woman", "man"]), "age": st.sampled_from(["8", "16-17", "17-19", "30", "60+"]), "access": WORDS,
            "no_go": st.sampled_from(["none", "north", "south"]), "refuses": st.sampled_from(["none", "s1", "s2"]),
            "household": st.sampled_from(["", "", "", "h1", "h2"]), "urgency": st.sampled_from(["", "0", "3"]),
        }
    ),
    min_size=1, max_size=7,
)  # fmt: skip
BEDS = st.lists(
    st.fixed_dictionaries(
        {
            "site": st.sampled_from(["s1", "s2", "s3"]), "region": st.sampled_from(["north", "south"]),
            "genders": st.sampled_from(["any", "woman", "man", "woman;man"]), "age_from": st.sampled_from(["0", "18"]),
            "age_to": st.sampled_from(["17", "150"]), "access": WORDS, "licence": st.sampled_from(["yes", "yes", "yes", "no"]),
            "places": st.sampled_from(["0", "1", "1", "2", "3"]), "room": st.sampled_from(["", "", "1", "2"]),
            "residents": st.sampled_from(["", "", "lives there"]),
        }
    ).filter(lambda row: int(row["age_from"]) <= int(row["age_to"])),
    min_size=1, max_size=6,
)  # fmt: skip
ENDS = st.tuples(
    st.integers(0, 6),
    st.integers(0, 6),
    st.sampled_from(["apart", "apart", "together", "rather_apart", "rather_together"]),
)
WEIGHTS = st.builds(matching.Weights, **{name: st.floats(0, 1e4) for name in ("urgency", "near", "wish")})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=PEOPLE, beds=BEDS, ends=st.lists(ENDS, max_size=5), site=st.sampled_from(["s1", "s2"]), weights=WEIGHTS)
def test_no_option_and_no_tie_makes_a_suggestion_unsafe(people, beds, ends, site, weights):
    people = [{"person": f"p{place}"} | row for place, row in enumerate(people)]
    beds = [{"bed": f"b{place}"} | row for place, row in enumerate(beds)]
    pairs = [
        {"person": f"p{one}", "other": f"p{other}", "kind": kind} for one, other, kind in ends if one != other and max(one, other) < len(people)
    ]  # fmt: skip
    pairs.append({"person": "p0", "site": site})
    if any(row["residents"] for row in beds):
        pairs.append({"person": "p0", "other": "lives there"})
    who, where = matching.people_from(columns(people)), matching.beds_from(columns(beds))
    tied = matching.pairs_from(columns(pairs))
    parties = parties_of(who, tied)
    if any({pair.person, pair.other} <= party for pair in tied if pair.kind == "apart" for party in parties):
        with pytest.raises(matching.Refused, match="apart and together at once"):
            matching.match(who, where, tied)
        return
    hold_safe(matching.match(who, where, tied, weights=weights, most=10), who, where, tied)


def hold_safe(found, who, where, tied):
    """Each suggestion alone, the first ones together, and each other one while all others keep the first."""
    by_person, by_bed = {each.id: each for each in who}, {each.id: each for each in where}
    first = {each.person: each.bed for each in found.suggestions if each.rank == 1}
    assert is_kept(first, who, where, tied)
    assert {*first, *(each.person for each in found.unmatched)} == set(by_person)
    for each in found.suggestions:
        assert is_safe(by_person[each.person], by_bed[each.bed], tied)
        if each.rank > 1:
            # Whoever has the bed now gives it up, and with that person all who stay together.
            parties = parties_of(who, tied)
            away = set().union(*(party for party in parties for name in party if first.get(name) == each.bed))
            others = {name: bed for name, bed in first.items() if name not in away | {each.person}}
            party = next(group for group in parties if each.person in group)
            if party <= {*others, each.person}:
                assert is_kept(others | {each.person: each.bed}, who, where, tied)
    for each in found.unmatched:
        assert sum(each.filters.values()) == found.beds


@pytest.mark.parametrize("seed", [1, 2])
def test_many_people_with_households_pairs_and_rooms_are_safe_too(seed):
    people, beds, pairs = many(600, 80, seed, pairs=150, households=40)
    who, where, tied = matching.people_from(people), matching.beds_from(beds), matching.pairs_from(pairs)
    found = matching.match(who, where, tied)
    hold_safe(found, who, where, tied)
    assert found.matched > 60 and found.gap < 0.15
    assert found.value <= found.bound + 1e-6


@pytest.mark.parametrize("name", ["gender", "age", "access", "no_go", "refuses"])
def test_a_blank_safety_field_of_a_person_refuses_and_names_the_row_not_the_person(name):
    with pytest.raises(matching.Refused) as refused:
        matched([person("Amina"), person("Bela", **{name: " "})], [bed("b1")])
    code, text = refused.value.reasons[0].code, refused.value.reasons[0].text
    assert code == "safety_field_blank" and f"'{name}' is blank in row 3" in text and "Bela" not in text


@pytest.mark.parametrize("name", ["region", "genders", "age_from", "age_to", "access", "licence"])
def test_a_blank_safety_field_of_a_bed_refuses(name):
    with pytest.raises(matching.Refused, match=f"'{name}' is blank in row 2"):
        matched([person("Amina")], [bed("b1", **{name: ""})])


def test_a_safety_field_that_is_missing_refuses():
    with pytest.raises(matching.Refused, match="no column 'refuses'"):
        matching.people_from(
            {"person": ["Amina"], "gender": ["woman"], "age": ["30"], "access": ["none"], "no_go": ["none"]}
        )


@pytest.mark.parametrize("written", ["NORTH ", "nor\u200bth", "\u202enorth\u202c", "\uff4eorth"])
def test_a_mark_nobody_sees_does_not_hide_a_region_to_avoid(written):
    found = matched([person("Amina", no_go=written)], [bed("b1")])
    assert found.unmatched[0].filters == {"no_go": 1}


def test_reasons_never_say_where_somebody_may_not_be():
    found = matched(
        [person("Amina", no_go="south", refuses="site of b2")],
        [bed("b1"), bed("b2"), bed("b3", region="south")],
        [{"person": "Amina", "site": "site of b4"}],
    )
    said = " ".join(reason for each in found.suggestions for reason in each.reasons)
    assert [each.bed for each in found.suggestions] == ["b1"]
    assert "south" not in said and "b2" not in said and "b4" not in said
