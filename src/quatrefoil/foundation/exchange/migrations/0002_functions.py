# SPDX-License-Identifier: Apache-2.0
"""The two functions that the public process may call on PostgreSQL."""

from django.db import migrations

from quatrefoil.foundation.exchange.public_rows import CREATE, DROP


def _on_postgresql(statements):
    def run(_apps, editor):
        if editor.connection.vendor == "postgresql":
            for statement in statements:
                editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [migrations.RunPython(_on_postgresql(CREATE), _on_postgresql(DROP))]
