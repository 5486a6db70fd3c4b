# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier finds what was done to an export, and shares no code with what wrote it."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from quatrefoil.methods.canonical import canonical_json
from quatrefoil.methods.transparency_log import (
    CompactRange,
    SignedHead,
    canonical_leaf,
    close_batch,
    inclusion_proof,
    leaf_hash,
    sign_head,
)

TOOL = Path(__file__).parents[3] / "tools" / "verify_audit.py"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENTS = [canonical_leaf({"act": "part.open", "n": number, "purpose": "متابعة"}) for number in range(9)]


def loaded() -> ModuleType:
    """The verifier as a module."""
    spec = importlib.util.spec_from_file_location("verify_audit", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = loaded()


def sealed_heads() -> list[SignedHead]:
    """Three batches over the first eight events; the ninth is not sealed yet."""
    heads: list[SignedHead] = []
    grown = CompactRange()
    for size in (3, 1, 4):
        batch = [leaf_hash(event) for event in EVENTS[grown.size : grown.size + size]]
        head, grown = close_batch(heads[-1] if heads else None, grown, batch, NOON, KEY)
        heads.append(head)
    return heads


HEADS = sealed_heads()


def verified(folder: Path, events: list[bytes], heads: list[SignedHead], *more: str) -> int:
    """What the verifier says of these files."""
    (folder / "events.jsonl").write_bytes(b"".join(event + b"\n" for event in events))
    (folder / "heads.jsonl").write_bytes(b"".join(head.to_line() + b"\n" for head in heads))
    (folder / "keys.txt").write_text("# published in March\n" + KEY.public_key().public_bytes_raw().hex() + "\n")
    (folder / "kept.json").write_bytes(HEADS[2].to_line())
    files = [str(folder / name) for name in ("events.jsonl", "heads.jsonl", "keys.txt")]
    return int(VERIFIER.main([*files, *more]))


def test_an_untouched_export_holds_in_a_bare_interpreter(tmp_path: Path) -> None:
    assert verified(tmp_path, EVENTS, HEADS) == 0
    files = [str(tmp_path / name) for name in ("events.jsonl", "heads.jsonl", "keys.txt")]
    command = [sys.executable, "-I", "-S", str(TOOL), *files, "--kept", str(tmp_path / "kept.json")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "batch 3: events 4 to 7" in answer.stdout
    assert "not sealed yet: 1" in answer.stdout
    assert "kept elsewhere (batch 3) stands" in answer.stdout


CHANGES: dict[str, Callable[[], list[bytes]]] = {
    "changed": lambda: [*EVENTS[:5], EVENTS[5].replace(b"open", b"shut"), *EVENTS[6:]],
    "one space more": lambda: [*EVENTS[:5], EVENTS[5] + b" ", *EVENTS[6:]],
    "deleted": lambda: [*EVENTS[:2], *EVENTS[3:]],
    "reordered": lambda: [EVENTS[1], EVENTS[0], *EVENTS[2:]],
    "inserted": lambda: [*EVENTS[:4], EVENTS[0], *EVENTS[4:]],
    "cut short": lambda: EVENTS[:7],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_export_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str) -> None:
    assert verified(tmp_path, CHANGES[change](), HEADS) == 1
    assert "NOT AS IT WAS SEALED" in capsys.readouterr().out


def test_a_log_cut_short_with_its_heads_needs_a_head_kept_elsewhere(tmp_path: Path) -> None:
    assert verified(tmp_path, EVENTS[:4], HEADS[:2]) == 0
    assert verified(tmp_path, EVENTS[:4], HEADS[:2], "--kept", str(tmp_path / "kept.json")) == 1


def test_a_log_rewritten_by_the_holder_of_the_key_needs_one_too(tmp_path: Path) -> None:
    rewritten = [*EVENTS[:5], canonical_leaf({"act": "nothing"}), *EVENTS[6:8]]
    head, _ = close_batch(
        HEADS[1], CompactRange().extend(map(leaf_hash, EVENTS[:4])), list(map(leaf_hash, rewritten[4:])), NOON, KEY
    )
    assert verified(tmp_path, rewritten, [*HEADS[:2], head]) == 0
    assert verified(tmp_path, rewritten, [*HEADS[:2], head], "--kept", str(tmp_path / "kept.json")) == 1


def test_heads_removed_moved_altered_or_signed_by_another_are_found_out(tmp_path: Path) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    later = datetime(2026, 4, 1, tzinfo=UTC)
    for heads in (
        [HEADS[0], HEADS[2]],
        [HEADS[1], HEADS[0], HEADS[2]],
        HEADS[1:],
        [replace(HEADS[0], closed_at=later), *HEADS[1:]],
        [sign_head(HEADS[0], other), *HEADS[1:]],
        [sign_head(replace(HEADS[0], last=1), KEY)],
        [replace(HEADS[0], signature=b""), *HEADS[1:]],
    ):
        assert verified(tmp_path, EVENTS, heads) == 1


def write_extract(folder: Path, position: int, event: bytes) -> str:
    """An extract of one event, proven against the last head."""
    proof = inclusion_proof(position, [leaf_hash(leaf) for leaf in EVENTS[:8]])
    row = {"position": position, "leaf": event.decode(), "size": 8, "proof": [step.hex() for step in proof]}
    path = folder / "extract.jsonl"
    path.write_bytes(canonical_json(row) + b"\n")
    return str(path)


def test_an_extract_holds_without_the_other_events_and_only_as_it_was(tmp_path: Path) -> None:
    verified(tmp_path, EVENTS, HEADS)
    files = ["-", str(tmp_path / "heads.jsonl"), str(tmp_path / "keys.txt"), "--extract"]
    for position in range(8):
        assert VERIFIER.main([*files, write_extract(tmp_path, position, EVENTS[position])]) == 0
    assert VERIFIER.main([*files, write_extract(tmp_path, 5, EVENTS[4])]) == 1


def test_files_that_cannot_be_read_are_told_from_files_that_were_altered(tmp_path: Path) -> None:
    assert verified(tmp_path, EVENTS, []) == 2
    (tmp_path / "heads.jsonl").write_text("not a head\n")
    assert VERIFIER.main([str(tmp_path / name) for name in ("events.jsonl", "heads.jsonl", "keys.txt")]) == 2
    assert VERIFIER.main(["nowhere", "nowhere", "nowhere"]) == 2


# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_signatures_of_rfc_8032_hold(key: str, message: str, signature: str) -> None:
    assert VERIFIER.signature_holds(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(max_size=60), st.integers(0, 511))
@settings(max_examples=25, deadline=None)
def test_signatures_of_another_implementation_hold_until_a_bit_is_flipped(message: bytes, bit: int) -> None:
    key, signature = KEY.public_key().public_bytes_raw(), bytearray(KEY.sign(message))
    assert VERIFIER.signature_holds(key, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not VERIFIER.signature_holds(key, message, bytes(signature))


def test_the_verifier_is_short_enough_to_be_read() -> None:
    assert len(TOOL.read_text().splitlines()) < 200
