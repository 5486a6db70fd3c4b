# SPDX-License-Identifier: Apache-2.0
"""Runs background jobs and regular tasks until it is told to stop."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from quatrefoil.foundation.access.row_security import refuse_unsafe_role
from quatrefoil.foundation.jobs import worker


class Command(BaseCommand):
    """`quatrefoil worker`."""

    help = "Run background jobs, and the regular tasks beside them, until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to leave to another process."""
        parser.add_argument(
            "--without-ticks", action="store_true", help="another process runs `quatrefoil tick --loop`"
        )
        parser.add_argument("--until-empty", action="store_true", help="run what waits, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work."""
        refuse_unsafe_role()
        if options["until_empty"]:
            worker.run_waiting()
        else:
            worker.work(with_ticks=not options["without_ticks"])
