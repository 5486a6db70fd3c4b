# SPDX-License-Identifier: Apache-2.0
"""Clusters under guards, decisions that can be taken back, and purposes that stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.record_linkage import (
    BadRecords,
    Decision,
    Decisions,
    Policy,
    Refused,
    clusters,
    decisions,
    purposes,
)
from quatrefoil.methods.record_linkage.clusters import Edge, contradict, guarded
from quatrefoil.methods.record_linkage.normalise import Document


def joined(edges, members=10, **more):
    guards = {"documents": {}, "sealed": frozenset(), "said": {}, "largest": 50, **more}
    return guarded(range(members), [Edge(*edge) for edge in edges], **guards)


CHAIN = ((0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7))


def test_without_guards_records_join_along_pairs():
    assert joined(CHAIN).clusters == ((0, 1, 2, 3),)


def test_no_machine_makes_a_cluster_larger_than_it_may():
    found = joined(CHAIN, largest=3)
    assert found.clusters == ((0, 1, 2),)
    assert [(edge.left, edge.right, guard) for edge, guard in found.kept_apart] == [(2, 3, clusters.TOO_LARGE)]


def test_a_sealed_record_is_never_joined_by_a_machine():
    found = joined(CHAIN, sealed=frozenset({1}))
    assert found.clusters == ((2, 3),)
    assert {guard for _edge, guard in found.kept_apart} == {clusters.SEALED}


def test_a_person_joins_a_sealed_record_and_the_machine_adds_nothing_to_it():
    found = joined(CHAIN, sealed=frozenset({1}), said={(0, 1): "same"})
    assert found.clusters == ((0, 1), (2, 3))


def test_contradicting_documents_keep_clusters_apart_also_at_a_distance():
    papers = {0: Document("et passport", "ep1234567"), 3: Document("et passport", "ep7654321")}
    assert joined(CHAIN, documents=papers).clusters == ((0, 1, 2),)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (Document("et passport", "ep1234567"), Document("et passport", "ep1234568"), False),  # a typing error
        (Document("et passport", "ep1234567"), Document("et passport", "xk9988776"), True),
        (Document("et passport", "ep1234567"), Document("et licence", "xk9988776"), False),  # one may hold both
        (Document("", "ep1234567"), Document("", "xk9988776"), False),  # the kind is not said
    ],
)
def test_documents_contradict_only_when_they_are_of_one_stated_kind(one, other, wanted):
    assert contradict(one, other) is wanted


def test_what_a_person_said_overrides_the_machine():
    assert joined(CHAIN, said={(1, 2): "different"}).clusters == ((0, 1), (2, 3))
    assert joined((), said={(4, 7): "same"}).clusters == ((4, 7),)


def test_different_holds_through_others():
    found = joined(((0, 1, 0.9), (1, 2, 0.9)), said={(0, 2): "different"})
    assert found.clusters == ((0, 1),)


def test_decisions_that_cannot_all_hold_are_named():
    with pytest.raises(BadRecords):
        joined((), said={(0, 1): "same", (1, 2): "same", (0, 2): "different"})


edges = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from([0.5, 0.7, 0.9])).filter(lambda e: e[0] < e[1]),
    max_size=12,
)


@given(edges, st.randoms(use_true_random=False), st.integers(1, 8))
def test_the_order_of_pairs_does_not_matter(given_edges, draw, largest):
    papers = {0: Document("k", "aaaa1111"), 5: Document("k", "bbbb2222")}
    turned = list(given_edges)
    draw.shuffle(turned)
    options = {"documents": papers, "largest": largest, "sealed": frozenset({3})}
    assert joined(given_edges, **options) == joined(turned, **options)


@given(edges)
def test_joining_and_taking_back_is_the_identity(given_edges):
    start = Decisions((Decision("r1", "r2", "different"),))
    after = start.and_then(Decision("r6", "r5", "same", by="a", why="seen")).take_back("r5", "r6")
    assert after.holding() == start.holding()
    assert len(after) == 3  # nothing is forgotten

    def places(taken):
        return {(int(a[1]), int(b[1])): verdict for (a, b), verdict in taken.holding().items()}

    assert joined(given_edges, said=places(after)) == joined(given_edges, said=places(start))


def test_only_what_holds_can_be_taken_back():
    with pytest.raises(BadRecords, match="none can be taken back"):
        Decisions().take_back("a", "b")


def test_a_record_is_not_compared_with_itself():
    with pytest.raises(BadRecords, match="twice"):
        Decision("a", "a", "same")


def test_decisions_are_read_from_a_table_and_the_last_one_holds():
    read = decisions.from_columns(
        {"left": ["b", "a"], "right": ["a", "b"], "decision": ["yes", "No"], "by": ["ana", "eli"]}
    )
    assert read.holding() == {("a", "b"): "different"}
    with pytest.raises(BadRecords, match="row 2, column decision"):
        decisions.from_columns({"left": ["a"], "right": ["b"], "decision": ["maybe"]})


def test_people_who_were_helped_and_those_of_an_investigation_meet_only_by_a_written_policy():
    with pytest.raises(Refused) as refused:
        Policy().check(["protection", "enforcement", "protection"])
    assert [reason.code for reason in refused.value.reasons] == ["purposes_may_not_be_joined"]
    allowed = purposes.from_mapping({"basis": "Act 5, section 2", "may_join": [["Protection", "enforcement"]]})
    allowed.check(["protection", "enforcement"])
    with pytest.raises(Refused):
        allowed.check(["protection", "enforcement", "tax"])
    with pytest.raises(Refused):
        Policy().check(["", "enforcement"])


@pytest.mark.parametrize(
    "given_policy", [{}, [], {"may_join": "all"}, {"may_join": [["a"]]}, {"may_join": [["a", "b"]]}]
)
def test_a_policy_without_pairs_or_basis_is_no_policy(given_policy):
    with pytest.raises(BadRecords):
        purposes.from_mapping(given_policy)
