# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil backup FOLDER`: the data into FOLDER, the keyring into its own folder for thirty days."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.vault.backup import BackupFailed, backup, expire_keyring_backups
from quatrefoil.foundation.vault.management.commands.keys import OPERATOR


class Command(BaseCommand):
    """`quatrefoil backup FOLDER`."""

    help = "Back up the data into FOLDER and the keyring into its own folder; expired keyring backups are destroyed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the data backup goes."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up, then let old keyring backups go."""
        try:
            with acting_as(OPERATOR, "backup"):
                data, keyring = backup(OPERATOR, options["folder"])
                expired = expire_keyring_backups()
        except (Refused, BackupFailed) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Data: {data}\nKeyring: {keyring} (for thirty days; keep it apart from the data)")
        if expired:
            self.stdout.write(f"Destroyed: {', '.join(expired)}")
