# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil keys`: make the key files that are missing, or rotate the key-encryption key while the system runs."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.foundation.vault.backup import backup_keyring
from quatrefoil.foundation.vault.rotation import rotate_kek

OPERATOR = system_actor("operator", rights=frozenset({"keys.rotate", "backup.run"}))


class Command(BaseCommand):
    """`quatrefoil keys make|rotate|show`."""

    help = "Make the key files that are missing (make), rotate the key-encryption key (rotate), or say what is there (show)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("act", choices=["make", "rotate", "show"])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a key file that cannot be used stops the command with its name."""
        acts = {"make": self._make, "rotate": self._rotate, "show": self._show}
        try:
            acts[options["act"]]()
        except instance_keys.KeyFileError as error:
            raise CommandError(str(error)) from None

    def _make(self) -> None:
        made = instance_keys.ensure_keys()
        self.stdout.write(f"Made: {', '.join(made)}." if made else "All key files are there.")
        if made:
            self.stdout.write("Copy them to a place that is not this machine, now: without them nothing can be read.")

    def _rotate(self) -> None:
        with acting_as(OPERATOR, "keys rotate"):
            done = rotate_kek(OPERATOR, self._progress)
            backup_keyring(OPERATOR)
        destroyed = ", ".join(f"kek-{epoch}" for epoch in done.destroyed) or "none"
        self.stdout.write(
            f"Epoch {done.epoch} is in force; {done.wrapped_again} keys wrapped again; destroyed: {destroyed}."
        )
        self.stdout.write(
            f"Copy kek-{done.epoch} to its safe place; older keyring backups no longer open without the old key."
        )

    def _show(self) -> None:
        epochs = ", ".join(map(str, instance_keys.epochs()))
        self.stdout.write(f"Epochs with a key: {epochs}. In force: {instance_keys.current_epoch()}.")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} keys")
