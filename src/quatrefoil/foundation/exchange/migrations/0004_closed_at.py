# SPDX-License-Identifier: Apache-2.0
"""When a report was closed. Reports that were closed before this are kept for a whole period from today."""

from django.db import migrations, models
from django.utils import timezone


def _from_today(apps, _editor):
    # Not the default manager: nobody acts in a migration.
    closed = models.QuerySet(apps.get_model("exchange", "InboxReport")).filter(state="closed", closed_at__isnull=True)
    closed.update(closed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_pace")]

    operations = [
        migrations.AddField(
            model_name="inboxreport",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, help_text="From here the time runs until it is erased.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="inboxreport",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)), fields=["closed_at"], name="report_by_end"
            ),
        ),
        migrations.RunPython(_from_today, migrations.RunPython.noop),
    ]
