# SPDX-License-Identifier: Apache-2.0
"""One process that runs jobs and, beside them, the regular tasks; it leaves cleanly when asked to."""

import logging
import threading
from typing import Any, Final
from uuid import uuid4

from django.db import OperationalError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from quatrefoil.foundation.jobs.faults import place_of
from quatrefoil.foundation.jobs.ticks import run_due

logger = logging.getLogger(__name__)

TICK_SECONDS: Final = 20.0
LOOK_SECONDS: Final = 1.0


class TickLoop(threading.Thread):
    """Runs what is due until told to leave; a tick in progress is finished first."""

    def __init__(self, seconds: float = TICK_SECONDS) -> None:
        super().__init__(name="ticks")
        self.seconds = seconds
        self.leaving = threading.Event()

    def run(self) -> None:
        """Tick, wait, and tick again."""
        try:
            while not self.leaving.is_set():
                self._round()
                self.leaving.wait(self.seconds)
        finally:
            connections.close_all()

    def _round(self) -> None:
        close_old_connections()
        try:
            run_due()
        except OperationalError as fault:  # the database is busy or away: the next round comes soon
            logger.error(f"ticks: {place_of(fault)}")  # noqa: G004, TRY400 - arguments are stripped from the log

    def leave(self) -> None:
        """Ask the loop to end and wait for it."""
        self.leaving.set()
        if self.is_alive():
            self.join()


def queue_worker(**more: Any) -> Worker:
    """The queue's own worker for every queue."""
    given = {"interval": LOOK_SECONDS, "batch": False, "max_tasks": None, **more}
    return Worker(
        queue_names=["*"],
        backend_name="default",
        startup_delay=False,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
        **given,
    )


def run_waiting() -> None:
    """Run every job that waits, then return (tests, and small installations without a worker)."""
    queue_worker(batch=True).run()


def work(*, with_ticks: bool = True, tick_seconds: float = TICK_SECONDS) -> None:
    """Run jobs until SIGTERM or SIGINT; a job in progress is finished first."""
    worker, loop = queue_worker(), TickLoop(tick_seconds)
    worker.configure_signals()
    if with_ticks:
        loop.start()
    try:
        worker.run()
    finally:
        loop.leave()
