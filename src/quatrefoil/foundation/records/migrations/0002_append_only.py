# SPDX-License-Identifier: Apache-2.0
"""History only grows."""

from django.db import migrations

from quatrefoil.foundation.audit.append_only import append_only


class Migration(migrations.Migration):
    """After every migration that alters records_history on SQLite this operation stands again."""

    dependencies = [("records", "0001_initial")]

    operations = [append_only("records_history", "id")]
