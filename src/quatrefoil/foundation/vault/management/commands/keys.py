# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil keys`: make the key files that are missing, and change keys while the system runs."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final

from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.vault import instance_keys, turning
from quatrefoil.foundation.vault.backup import backup_keyring
from quatrefoil.foundation.vault.rotation import rotate_kek

OPERATOR = system_actor("operator", rights=frozenset({"keys.rotate", "backup.run"}))


ACTS: Final = ("make", "rotate", "show")
TURNS: Final[dict[str, tuple[Callable[[Actor], str | tuple[str, ...]], str]]] = {
    "turn-desk": (
        turning.turn_desk_key,
        ("The desk has a new key; the older one is kept as %(names)s and still opens. Copy desk-private-key to its safe"
        " place and desk-public-key to the public side, restart the public side, and retire the older key a day later."),
    ),
    "retire-desk": (turning.retire_desk_keys, "Sealed again what needed an older key. Destroyed: %(names)s."),
    "turn-pepper": (
        turning.turn_pepper,
        ("New receipts use a new pepper; older receipts work while %(names)s is there. Copy both to their safe place and"
        " to the public side. After a seizure retire the older pepper at once."),
    ),
    "retire-pepper": (
        turning.retire_peppers, "Destroyed: %(names)s. Delete them on the public side too; older receipts end there.",
    ),
}  # fmt: skip


class Command(BaseCommand):
    """`quatrefoil keys make|rotate|show|turn-desk|retire-desk|turn-pepper|retire-pepper`."""

    help = (
        "Make the key files that are missing (make), rotate the key-encryption key (rotate), say what is there (show);"
        " give the desk a new key (turn-desk) or receipts a new pepper (turn-pepper) while older ones still work, and"
        " destroy the older ones (retire-desk, retire-pepper)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("act", choices=[*ACTS, *TURNS])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a key file that cannot be used stops the command with its name."""
        acts = {"make": self._make, "rotate": self._rotate, "show": self._show}
        try:
            acts.get(options["act"], lambda: self._turn(options["act"]))()
        except (instance_keys.KeyFileError, Refused) as error:
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

    def _turn(self, act: str) -> None:
        done, words = TURNS[act]
        with nullcontext() if act == "retire-desk" else acting_as(OPERATOR, f"keys {act}"):
            names = done(OPERATOR)
        kept = names if isinstance(names, str) else ", ".join(names)
        self.stdout.write(words % {"names": kept or "none"})

    def _show(self) -> None:
        epochs = ", ".join(map(str, instance_keys.epochs()))
        self.stdout.write(f"Epochs with a key: {epochs}. In force: {instance_keys.current_epoch()}.")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} keys")
