# SPDX-License-Identifier: Apache-2.0
"""New records against held ones: the same pairs as a linkage finds, from a file that only its owner may read."""

import pytest

from quatrefoil.methods.record_linkage import BadRecords, Policy, Refused, index, link
from tests.unit.methods.record_linkage.invented import people


@pytest.fixture(scope="module")
def invented():
    return people(300)


@pytest.fixture(scope="module")
def learnt(invented):
    return link(invented[0]).card.model


def parted(columns, truth, new):
    """Held records, and of some people the second record as a new one."""
    seen, later = set(), []
    for row, record in enumerate(columns["record_id"]):
        if truth[record] in seen:
            later.append(row)
        seen.add(truth[record])
    later = set(later[:new])
    rows = range(len(columns["record_id"]))
    held = {name: [cells[row] for row in rows if row not in later] for name, cells in columns.items()}
    return held, {name: [cells[row] for row in rows if row in later] for name, cells in columns.items()}


@pytest.fixture(scope="module")
def built(invented, learnt, tmp_path_factory):
    held, new = parted(*invented, 22)
    path = tmp_path_factory.mktemp("index") / "held.index"
    assert index.build(held, learnt, path) == len(held["record_id"])
    return path, new


def test_a_new_record_finds_its_person(invented, built):
    path, new = built
    truth = invented[1]
    with index.opened(path) as opened:
        for row in range(3):
            one = {name: cells[row : row + 1] for name, cells in new.items()}
            (pair, *_more) = opened.find(one)
            assert truth[pair.left] == truth[pair.right]
            assert (pair.right, pair.reason) == (new["record_id"][row], None)
            assert 1 / (1 + 2.0 ** -sum(each.bits for each in pair.why)) == pytest.approx(pair.probability)


def test_many_at_once_find_what_each_finds_alone(built):
    path, new = built
    with index.opened(path) as opened:
        assert len(new["record_id"]) > index.FEW
        at_once = {(pair.left, pair.right, pair.probability) for pair in opened.find(new)}
        alone = set()
        for row in range(len(new["record_id"])):
            found = opened.find({name: cells[row : row + 1] for name, cells in new.items()})
            alone |= {(pair.left, pair.right, pair.probability) for pair in found}
    assert at_once == alone
    assert len(at_once) >= 20


def test_a_stranger_finds_nobody(built):
    with index.opened(built[0]) as opened:
        assert (
            opened.find({"record_id": ["n"], "given": ["Quirine"], "family": ["Vexholm"], "dob": ["1901-02-03"]}) == ()
        )
        assert opened.find({"record_id": ["n"], "given": [""]}) == ()


def test_a_sealed_record_is_left_to_a_person(built):
    path, new = built
    one = {name: cells[:1] for name, cells in new.items()}
    with index.opened(path) as opened:
        assert {pair.reason.code for pair in opened.find({**one, "sealed": ["yes"]})} == {"sealed"}


def test_purposes_hold_here_too(built):
    path, new = built
    one = {**{name: cells[:1] for name, cells in new.items()}, "purpose": ["enforcement"]}
    with index.opened(path) as opened:
        with pytest.raises(Refused):
            opened.find(one)
        assert opened.find(one, policy=Policy(frozenset({frozenset({"", "enforcement"})}), "Act 5, section 2"))


def test_only_its_owner_may_read_the_file_and_it_is_never_written_over(built, invented, learnt):
    path, _new = built
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BadRecords, match="there already"):
        index.build(invented[0], learnt, path)


def test_what_is_no_index_says_so(tmp_path):
    file = tmp_path / "it's.index"
    with pytest.raises(BadRecords, match="no index"), index.opened(file):
        pass
    file.write_text("hello")
    with pytest.raises(BadRecords, match="not an index"), index.opened(file):
        pass
