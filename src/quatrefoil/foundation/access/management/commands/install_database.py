# SPDX-License-Identifier: Apache-2.0
"""Makes or upgrades both databases as their owner, then applies row-level security and grants."""

from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connections

from quatrefoil.foundation.access.row_security import APP, BACKUP, harden


class Command(BaseCommand):
    """`quatrefoil install-database`."""

    help = "Migrate the data and keyring databases, then apply row-level security and grants."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run as quatrefoil_owner on PostgreSQL."""
        quiet = max(0, options["verbosity"] - 1)
        for alias in connections:
            call_command("migrate", database=alias, verbosity=quiet, interactive=False)
        guarded = harden(connections["default"])
        if guarded:
            with connections["keyring"].cursor() as cursor:
                cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}")
                cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
                cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}")
                cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")
            self.stdout.write(f"{guarded} tables are guarded by row-level security.")
