# SPDX-License-Identifier: Apache-2.0
"""Sealing every minute, checking every night, and the commands."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from quatrefoil.foundation.audit import checking, kept, keys
from quatrefoil.foundation.audit.models import AuditBatch, AuditCheck, AuditEvent
from quatrefoil.foundation.jobs import ticks
from tests.integration.audit.conftest import KEY, Write, attack, sql_id

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql", databases=["default", "keyring"])


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "TICKS", {name: tick for name, tick in ticks.TICKS.items() if name.startswith("audit.")})
    monkeypatch.setattr(keys, "signing_key", lambda: KEY)


@pytest.fixture
def heard() -> Iterator[list[AuditCheck]]:
    heard: list[AuditCheck] = []
    checking.ON_CHECK.append(heard.append)
    yield heard
    checking.ON_CHECK.remove(heard.append)


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
def test_the_ticks_seal_and_verify(write: Write, heads_file: Path, heard: list[AuditCheck]):
    write(3)
    assert set(ticks.run_due()) == {"audit.close_batches", "audit.sweep", "audit.verify_nightly"}
    assert AuditBatch.objects.get(number=1).size == 3
    (check,) = heard
    assert (check.faults, check.events) == (0, 3)


def test_a_fault_found_at_night_is_told(
    sealed: list[AuditEvent], heard: list[AuditCheck], caplog: pytest.LogCaptureFixture
):
    with attack() as cursor:
        cursor.execute("UPDATE audit_auditevent SET act = 'nothing' WHERE id = %s", [sql_id(sealed[5].id)])
    with caplog.at_level(logging.CRITICAL):
        ticks.run_due()
    assert heard[0].codes == "altered"
    assert "not as it was sealed" in caplog.text


def test_the_command_says_that_everything_holds(sealed: list[AuditEvent], capsys: pytest.CaptureFixture[str]):
    call_command("verify")
    assert "12 events in 3 batches; 0 wait for their seal.\nEverything is as it was sealed." in capsys.readouterr().out
    assert AuditCheck.objects.get().faults == 0
    assert AuditEvent.objects.get(act="audit.verify").detail == "holds"


def test_the_command_ends_with_one_and_names_the_event(sealed: list[AuditEvent], capsys: pytest.CaptureFixture[str]):
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(sealed[5].id)])
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert (
        f"An event was removed after it was sealed. (batch 2, position 5, event {sealed[5].id})"
        in capsys.readouterr().out
    )
    assert AuditCheck.objects.get().codes == "removed"


def test_the_command_checks_against_a_copy_of_the_heads_from_elsewhere(
    sealed: list[AuditEvent], heads_file: Path, tmp_path: Path
):
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(heads_file.read_bytes())
    with attack() as cursor:
        cursor.execute("DELETE FROM audit_auditbatch WHERE number = 3")
        cursor.execute("DELETE FROM audit_auditleaf WHERE position >= 8")
        for event in sealed[8:]:
            cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [sql_id(event.id)])
    heads_file.unlink()
    assert kept.keep([]) == 0
    with pytest.raises(SystemExit):
        call_command("verify", heads=copy)
    assert AuditCheck.objects.get().codes == "truncated"


def test_the_export_writes_the_three_files(
    sealed: list[AuditEvent], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    call_command("export_audit", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.jsonl", "heads.jsonl", "keys.txt"]
    assert keys.as_hex(KEY.public_key()) in (tmp_path / "out" / "keys.txt").read_text()


def test_retired_keys_still_vouch_for_what_they_signed(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings.OPTIONS, "keys", tmp_path)
    old = "ab" * 31 + "00"
    (tmp_path / keys.RETIRED).write_text(f"# until 2026\n{old}\n")
    assert [keys.as_hex(key) for key in keys.public_keys()] == [keys.as_hex(KEY.public_key()), old]
