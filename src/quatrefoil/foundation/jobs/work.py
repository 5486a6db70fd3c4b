# SPDX-License-Identifier: Apache-2.0
"""What a running job holds in its hand: progress, a way to be stopped, and a file to leave."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from django.db import connection
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs import results
from quatrefoil.foundation.jobs.codes import Code, encode
from quatrefoil.foundation.jobs.models import Job


class Stopped(Exception):
    """Somebody asked the job to stop; what the finished steps did stays."""


class Work:
    """A job at work as its actor. Used as a context manager by the runner.

    `step` ends one transaction and begins the next, so that others see progress and no transaction grows long
    (DESIGN 5.7). Read in pages by key between steps: a server-side cursor does not live across one.
    """

    def __init__(self, job: Job, actor: Actor) -> None:
        self.job = job
        self.actor = actor
        self._acting: AbstractContextManager[Actor] | None = None
        self._depth = _depth()

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        acting, self._acting = self._acting, None
        if acting is not None:
            acting.__exit__(kind, fault, trace)

    def step(self, done: int, total: int) -> None:
        """Keep what was done so far, tell how far the work is, and go on; raises Stopped when asked to stop.

        Call it between transactions, not inside one.
        """
        if _depth() != self._depth:
            raise RuntimeError("step() was called inside a transaction: call it between actions.")
        self.__exit__(None, None, None)
        row = Job.objects.filter(id=self.job.id)
        row.update(done=done, total=total, seen_at=timezone.now())
        if row.filter(stop_asked_at__isnull=False).exists():
            raise Stopped
        self._begin()

    def tell(self, **codes: Code) -> None:
        """Add codes and numbers to what came of the job; they stand on its page."""
        self.job.result = {**self.job.result, **encode(codes)}

    def leave_file(self, name: str, media_type: str, data: bytes) -> None:
        """Leave a file for who asked: sealed, for one download within a day."""
        results.leave(self.job, name, media_type, data)

    def _begin(self) -> None:
        self._acting = acting_as(self.actor, f"job {self.job.kind}")
        self._acting.__enter__()
        self._depth = _depth()


def _depth() -> tuple[bool, int]:
    """How deep in transactions this connection is."""
    return connection.in_atomic_block, len(connection.savepoint_ids)
