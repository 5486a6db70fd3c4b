# SPDX-License-Identifier: Apache-2.0
"""Tables that only grow: the database itself refuses to change, delete, replace or empty them.

A room declares `append_only = True` on its model and ends its migration with `append_only("table", "id")`. On PostgreSQL
the serving role has no right to change these tables either (`access.row_security`); the trigger also binds the owner.
SQLite rebuilds a table when a column is altered and drops its triggers with the old one: such a migration must end with
`append_only` again. `quatrefoil check` and a test look for tables that lost their guard.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's own name
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

PREFIX = "append_only_"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION quatrefoil_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(table: str, *unique: str) -> RunPython:
    """A migration operation that guards a table.

    unique: columns that identify a row ("id", or "number, year" together). `INSERT OR REPLACE` deletes the row that
    stands there, and SQLite fires no delete trigger for it when recursive_triggers is off: these columns are checked first.
    """

    def guard(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in guarding(editor.connection.vendor, table, unique or ("id",)):
            editor.execute(statement, params=None)

    def release(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _dropping(editor.connection.vendor, table):
            editor.execute(statement, params=None)

    return RunPython(guard, release)


def guarding(vendor: str, table: str, unique: tuple[str, ...]) -> Iterator[str]:
    """The statements that guard a table on this kind of database; running them again changes nothing."""
    yield from _dropping(vendor, table)
    yield from _sqlite(table, unique) if vendor == "sqlite" else _postgres(table)


def _sqlite(table: str, unique: tuple[str, ...]) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} cannot be changed'); END"
    same = " OR ".join(f"({columns}) = ({_new(columns)})" for columns in unique)
    yield f"CREATE TRIGGER {PREFIX}{table}_update BEFORE UPDATE ON {table} {refuse}"
    yield f"CREATE TRIGGER {PREFIX}{table}_delete BEFORE DELETE ON {table} {refuse}"
    known = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names of our own tables and columns
    yield f"CREATE TRIGGER {PREFIX}{table}_replace BEFORE INSERT ON {table} WHEN EXISTS ({known}) {refuse}"


def _new(columns: str) -> str:
    return ", ".join(f"NEW.{column.strip()}" for column in columns.split(","))


def _postgres(table: str) -> Iterator[str]:
    yield POSTGRES_FUNCTION
    for name, moment, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        trigger = f"{PREFIX}{table}_{name}"
        yield f"CREATE TRIGGER {trigger} BEFORE {moment} ON {table} FOR EACH {each} EXECUTE FUNCTION quatrefoil_append_only()"
        # Also while replaying a replication stream, which skips ordinary triggers.
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"


def _dropping(vendor: str, table: str) -> Iterator[str]:
    names, where = (
        (("update", "delete", "replace"), "") if vendor == "sqlite" else (("change", "truncate"), f" ON {table}")
    )
    for name in names:
        yield f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{name}{where}"


def append_only_tables() -> tuple[str, ...]:
    """Tables whose models say `append_only = True`."""
    return tuple(sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)))


TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE 'append_only_%%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname LIKE 'append_only_%%' AND tgenabled = 'A'",
}
EXPECTED = {"sqlite": 3, "postgresql": 2}


def unguarded(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Append-only tables whose triggers are missing or switched off."""
    found = []
    with connection.cursor() as cursor:
        for table in append_only_tables():
            cursor.execute(TRIGGERS[connection.vendor], [table])
            if len(cursor.fetchall()) != EXPECTED[connection.vendor]:
                found.append(table)
    return tuple(found)


def check_guards(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """System check (with --database): every append-only table has its guard.

    A warning, because an error would also stop the migration that guards the table again.
    """
    if "default" not in (databases or ()):
        return []
    connection = connections["default"]
    there = connection.introspection.table_names()
    hint = "Do not serve. Verify the audit, then run the migration that guards the table again."
    lost = [table for table in unguarded(connection) if table in there]
    return [
        Warning(f"{table} has lost the trigger that makes it append-only.", hint=hint, id="audit.W001")
        for table in lost
    ]
