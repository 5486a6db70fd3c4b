# SPDX-License-Identifier: Apache-2.0
"""Every way to falsify a sealed log is found, by the platform and by the stand-alone verifier."""

import importlib.util
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone

from quatrefoil.foundation.audit import batches, export, keys, verify
from quatrefoil.foundation.audit.models import AuditBatch, AuditEvent, AuditLeaf
from quatrefoil.methods.transparency_log import SignedHead, sign_head
from tests.integration.audit.conftest import KEY, Write, attack, check, sql_id

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
VERIFIER = Path(__file__).resolve().parents[3] / "tools" / "verify_audit.py"


@pytest.fixture
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_audit", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "public_keys", lambda: (KEY.public_key(),))
    return lambda **more: [str(path) for path in export.write_export(tmp_path / "export", **more)]


def faults(seen: verify.Verification) -> set[tuple[str, int | None]]:
    return {(str(fault.code), fault.batch) for fault in seen.faults}


@pytest.mark.parametrize(
    ("column", "value"),
    [("act", "note.write"), ("purpose", "another"), ("outcome", "refused"), ("detail", "x"), ("part", "health")],
)
def test_a_changed_event_is_found_and_named(sealed: list[AuditEvent], column: str, value: str):
    with attack() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", [value, sql_id(sealed[5].id)])
    (fault,) = check().faults
    assert (fault.code, fault.batch, fault.position, fault.event) == (verify.FaultCode.ALTERED, 2, 5, sealed[5].id)


@pytest.mark.parametrize("column", ["actor", "organisation", "record"])
def test_a_changed_who_or_what_is_found(sealed: list[AuditEvent], column: str):
    with attack() as cursor:
        cursor.execute(
            f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", [sql_id(uuid.uuid4()), sql_id(sealed[0].id)]
        )
    assert faults(check()) == {("altered", 1)}


def test_a_time_moved_by_a_microsecond_is_found(sealed: list[AuditEvent]):
    with attack():
        AuditEvent.objects.filter(id=sealed[11].id).update(
            at=sealed[11].at.replace(microsecond=(sealed[11].at.microsecond + 1) % 1_000_000)
        )
    assert faults(check()) == {("altered", 3)}


def test_a_deleted_event_is_found_and_named(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(sealed[6].id)])
    (fault,) = check().faults
    assert (fault.code, fault.batch, fault.position, fault.event) == (verify.FaultCode.REMOVED, 2, 6, sealed[6].id)


def test_an_event_deleted_together_with_its_place_is_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(sealed[6].id)])
        cursor.execute("DELETE FROM audit_auditleaf WHERE position = 6")
    assert faults(check()) == {("place_lost", 2), ("root", 2)}


def test_an_event_changed_together_with_its_hash_is_found_in_its_batch_only(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditevent SET act = 'nothing' WHERE id = %s", [sql_id(sealed[5].id)])
        changed = AuditEvent.objects.get(id=sealed[5].id)
        digest = batches.leaf_hash(batches.leaf_of(changed)).hex()
        cursor.execute("UPDATE audit_auditleaf SET digest = %s WHERE position = 5", [digest])
    assert faults(check()) == {("root", 2)}


def test_two_events_that_changed_places_are_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        for position, event in ((100, sealed[2]), (2, sealed[3]), (3, sealed[2])):
            cursor.execute("UPDATE audit_auditleaf SET position = %s WHERE event = %s", [position, sql_id(event.id)])
    assert faults(check()) == {("root", 1)}


def test_two_events_that_changed_places_under_their_hashes_are_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        for event, position in ((uuid.uuid4(), 2), (sealed[2].id, 3), (sealed[3].id, 2)):
            cursor.execute("UPDATE audit_auditleaf SET event = %s WHERE position = %s", [sql_id(event), position])
    assert [(str(fault.code), fault.position) for fault in check().faults] == [("moved", 2), ("moved", 3)]


def test_a_log_cut_short_is_found_by_the_heads_kept_elsewhere(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 3")
        cursor.execute("DELETE FROM audit_auditleaf WHERE position >= 8")
        for event in sealed[8:]:
            cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(event.id)])
    assert faults(check()) == {("truncated", 3)}


def test_a_log_emptied_altogether_is_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        for table in ("audit_auditevent", "audit_auditleaf", "audit_auditbatch"):
            cursor.execute(f"DELETE FROM {table}")
    assert faults(check()) == {("truncated", 1), ("truncated", 2), ("truncated", 3)}


def test_a_batch_taken_out_of_the_middle_is_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 2")
    assert {("chain", 3), ("truncated", 2)} <= faults(check())


def test_a_log_rewritten_and_signed_again_with_the_stolen_key_is_found_by_the_heads_kept_elsewhere(
    sealed: list[AuditEvent], heads_file: Path
):
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditevent SET act = 'nothing' WHERE id = %s", [sql_id(sealed[9].id)])
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 3")
        cursor.execute("DELETE FROM audit_auditleaf WHERE position >= 8")
    assert batches.close_batch(KEY) is not None
    assert faults(check()) == {("rewritten", 3)}
    assert faults(check(heads=heads_file.with_name("nothing"))) == {("heads_file", 1)}


def test_a_head_signed_with_another_key_is_found(sealed: list[AuditEvent]):
    forged: SignedHead = sign_head(batches.head_of(AuditBatch.objects.get(number=3)), Ed25519PrivateKey.generate())
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditbatch SET signature = %s WHERE number = 3", [forged.signature.hex()])
    assert faults(check()) == {("signature", 3)}


@pytest.mark.parametrize(
    ("column", "value"), [("root", "ab" * 32), ("previous", "cd" * 32), ("size", 13), ("last", 12), ("first", 7)]
)
def test_a_changed_head_is_found(sealed: list[AuditEvent], column: str, value: object):
    with attack() as cursor:
        cursor.execute(f"UPDATE audit_auditbatch SET {column} = %s WHERE number = 3", [value])
    assert ("signature", 3) in faults(check())


def test_a_changed_continuation_is_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditbatch SET subtrees = %s WHERE number = 2", ["ef" * 32])
    assert faults(check()) == {("tree", 2)}


def test_an_event_inserted_among_sealed_ones_is_found(sealed: list[AuditEvent]):
    with attack() as cursor:
        added = AuditEvent.objects.create(
            at=sealed[3].at, actor=sealed[3].actor, organisation=sealed[3].actor, act="x", purpose=""
        )
        cursor.execute("UPDATE audit_auditleaf SET event = %s WHERE position = 4", [sql_id(added.id)])
    assert ("altered", 2) in faults(check())


def test_a_lost_guard_is_found(sealed: list[AuditEvent]):
    with attack():
        assert ("unguarded", None) in faults(check())
    assert check().holds


def test_waiting_events_are_counted_and_are_no_fault(sealed: list[AuditEvent], write: Write):
    write(3)
    seen = check()
    assert (seen.holds, seen.waiting, seen.events) == (True, 3, 12)
    assert seen.sealed_until is not None
    assert seen.sealed_until <= timezone.now()


def test_the_verifier_tells_how_far_it_is(sealed: list[AuditEvent]):
    steps: list[tuple[int, int]] = []

    class Watched(verify.Progress):
        def step(self, done: int, total: int) -> None:
            steps.append((done, total))

    check(progress=Watched())
    assert steps == [(4, 12), (8, 12), (12, 12)]


def test_the_stand_alone_verifier_agrees_with_an_untouched_log(
    sealed: list[AuditEvent], write: Write, exported, verifier: ModuleType, heads_file: Path, capsys
):
    write(2)
    heads, public, events = exported()
    newest = heads_file.read_bytes().splitlines()[-1]
    heads_file.with_name("head.json").write_bytes(newest + b"\n")
    assert verifier.main([events, heads, public, "--kept", str(heads_file.with_name("head.json"))]) == 0
    assert "events not sealed yet: 2" in capsys.readouterr().out


def change_an_event(cursor, events: list[AuditEvent]) -> None:
    cursor.execute("UPDATE audit_auditevent SET act = 'nothing' WHERE id = %s", [sql_id(events[5].id)])


def delete_an_event(cursor, events: list[AuditEvent]) -> None:
    cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(events[5].id)])


def swap_two_events(cursor, events: list[AuditEvent]) -> None:
    for position, event in ((100, events[2]), (2, events[3]), (3, events[2])):
        cursor.execute("UPDATE audit_auditleaf SET position = %s WHERE event = %s", [position, sql_id(event.id)])


def take_a_batch_out(cursor, _events: Iterable[AuditEvent]) -> None:
    cursor.execute("DELETE FROM audit_auditbatch WHERE number = 2")


@pytest.mark.parametrize("deed", [change_an_event, delete_an_event, swap_two_events, take_a_batch_out])
def test_the_stand_alone_verifier_finds_it_in_the_export(
    sealed: list[AuditEvent], exported, verifier: ModuleType, deed
):
    with attack() as cursor:
        deed(cursor, sealed)
    heads, public, events = exported()
    assert verifier.main([events, heads, public]) == 1


def test_an_extract_proves_the_events_of_one_record_and_holds_no_other(
    sealed: list[AuditEvent], write: Write, exported, verifier: ModuleType, capsys
):
    record = uuid.uuid4()
    write(3, record=record)
    batches.close_all(KEY)
    heads, public, extract = exported(record=record)
    lines = [json.loads(line) for line in Path(extract).read_bytes().splitlines()]
    assert {json.loads(line["leaf"])["record"] for line in lines} == {str(record)}
    assert verifier.main(["-", heads, public, "--extract", extract]) == 0
    assert "events of the extract that stand in the log: 3" in capsys.readouterr().out
    lines[0]["leaf"] = lines[0]["leaf"].replace("part.open", "part.edit")
    Path(extract).write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    assert verifier.main(["-", heads, public, "--extract", extract]) == 1


def test_every_place_has_one_event_and_every_event_one_place(sealed: list[AuditEvent]):
    assert AuditLeaf.objects.count() == AuditEvent.objects.count() == 12


def test_a_batch_that_closes_while_the_verifier_runs_is_no_fault(sealed: list[AuditEvent], write: Write):
    class Busy(verify.Progress):
        def step(self, done: int, total: int) -> None:
            write(1)
            batches.close_batch(KEY)
            batches.keep_heads()

    assert check(progress=Busy()).holds
