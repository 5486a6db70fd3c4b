# SPDX-License-Identifier: Apache-2.0
"""Nobody changes, deletes, replaces or empties what the audit holds, whatever SQL they send."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from quatrefoil.foundation.audit.append_only import append_only_tables, check_guards, unguarded
from quatrefoil.foundation.audit.models import AuditEvent
from tests.lifting import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> AuditEvent:
    return AuditEvent.objects.create(actor=uuid.uuid4(), organisation=uuid.uuid4(), act="part.open", purpose="test")


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def sql_id(event: AuditEvent) -> str:
    return event.id.hex if connection.vendor == "sqlite" else str(event.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET act = 'nothing'",
        "UPDATE audit_auditevent SET id = id",
        "DELETE FROM audit_auditevent",
    ],
)
def test_an_event_is_neither_changed_nor_deleted(event: AuditEvent, statement: str):
    assert is_refused(statement)
    assert AuditEvent.objects.get() == event


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_an_event_is_not_replaced_even_without_recursive_triggers(event: AuditEvent, recursive: str, verb: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
    try:
        assert is_refused(
            f"{verb} INTO audit_auditevent SELECT id, at, actor, organisation, 'nothing', purpose, record, part, outcome, detail"
            " FROM audit_auditevent"
        )
        assert AuditEvent.objects.get().act == "part.open"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


def test_an_event_is_not_changed_by_an_upsert(event: AuditEvent):
    now = f"'{timezone.now():%Y-%m-%d %H:%M:%S}'" + ("" if connection.vendor == "sqlite" else "::timestamptz")
    assert is_refused(
        "INSERT INTO audit_auditevent (id, at, actor, organisation, act, purpose, part, outcome, detail)"
        f" VALUES ('{sql_id(event)}', {now}, '{sql_id(event)}', '{sql_id(event)}', 'nothing', '', '', 'done', '')"
        " ON CONFLICT (id) DO UPDATE SET act = 'nothing'"
    )
    assert AuditEvent.objects.get().act == "part.open"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
def test_the_log_is_not_emptied(event: AuditEvent):
    assert is_refused("TRUNCATE audit_auditevent")
    assert AuditEvent.objects.count() == 1


def test_every_append_only_table_keeps_its_guard_through_all_migrations():
    assert {"audit_auditevent", "audit_auditbatch", "audit_auditleaf", "audit_auditcheck", "records_history"} <= set(
        append_only_tables()
    )
    assert unguarded(connection) == ()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="lifting a guard needs the owner on PostgreSQL")
def test_a_lost_guard_is_reported_by_the_check_before_serving():
    with lifted():
        assert "audit_auditevent" in unguarded(connection)
        assert any("audit_auditevent" in fault.msg for fault in check_guards(databases=["default"]))
    assert check_guards(databases=["default"]) == []
