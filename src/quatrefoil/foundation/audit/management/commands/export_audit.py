# SPDX-License-Identifier: Apache-2.0
"""Writes the audit log for somebody who checks it without this program."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.export import write_export
from quatrefoil.foundation.identity.actors import system_actor


class Command(BaseCommand):
    """`quatrefoil export-audit FOLDER`."""

    help = "Write events, heads and public keys; tools/verify_audit.py checks them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and of what."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--record", type=UUID, help="only the events of this record, each with its proof")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files and name them."""
        with acting_as(system_actor("verifier", rights=frozenset({"audit.verify"})), "command export_audit"):
            trail.read("audit.export", options["record"])
            written = write_export(options["folder"], record=options["record"])
        self.stdout.write("\n".join(str(path) for path in written))
