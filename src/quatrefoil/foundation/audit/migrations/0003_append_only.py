# SPDX-License-Identifier: Apache-2.0
"""The audit tables only grow. On PostgreSQL each event also names the transaction that wrote it."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from quatrefoil.foundation.audit.append_only import append_only

XACT = "ALTER TABLE audit_auditevent ADD COLUMN IF NOT EXISTS xact xid8 NOT NULL DEFAULT pg_current_xact_id()"


def add_transaction(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """A default that the database fills; the model does not know it, so that no INSERT asks for it back."""
    if editor.connection.vendor == "postgresql":
        editor.execute(XACT)


def drop_transaction(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the column away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE audit_auditevent DROP COLUMN IF EXISTS xact")


class Migration(migrations.Migration):
    """Guards come last: a table that SQLite rebuilds loses its triggers."""

    dependencies = [("audit", "0002_batches")]

    operations = [
        migrations.RunPython(add_transaction, drop_transaction),
        append_only("audit_auditevent", "id"),
        append_only("audit_auditbatch", "number"),
        append_only("audit_auditleaf", "position", "event"),
        append_only("audit_auditcheck", "id"),
    ]
