# SPDX-License-Identifier: Apache-2.0
"""Names against a list: found across scripts and spellings, with reasons and the list's version; order changes nothing."""

import random

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quatrefoil.methods.name_screening import BadNames, Refused, listed_from, queries_from, retrieval, screen, words

VERSION = "2026-11-01"


def listed(*names, **more):
    columns = {
        "entry_id": [f"L{number}" for number in range(len(names))],
        "name": list(names),
        "version": [VERSION] * len(names),
    }
    return listed_from({**columns, **more})


def asked(*names, **more):
    return queries_from({"id": [f"q{number}" for number in range(len(names))], "name": list(names), **more})


def best(name, *others, **about):
    """The hit of one name among the others, or None."""
    found = screen(asked(name, **about.get("query", {})), listed(*others, **about.get("entry", {})))
    return found.hits[0] if found.hits else None


CROWD = ("Robert Fenwick", "Ingrid Solheim", "Paulo Marques", "Yuki Tanabe", "Harbour Fish Trading Ltd", "Grace Oduya")

# Invented people; the pairs are of the kinds that networks_supply.md 1.5 names.
SAME = [
    ("Volodymyr Kravchenko", "Володимир Кравченко"),
    ("Mohammed Al Ahmad", "محمد علي الأحمد"),
    ("Nguyen Thi Hong", "Nguyễn Thị Hồng"),
    ("Wang Xiaoming", "王小明"),
    ("Solheim Ingrid", "Ingrid Solheim"),
    ("Abdul Rahman Saleh", "Abdulrahman Saleh"),
    ("Yekaterina Orlova", "Ekaterina Orlowa"),
    ("J. Fenwick", "James Fenwick"),
    ("Harbour Fish Trading GmbH", "Harbour Fish Trading Ltd"),
    ("Αλέξανδρος Παππάς", "Alexandros Pappas"),
]


@pytest.mark.parametrize(("name", "other"), SAME)
def test_the_same_name_in_another_script_order_or_spelling_is_a_lead(name, other):
    others = [each for each in CROWD if each != other]
    hit = best(name, other, *others)
    assert hit is not None and hit.listed_name == other
    assert hit.reasons and hit.list_version == VERSION


@pytest.mark.parametrize("name", ["Oluwaseun Adeyinka", "Brigitte Lemoine", "张伟", "Łukasz Wrona"])
def test_another_name_is_none(name):
    assert best(name, *CROWD) is None


def test_the_same_date_of_birth_raises_and_another_lowers():
    name, near = "Ingrid Solheim", "Ingrit Solhaim"
    plain = best(name, near).score
    same = best(name, near, query={"dob": ["1971-05-02"]}, entry={"dob": ["1971-05-02"]})
    swapped = best(name, near, query={"dob": ["1971-05-02"]}, entry={"dob": ["1971-02-05"]})
    other = screen(asked(name, dob=["1971-05-02"]), listed(near, dob=["1990-11-23"]), threshold=0.1).hits[0]
    assert other.score < plain < swapped.score < same.score
    assert "Both were born 1971-05-02." in same.reasons
    assert "The dates of birth differ (1971-05-02, 1990-11-23)." in other.reasons


def test_an_entry_is_hit_once_by_the_best_of_its_names_and_says_that_it_is_another_name():
    entries = listed_from(
        {"entry_id": ["E1", "E2"], "name": ["Sunrise Holdings", "Paulo Marques"], "alias": ["Ingrid Solheim; I. Solheim", ""], "version": [VERSION] * 2}
    )  # fmt: skip
    (hit,) = screen(asked("Solheim, Ingrid"), entries).hits
    assert (hit.entry_id, hit.listed_name) == ("E1", "Ingrid Solheim")
    assert "'Ingrid Solheim' is another name of the entry." in hit.reasons


def test_the_reasons_say_what_was_compared():
    (hit,) = screen(
        asked("Solhaim I.", country=["no"]), listed("Ingrid Marie Solheim", country=["SE"]), threshold=0.5
    ).hits
    said = " ".join(hit.reasons)
    assert "same consonants" in said and "is an initial" in said and "another order" in said
    assert "Only on the list: marie." in said and "The countries differ (NO, SE)." in said
    assert "No date of birth to compare." in said


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_list_and_of_the_names_changes_nothing(rng: random.Random):
    names = ["Ingrid Solheim", "Ingrit Solhaim", "Yuki Tanabe", "Yuki Tanabi", "Grace Oduya", "Robert Fenwick"]
    order, turn = rng.sample(range(6), 6), rng.sample(range(6), 6)

    def table(key, places):
        return {key: [f"{key}{place}" for place in places], "name": [names[place] for place in places]}

    def hits(places, others):
        entries = listed_from({**table("entry_id", others), "version": [VERSION] * 6})
        return {(hit.id, hit.entry_id, hit.score) for hit in screen(queries_from(table("id", places)), entries).hits}

    assert hits(order, turn) == hits(range(6), range(6))


def test_pandas_polars_and_arrow_tables_give_the_same():
    frame = pd.DataFrame(
        {"entry_id": [1, 2], "name": ["Ingrid Solheim", None], "version": [VERSION] * 2, "dob": [None, float("nan")]}
    )
    one, two = listed_from(frame), listed_from(pl.from_pandas(frame))
    assert one == two == listed_from(two_arrow(frame))
    assert len(one.entries) == 1


def two_arrow(frame):
    import pyarrow as pa

    return pa.Table.from_pandas(frame)


@pytest.mark.parametrize("version", [None, "", "  "])
def test_a_list_without_its_version_is_refused(version):
    with pytest.raises(Refused) as refused:
        listed_from({"entry_id": ["a"], "name": ["Ingrid Solheim"], "version": [version]})
    assert refused.value.reasons[0].code == "no_version"
    with pytest.raises(Refused):
        listed_from({"entry_id": ["a"], "name": ["Ingrid Solheim"]})


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"id": ["1"]}, "no column 'name'"),
        ({"id": ["1", "1"], "name": ["a", "b"]}, "'1' stands twice"),
        ({"id": [""], "name": ["a"]}, "column 'id': it is empty"),
        ({"id": ["1"], "name": ["a"], "dob": ["12/04/1987"]}, "is no date"),
        ({"id": ["1"], "name": ["a"], "dob": ["1987-13"]}, "is no date"),
    ],
)
def test_a_table_that_cannot_be_used_says_what_to_do(columns, said):
    with pytest.raises(BadNames, match=said):
        queries_from(columns)


HOSTILE = [
    "",
    "   ",
    "\u202e\u202d",
    "A" * 1_000_000,
    "a " * 100_000,
    "١٢٣",
    "🙂🙂",
    "\x00\x07",
    "'; DROP TABLE",
    "=1+1",
    "Ingrid\u202eSolheim",
    "۞",
    "-",
    "ﷺ",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_strange_names_harm_nothing(name):
    found = screen(asked(name), listed(*CROWD, *(each for each in HOSTILE if each)))
    assert all(0 < hit.score <= 1 for hit in found.hits)


def test_names_without_a_letter_are_named_and_not_compared():
    found = screen(asked("", "Ingrid Solheim", "123"), listed(*CROWD))
    assert found.not_comparable == ("q0", "q2")


def test_a_direction_override_does_not_hide_a_name():
    assert best("Ingrid\u202e Solheim", *CROWD).score == 1.0


def test_it_says_that_a_hit_is_a_lead():
    found = screen(asked("Ingrid Solheim"), listed(*CROWD))
    assert "lead for a person" in found.statements[0] and "no match by itself" in found.statements[0]
    assert VERSION in found.statements[1]


def test_a_threshold_out_of_reach_is_an_error():
    with pytest.raises(ValueError, match="threshold"):
        screen(asked("x"), listed(*CROWD), threshold=0)


def test_no_name_stays_in_memory_after_a_screening():
    found = screen(asked("Ingrit Solhaim"), listed(*CROWD, *(f"Invented Person {number}" for number in range(300))))
    assert found.hits
    for remembered in (words._folded, words.bones, words.likeness, retrieval._pieces_of_word):
        assert remembered.cache_info().currsize == 0
