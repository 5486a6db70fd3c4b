# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil restore --data FILE --keyring FILE`: put backups back; stop the servers first."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.foundation.vault.backup import BackupFailed, restore
from quatrefoil.foundation.vault.management.commands.keys import OPERATOR


class Command(BaseCommand):
    """`quatrefoil restore`."""

    help = "Put a data backup, a keyring backup or both back in place. Stop the servers first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which files, and the word that says that what is there now may go."""
        parser.add_argument("--data", type=Path)
        parser.add_argument("--keyring", type=Path)
        parser.add_argument("--yes-replace", action="store_true", help="replace what is there now")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, and repeat erasures that are remembered."""
        files = {name: options[name] for name in ("data", "keyring") if options[name]}
        if not files:
            raise CommandError("Name a backup: --data FILE, --keyring FILE, or both.")
        for file in files.values():
            if not file.is_file():
                raise CommandError(f"{file} is not there.")
        if not options["yes_replace"]:
            raise CommandError("This replaces what is there now. Stop the servers, then add --yes-replace.")
        try:
            repeated = restore(OPERATOR, **files)
        except BackupFailed as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Restored {' and '.join(files)}. Erasures carried out again: {repeated}.")
