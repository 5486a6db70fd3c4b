# SPDX-License-Identifier: Apache-2.0
"""The audit log: known trees, every proof up to 200 leaves, and every way of rewriting it found out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.transparency_log import (
    EMPTY_ROOT,
    BadHead,
    BrokenChain,
    CompactRange,
    Hash,
    LogError,
    SignedHead,
    WrongRoot,
    canonical_leaf,
    close_batch,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    require_log,
    require_signature,
    sign_head,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

# The test tree of the Certificate Transparency reference implementation (merkletree tests: inputs, roots and paths).
CT_INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CT_INCLUSION_OF_FIRST_IN_EIGHT = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
CT_CONSISTENCY_SIX_TO_EIGHT = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)
CT_CONSISTENCY_TWO_TO_FIVE = (
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
)
CT_LEAVES = tuple(leaf_hash(bytes.fromhex(text)) for text in CT_INPUTS)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MANY = tuple(leaf_hash(str(number).encode()) for number in range(200))


def a_log(batch_sizes: tuple[int, ...] = (3, 1, 4)) -> tuple[list[bytes], list[SignedHead]]:
    """Events and the heads of their batches."""
    leaves = [canonical_leaf({"act": "part.open", "n": number}) for number in range(sum(batch_sizes))]
    heads: list[SignedHead] = []
    grown = CompactRange()
    for size in batch_sizes:
        batch = [leaf_hash(leaf) for leaf in leaves[grown.size : grown.size + size]]
        head, grown = close_batch(heads[-1] if heads else None, grown, batch, NOON, KEY)
        heads.append(head)
    return leaves, heads


def test_an_empty_tree_has_the_root_of_rfc_6962() -> None:
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert CompactRange().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert tree_root(CT_LEAVES[:size]).hex() == CT_ROOTS[size - 1]


def test_proofs_are_those_of_certificate_transparency() -> None:
    assert tuple(step.hex() for step in inclusion_proof(0, CT_LEAVES)) == CT_INCLUSION_OF_FIRST_IN_EIGHT
    assert tuple(step.hex() for step in consistency_proof(6, CT_LEAVES)) == CT_CONSISTENCY_SIX_TO_EIGHT
    assert tuple(step.hex() for step in consistency_proof(2, CT_LEAVES[:5])) == CT_CONSISTENCY_TWO_TO_FIVE


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = MANY[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_every_consistency_proof_up_to_200_leaves_holds_and_no_shorter_or_longer_one_does() -> None:
    roots = [tree_root(MANY[:leaf_count]) for leaf_count in range(201)]
    for new in range(1, 201, 7):
        for old in range(1, new + 1):
            proof = consistency_proof(old, MANY[:new])
            assert verify_consistency(old, new, roots[old], roots[new], proof)
            assert not verify_consistency(old, new, roots[old], roots[new], (*proof, MANY[0]))
            assert not proof or not verify_consistency(old, new, roots[old], roots[new], proof[:-1])
            assert not verify_consistency(old, new, MANY[0] if old > 1 else MANY[1], roots[new], proof)


def test_every_inclusion_proof_holds_at_its_place_only() -> None:
    for size in (1, 2, 3, 7, 8, 9, 64, 65, 200):
        root = tree_root(MANY[:size])
        for position in range(size):
            proof = inclusion_proof(position, MANY[:size])
            assert verify_inclusion(MANY[position], position, size, proof, root)
            assert not verify_inclusion(MANY[(position + 1) % 200], position, size, proof, root)
            assert not verify_inclusion(MANY[position], size, size, proof, root)
            assert not verify_inclusion(MANY[position], position, size, (*proof, root), root)
            if size > 1:
                assert not verify_inclusion(MANY[position], (position + 1) % size, size, proof, root)


@given(st.data())
def test_a_proof_with_one_flipped_bit_is_rejected(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 60))
    position = data.draw(st.integers(0, size - 1))
    proof = [bytearray(step) for step in inclusion_proof(position, MANY[:size])]
    proof[data.draw(st.integers(0, len(proof) - 1))][data.draw(st.integers(0, 31))] ^= 1
    altered = [Hash(bytes(step)) for step in proof]
    assert not verify_inclusion(MANY[position], position, size, altered, tree_root(MANY[:size]))


@given(st.lists(st.binary(max_size=8), max_size=80))
def test_appending_one_by_one_gives_the_recursive_definition(contents: list[bytes]) -> None:
    def by_definition(hashes: list[Hash]) -> Hash:
        if len(hashes) < 2:
            return hashes[0] if hashes else EMPTY_ROOT
        split = 1
        while 2 * split < len(hashes):
            split *= 2
        return node_hash(by_definition(hashes[:split]), by_definition(hashes[split:]))

    leaves = [leaf_hash(content) for content in contents]
    grown = CompactRange().extend(leaves)
    assert grown.root() == by_definition(leaves)
    assert len(grown.subtrees) == len(leaves).bit_count()


def test_an_untouched_log_passes_and_tells_how_far_it_is_sealed() -> None:
    leaves, heads = a_log()
    assert require_log(leaves, heads, [KEY.public_key()]).size == 8
    assert require_log([*leaves, b"{}"], heads, [KEY.public_key()]).size == 8


REWRITINGS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "altered": lambda leaves: [*leaves[:5], canonical_leaf({"act": "nothing", "n": 5}), *leaves[6:]],
    "removed": lambda leaves: [*leaves[:2], *leaves[3:]],
    "swapped": lambda leaves: [leaves[1], leaves[0], *leaves[2:]],
    "added": lambda leaves: [*leaves[:1], leaves[0], *leaves[1:]],
    "cut short": lambda leaves: leaves[:-1],
}


@pytest.mark.parametrize("rewriting", REWRITINGS)
def test_a_rewritten_log_is_found_out(rewriting: str) -> None:
    leaves, heads = a_log()
    with pytest.raises(WrongRoot):
        require_log(REWRITINGS[rewriting](leaves), heads, [KEY.public_key()])


def test_a_removed_moved_or_altered_head_is_found_out() -> None:
    leaves, heads = a_log()
    for broken in ([heads[0], heads[2]], [heads[1], heads[0], heads[2]], heads[1:]):
        with pytest.raises(BrokenChain):
            require_log(leaves, broken, [KEY.public_key()])
    with pytest.raises(BadHead):
        require_log(leaves, [replace(heads[0], closed_at=datetime(2020, 1, 1, tzinfo=UTC))], [KEY.public_key()])


def test_a_head_rewritten_by_the_key_holder_breaks_the_chain_of_those_kept_elsewhere() -> None:
    leaves, heads = a_log()
    forged = sign_head(replace(heads[1], root=tree_root(MANY[:4])), KEY)
    with pytest.raises(LogError):
        require_log(leaves, [heads[0], forged, heads[2]], [KEY.public_key()])


def test_heads_signed_before_a_change_of_keys_still_hold() -> None:
    _, heads = a_log()
    require_signature(heads[0], [OTHER_KEY.public_key(), KEY.public_key()])
    with pytest.raises(BadHead):
        require_signature(heads[0], [OTHER_KEY.public_key()])


def test_a_head_that_contradicts_itself_is_refused_although_signed() -> None:
    leaves, heads = a_log((3,))
    for last, size in ((7, 3), (2, 2), (-1, 0)):
        with pytest.raises(BrokenChain):
            require_log(leaves, [sign_head(replace(heads[0], last=last, size=size), KEY)], [KEY.public_key()])


def test_a_batch_goes_on_only_where_the_last_one_ended() -> None:
    _, heads = a_log()
    with pytest.raises(BrokenChain):
        close_batch(heads[-1], CompactRange(), [MANY[0]], NOON, KEY)
    with pytest.raises(ValueError, match="at least one"):
        close_batch(None, CompactRange(), [], NOON, KEY)


def test_a_head_reads_back_from_its_line_and_from_no_other() -> None:
    _, heads = a_log()
    line = heads[1].to_line()
    assert SignedHead.from_line(line) == heads[1]
    wrong = [line.replace(b":", b": ", 1), line[:-1], b"{}", line.replace(b'"number":2', b'"number":"2"')]
    wrong += [line.replace(b'"number":2', b'"number":true'), line.replace(b"+00:00", b""), line.upper()]
    for broken in wrong:
        with pytest.raises(BadHead):
            SignedHead.from_line(broken)


def test_proofs_outside_the_tree_are_refused() -> None:
    for position in (-1, 8):
        with pytest.raises(IndexError):
            inclusion_proof(position, CT_LEAVES)
    for old_size in (0, 9):
        with pytest.raises(IndexError):
            consistency_proof(old_size, CT_LEAVES)
    assert not verify_consistency(0, 8, EMPTY_ROOT, tree_root(CT_LEAVES), ())
    assert not verify_consistency(3, 8, EMPTY_ROOT, tree_root(CT_LEAVES), ())
    assert not verify_consistency(8, 8, tree_root(CT_LEAVES), tree_root(CT_LEAVES), CT_LEAVES)
