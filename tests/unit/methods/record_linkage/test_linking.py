# SPDX-License-Identifier: Apache-2.0
"""The whole linkage on a small scale: right, reproducible, explained, within its budget, and within what it may do."""

import json
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from quatrefoil.methods.record_linkage import BadRecords, Decision, Decisions, Refused, link, model, threshold
from tests.unit.methods.record_linkage.invented import f1, people


@pytest.fixture(scope="module")
def invented():
    return people(300)


@pytest.fixture(scope="module")
def linked(invented):
    return link(invented[0])


def with_column(columns, name, cells):
    return {**columns, name: cells}


def test_people_are_found_again_without_labels(invented, linked):
    precision, recall, balance = f1(linked.clusters, invented[1])
    assert balance >= 0.99, (precision, recall)
    assert linked.card.picked.f1 == pytest.approx(balance, abs=0.02)


def test_the_order_of_records_does_not_matter(invented, linked):
    turned = {name: cells[::-1] for name, cells in invented[0].items()}
    again = link(turned)
    assert again.clusters == linked.clusters
    assert [pair.probability for pair in again.pairs] == pytest.approx([pair.probability for pair in linked.pairs])


def test_the_waterfall_adds_up_to_the_probability(linked):
    for pair in [linked.pairs[0], linked.pairs[len(linked.pairs) // 2], linked.pairs[-1], *linked.review[:3]]:
        bits = sum(each.bits for each in pair.why)
        assert 1 / (1 + 2.0**-bits) == pytest.approx(pair.probability, rel=1e-6)
        assert pair.why[0].part == "share of matches"


def test_a_saved_model_gives_the_same_clusters_and_holds_numbers_only(invented, linked):
    kept = model.from_mapping(json.loads(json.dumps(linked.card.model.as_dict())))
    again = link(invented[0], model=kept)
    assert again.clusters == linked.clusters
    assert not again.card.is_new
    assert "_l" not in json.dumps(linked.card.model.as_dict()["levels"])


def test_two_files_are_linked_with_each_other_only(invented):
    columns, truth = invented
    table = pa.table(columns)
    cut = table.num_rows // 2
    found = link(table.slice(0, cut), table.slice(cut))
    first = set(columns["record_id"][:cut])
    assert found.pairs
    assert all((pair.left in first) != (pair.right in first) for pair in found.pairs)
    assert np.mean([truth[pair.left] == truth[pair.right] for pair in found.pairs]) >= 0.99


def test_a_decision_overrides_the_machine_and_taking_it_back_restores_everything(invented, linked):
    pair = linked.pairs[0]
    kept = linked.card.model
    parted = Decisions((Decision(pair.left, pair.right, "different", by="eli"),))
    plain = link(invented[0], model=kept)
    split = link(invented[0], model=kept, decisions=parted)
    assert split.cluster_of().get(pair.left, -1) != split.cluster_of().get(pair.right, -2)
    restored = link(invented[0], model=kept, decisions=parted.take_back(pair.right, pair.left))
    assert restored.clusters == plain.clusters
    assert [(one.left, one.right) for one in restored.pairs] == [(one.left, one.right) for one in plain.pairs]


def test_a_decision_joins_what_no_rule_ever_compared(invented, linked):
    alone = sorted(set(invented[0]["record_id"]) - set(linked.cluster_of()))[:2]
    found = link(invented[0], model=linked.card.model, decisions=Decisions((Decision(*alone, "same"),)))
    assert tuple(alone) in found.clusters
    pair = next(pair for pair in found.pairs if {pair.left, pair.right} == set(alone))
    assert (pair.probability, pair.why[0].part) == (None, "a person")


def test_sealed_records_go_to_a_person(invented, linked):
    sealed = linked.pairs[0].left
    columns = with_column(
        invented[0], "sealed", ["yes" if record == sealed else "" for record in invented[0]["record_id"]]
    )
    found = link(columns, model=linked.card.model)
    assert sealed not in found.cluster_of()
    assert {"sealed"} == {pair.reason.code for pair in found.review if sealed in (pair.left, pair.right)}
    assert found.card.sealed == 1


def test_purposes_that_may_not_be_joined_stop_everything(invented):
    n = len(invented[0]["record_id"])
    mixed = with_column(invented[0], "purpose", ["protection" if row % 2 else "enforcement" for row in range(n)])
    with pytest.raises(Refused, match=r"'enforcement' and for 'protection'"):
        link(mixed)


def test_a_giant_block_is_refused_by_name_before_any_pair_is_made():
    n = 20_000
    columns = {"record_id": [str(row) for row in range(n)], "given": ["unknown"] * n, "family": ["unknown"] * n}
    with pytest.raises(Refused, match=r"consonants of both names in any order.*largest block 20,000") as refused:
        link({**columns, "dob": ["1990"] * n})
    assert refused.value.reasons[0].code == "pair_budget"


def test_people_who_are_all_different_teach_nothing(invented):
    columns, _truth = people(80, twice=0.0)
    with pytest.raises(Refused, match="too few alike pairs"):
        link(columns)


def test_names_alone_do_not_tell_people_apart():
    with pytest.raises(Refused, match="two parts at least"):
        link({"record_id": ["a", "b", "c"], "family": ["ara", "ara", "bora"]})


def test_empty_columns_and_one_record_are_no_outage():
    assert link({"record_id": ["a"], "given": ["ara"]}).clusters == ()
    with pytest.raises(Refused):
        link({"record_id": ["a", "b"], "given": ["", ""], "family": ["", ""]})
    with pytest.raises(BadRecords):
        link({"record_id": []})


def test_hostile_cells_do_not_stop_the_others(invented):
    columns = {name: list(cells) for name, cells in invented[0].items()}
    for name, cells in columns.items():
        if name != "record_id":
            cells[0] = "\u202e'; drop table people; --" + "x" * 100_000
            cells[1] = None
    found = link(columns)
    assert f1(found.clusters, invented[1])[2] >= 0.98


def test_things_are_joined_by_their_number_and_organisations_by_more_than_a_name():
    found = link(
        {
            "record_id": ["p1", "p2", "v1", "v2", "o1", "o2", "o3"],
            "type": ["phone", "phone", "vehicle", "vehicle", "organisation", "organisation", "organisation"],
            "name": [None, None, None, None, "Blue Reef Ltd", "Reef Blue Co.", "BLUE REEF"],
            "phone": ["+251911234567", "00251911234567", None, None, "+251911000111", "+251911000111", None],
            "plate": [None, None, "AB-123", "ab 123", None, None, None],
        }
    )
    assert found.clusters == (("o1", "o2"), ("p1", "p2"), ("v1", "v2"))
    assert {(pair.left, pair.right) for pair in found.review} == {("o1", "o3"), ("o2", "o3")}
    assert {pair.probability for pair in found.pairs} == {None}


def test_the_threshold_counts_what_a_doubtful_pair_drags_along():
    left = np.array([0, 0, 1, 3, 3, 4, 2, 6])
    right = np.array([1, 2, 2, 4, 5, 5, 3, 7])
    sure = np.array([0.999] * 6 + [0.6, 0.6])
    # Alone, a pair of 0.6 is worth joining; as a bridge between two clusters of three it brings nine pairs at once.
    bridge, lone = (
        threshold.chosen(left[:7], right[:7], sure[:7]),
        threshold.chosen(left[[0, 7]], right[[0, 7]], sure[[0, 7]]),
    )
    assert lone.probability < 0.6
    assert bridge.precision < 1.0
    assert threshold.chosen(left, right, np.full(8, 0.3)).recall == 0.0


def test_the_prior_is_fitted_to_the_pairs():
    rng = np.random.default_rng(1)
    matches = rng.normal(25, 3, 1000)
    others = rng.normal(2, 3, 9000)
    possible = 1e7
    fitted = threshold.fitted_prior(np.concatenate([matches, others]), 1e-6, possible)
    assert fitted == pytest.approx(1000 / possible, rel=0.05)


def test_nothing_heavy_is_imported_before_it_is_needed():
    code = (
        "import sys, quatrefoil.methods.record_linkage as r; "
        "print(sorted({'splink', 'duckdb', 'pandas', 'pyarrow', 'numpy', 'matplotlib'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "[]"
