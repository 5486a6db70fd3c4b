# SPDX-License-Identifier: Apache-2.0
"""Batches: who is in them, in which order, and what is kept elsewhere."""

import datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from quatrefoil.foundation.audit import batches, kept
from quatrefoil.foundation.audit.models import AuditBatch, AuditEvent, AuditLeaf
from quatrefoil.methods.transparency_log import BrokenChain, leaf_hash, tree_root
from tests.integration.audit.conftest import KEY, Write, attack, check

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def test_nothing_is_signed_when_nothing_waits(heads_file: Path):
    assert batches.close_batch(KEY) is None
    assert batches.keep_heads() == 0
    assert check().holds


def test_events_get_their_places_by_time_and_the_root_is_over_all_of_them(sealed: list[AuditEvent]):
    order = list(AuditLeaf.objects.order_by("position").values_list("event", flat=True))
    assert order == [event.id for event in sealed]
    last = AuditBatch.objects.get(number=3)
    assert (last.first, last.last, last.size) == (8, 11, 12)
    assert last.root == tree_root(leaf_hash(batches.leaf_of(event)) for event in sealed).hex()
    seen = check()
    assert (seen.events, seen.batches, seen.waiting, seen.faults) == (12, 3, 0, ())


def test_an_event_that_comes_later_with_an_earlier_time_goes_into_the_next_batch(
    sealed: list[AuditEvent], write: Write
):
    late = write(1, act="note.write")[0]
    AuditEvent.objects.create(
        at=sealed[0].at - datetime.timedelta(minutes=5), actor=late.actor, organisation=late.actor, act="x", purpose=""
    )
    head = batches.close_batch(KEY)
    assert head is not None
    assert (head.number, head.first, head.last) == (4, 12, 13)
    batches.keep_heads()
    assert check().holds


def test_an_event_far_older_than_the_last_batch_is_found_by_the_sweep_only(sealed: list[AuditEvent]):
    old = sealed[0].at - datetime.timedelta(days=3)
    AuditEvent.objects.create(at=old, actor=sealed[0].id, organisation=sealed[0].id, act="x", purpose="")
    assert batches.close_batch(KEY) is None
    assert [str(code) for code in check().codes] == ["late"]
    assert batches.close_batch(KEY, sweep=True) is not None
    batches.keep_heads()
    assert check().holds


def test_a_batch_is_closed_to_the_second_it_says(sealed: list[AuditEvent]):
    assert {batch.closed_at.microsecond for batch in AuditBatch.objects.all()} == {0}
    assert all(batch.closed_at <= timezone.now() for batch in AuditBatch.objects.all())


def test_nothing_is_sealed_on_top_of_a_tampered_batch(sealed: list[AuditEvent], write: Write):
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditbatch SET subtrees = %s WHERE number = 3", ["00" * 64])
    write(1)
    with pytest.raises(BrokenChain):
        batches.close_batch(KEY)


def test_heads_missed_by_a_crash_are_kept_on_the_next_round(sealed: list[AuditEvent], heads_file: Path):
    lines = heads_file.read_bytes().splitlines(keepends=True)
    heads_file.write_bytes(b"".join(lines[:1]))
    assert batches.keep_heads() == 2
    assert heads_file.read_bytes() == b"".join(lines)


def test_the_heads_file_stays_a_witness_when_the_log_was_cut_short(
    sealed: list[AuditEvent], heads_file: Path, write: Write
):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 3")
        cursor.execute("DELETE FROM audit_auditleaf WHERE position >= 8")
    before = heads_file.read_bytes()
    write(2)
    batches.close_all(KEY)
    assert batches.keep_heads() == 0
    assert heads_file.read_bytes() == before
    assert "rewritten" in check().codes


def test_a_file_that_ends_in_rubbish_is_left_alone(sealed: list[AuditEvent], heads_file: Path):
    with heads_file.open("ab") as file:
        file.write(b'{"number": 4')
    assert kept.last_kept() is None
    assert batches.keep_heads() == 0
    assert check().codes == ("heads_file",)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_event_of_an_open_transaction_holds_back_those_that_are_younger(write: Write, heads_file: Path):
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        write(2)
        assert batches.close_batch(KEY) is None
        other.rollback()
    finally:
        other.close()
    head = batches.close_batch(KEY)
    assert head is not None
    assert head.size == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_only_one_closer_works_at_a_time(write: Write, heads_file: Path):
    other = connection.copy()
    write(2)
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [batches.LOCK])
        with transaction.atomic():
            assert batches.close_batch(KEY) is None
        other.rollback()  # the server may notice a closed connection only later
    finally:
        other.close()
    assert batches.close_batch(KEY) is not None


def test_a_backlog_of_old_events_is_sealed_in_one_go(write: Write, heads_file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batches, "LARGEST", 4)
    long_ago = timezone.now() - datetime.timedelta(days=900)
    for event in write(10):
        AuditEvent.objects.create(
            at=long_ago + datetime.timedelta(days=event.at.second),
            actor=event.actor,
            organisation=event.actor,
            act="x",
            purpose="",
        )
    assert batches.close_all(KEY) == 5
    batches.keep_heads()
    assert (check().holds, check().waiting) == (True, 0)
