# SPDX-License-Identifier: Apache-2.0
"""Runs the regular tasks that are due."""

import signal
from types import FrameType
from typing import Any

from django.core.management import BaseCommand, CommandParser

from quatrefoil.foundation.access.row_security import refuse_unsafe_role
from quatrefoil.foundation.jobs.ticks import run_due
from quatrefoil.foundation.jobs.worker import TICK_SECONDS, TickLoop


class Command(BaseCommand):
    """`quatrefoil tick`."""

    help = "Run what is due: clocks, reminders, audit batches. Once, or with --loop until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once or for ever."""
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM")
        parser.add_argument("--seconds", type=float, default=TICK_SECONDS, help="how long to wait between rounds")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One round, or many."""
        refuse_unsafe_role()
        if not options["loop"]:
            for name in run_due():
                self.stdout.write(name)
            return
        loop = TickLoop(options["seconds"])

        def leave(_number: int, _frame: FrameType | None) -> None:
            loop.leaving.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, leave)
        loop.run()
