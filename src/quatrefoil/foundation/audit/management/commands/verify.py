# SPDX-License-Identifier: Apache-2.0
"""Checks that the audit log is as it was sealed."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit import keys, verify
from quatrefoil.foundation.audit.checking import ALSO, remember
from quatrefoil.foundation.identity.actors import system_actor


class Command(BaseCommand):
    """`quatrefoil verify`: ends with 1 when something was altered."""

    help = "Recompute the audit chain and say what is not as it was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the kept heads lie."""
        parser.add_argument(
            "--heads", type=Path, help="a file of heads kept elsewhere (default: the installation's own)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify, remember the outcome, and print it."""
        with acting_as(system_actor("verifier", rights=frozenset({"audit.verify"})), "command verify"):
            seen = verify.verify(keys.public_keys(), heads=options["heads"])
            remember(seen)
        for fault in seen.faults:
            self.stdout.write(f"NOT AS IT WAS SEALED: {fault}")
        self.stdout.write(f"{seen.events} events in {seen.batches} batches; {seen.waiting} wait for their seal.")
        others = [words for check in ALSO for words in check()]
        for words in others:
            self.stdout.write(f"NOT AS IT WAS SAVED: {words}")
        if others or not seen.holds:
            self.stdout.write(
                "Change nothing. Keep the database and its backups as they are and call the security officer."
            )
            sys.exit(1)
        self.stdout.write("Everything is as it was sealed.")
