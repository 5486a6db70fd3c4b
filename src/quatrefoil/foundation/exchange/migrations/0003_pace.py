# SPDX-License-Identifier: Apache-2.0
"""One threshold for all processes of the public side: counts of what arrived, and the functions that give them."""

from django.db import migrations, models

from quatrefoil.foundation.exchange.public_rows import CREATE_PACE, DROP_PACE


def _on_postgresql(statements):
    def run(_apps, editor):
        if editor.connection.vendor == "postgresql":
            for statement in statements:
                editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_functions")]

    operations = [
        migrations.CreateModel(
            name="NumberPace",
            fields=[
                ("bucket", models.BigIntegerField(primary_key=True, serialize=False)),
                ("look_ups", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="inboxreport", index=models.Index(fields=["received_at"], name="report_by_time")
        ),
        migrations.RunPython(_on_postgresql(CREATE_PACE), _on_postgresql(DROP_PACE)),
    ]
