# SPDX-License-Identifier: Apache-2.0
"""The checker points at sentences, knows nothing of the statements it is judged on, and gives no verdict."""

import json

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import supply_chain as sc
from quatrefoil.methods.supply_chain import statement_model, statements
from tests.unit.methods.supply_chain.invented import statements as invented


@pytest.fixture(scope="module")
def model():
    return sc.fit_statements(invented())


def draft(*sentences, statement="d"):
    return {"statement_id": [statement] * len(sentences), "sentence": list(sentences)}


DRAFT = (
    "We make invented lamps",
    "Forced labour is a risk in our supply of glass",
    "The board approved this statement",
)


def test_sentences_are_pointed_at_by_criterion(model):
    found = {each.criterion: each for each in sc.check(draft(*DRAFT), model).criteria}
    assert [one.row for one in found["Risks"].sentences] == [1]
    assert [one.row for one in found["Approval"].sentences] == [2]
    assert found["Risks"].nearest.sentence == DRAFT[1]


def test_where_no_sentence_reaches_the_mark_the_nearest_is_named(model):
    found = sc.check(draft("We make invented lamps", "And chairs"), model, mark=0.99).criteria
    assert all(each.sentences == () for each in found)
    assert all(each.nearest.row in {0, 1} for each in found)


def test_statements_do_not_touch_each_other(model):
    alone = sc.check(draft(*DRAFT), model).strengths
    one, other = draft(*DRAFT), draft(*reversed(DRAFT), statement="e")
    mixed = {name: [value for pair in zip(one[name], other[name], strict=True) for value in pair] for name in one}
    assert sc.check(mixed, model).strengths[:3] == pytest.approx(alone)
    assert [found.row for found in sc.check(mixed, model).criteria[0].sentences] == [4]  # the row in the file


def test_a_model_kept_as_json_says_the_same(model):
    again = statement_model.from_json(model.to_json(), "x")
    assert sc.check(draft(*DRAFT), again).strengths == pytest.approx(sc.check(draft(*DRAFT), model).strengths, abs=1e-2)
    assert (again.criteria, again.f1) == (model.criteria, model.f1)


def test_folds_are_by_statement_and_do_not_depend_on_order():
    ids = [f"s{number}" for number in range(25) for _ in range(3)]
    fold = statements.folds(ids)
    assert all(len({int(fold[row]) for row, name in enumerate(ids) if name == one}) == 1 for one in ids)
    assert (statements.folds(ids[::-1])[::-1] == fold).all()
    assert np.bincount(fold).min() >= 6


def test_the_order_of_statements_does_not_matter_to_the_f1(model):
    table = pd.DataFrame(invented())
    turned = pd.concat([group for _, group in list(table.groupby("statement_id", sort=False))[::-1]])
    assert sc.fit_statements(turned).f1 == model.f1


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (invented(5), "at least 10"),
        ({**invented(), "Nothing": [0] * 48}, "'Nothing' is marked in 0 statements"),
        ({**invented(), "All": [1] * 48}, "'All' is marked"),
    ],
)
def test_labels_that_cannot_carry_a_model_are_refused(table, words):
    with pytest.raises(sc.Refused, match=words):
        sc.fit_statements(table)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({**invented(), "Risks": ["2"] * 48}, "Row 2, column 'Risks': '2' is neither 0 nor 1"),
        ({"statement_id": ["a"], "sentence": ["x"]}, "no column of labels"),
        ({"statement_id": ["a", ""], "sentence": ["x", "y"], "A": [0, 1]}, "Row 3: there is no statement_id"),
        ({"sentence": ["x"], "A": [1]}, "'statement_id' is missing"),
    ],
)
def test_labels_that_cannot_be_read_name_the_place(table, words):
    with pytest.raises(sc.BadTable, match=words):
        sc.fit_statements(table)


def test_hostile_sentences_do_no_harm(model):
    found = sc.check(draft("", "\u202e" * 1_000, "x " * 500_000, "\0", None), model)
    assert np.isfinite(found.strengths).all()
    assert len(found.criteria) == 2


@pytest.mark.parametrize("change", [{"kind": "other"}, {"weights": [[1]]}, {"words": {}}, {"intercepts": [1]}])
def test_a_file_that_is_no_fitted_model_is_refused(model, change):
    said = {**json.loads(model.to_json()), **change}
    with pytest.raises(sc.Refused, match="no fitted model"):
        statement_model.from_json(json.dumps(said), "x.json")


def test_tokens_of_the_gold_sentences_are_those_of_the_published_criteria(reference_data):
    table = pd.read_csv(reference_data / "supply" / "aims" / "aims_au_gold_sentences.csv", keep_default_na=False)
    criteria, labels = statements._labels(table)
    assert (len(criteria), len(labels), table["statement_id"].nunique()) == (11, 4794, 50)
    assert labels.sum(axis=0).tolist() == [71, 59, 83, 263, 353, 298, 282, 1360, 57, 223, 47]
