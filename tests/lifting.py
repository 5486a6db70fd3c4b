# SPDX-License-Identifier: Apache-2.0
"""Lifts the guards of append-only tables: for attacks in tests, and for emptying the tables after a test that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseOperations

from quatrefoil.foundation.audit.append_only import PREFIX, append_only_tables


@contextmanager
def lifted(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """Nothing is append-only inside; on PostgreSQL this needs the owner."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            here = connection.introspection.table_names(cursor)
            tables = [table for table in append_only_tables() if table in here]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in tables:
                for kind in ("change", "truncate"):
                    cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {PREFIX}{table}_{kind}")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
        triggers = cursor.fetchall()
        for name, _made_by in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, made_by in triggers:
            cursor.execute(made_by)


def let_tests_empty_tables() -> None:
    """Django empties the tables after a test that commits; on SQLite by DELETE, which the guards refuse."""
    flush = DatabaseOperations.execute_sql_flush

    def with_guards_lifted(self: DatabaseOperations, sql_list: Any) -> None:
        with lifted(self.connection):
            flush(self, sql_list)

    DatabaseOperations.execute_sql_flush = with_guards_lifted  # type: ignore[method-assign]
