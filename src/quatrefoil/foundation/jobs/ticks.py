# SPDX-License-Identifier: Apache-2.0
"""Regular tasks. Each room declares its own in its `ticks.py`, loaded at start; `quatrefoil tick` runs what is due.

Each runs as a named part of the system whose rights are written down where it is declared.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.jobs.faults import place_of
from quatrefoil.foundation.jobs.models import TickRun

logger = logging.getLogger(__name__)

Function = Callable[[Actor], object]


@dataclass(frozen=True, slots=True)
class Tick:
    """A regular task. With `at_hour` it runs once a day, after that hour of the installation's time."""

    name: str
    function: Function
    every: datetime.timedelta
    rights: frozenset[str]
    everywhere: frozenset[str]
    at_hour: int | None

    @property
    def actor(self) -> Actor:
        """Who it works as."""
        return system_actor(f"tick {self.name}", rights=self.rights, everywhere=self.everywhere)

    def is_due(self, last: datetime.datetime | None, now: datetime.datetime) -> bool:
        """Has its time come, when it last started at `last`?"""
        if self.at_hour is None:
            return last is None or now - last >= self.every
        today = timezone.localtime(now).replace(hour=self.at_hour, minute=0, second=0, microsecond=0)
        latest = today if today <= now else today - datetime.timedelta(days=1)
        return last is None or last < latest


TICKS: dict[str, Tick] = {}


def every(
    *,
    minutes: float,
    rights: frozenset[str] = frozenset(),
    everywhere: frozenset[str] = frozenset(),
    name: str = "",
    at_hour: int | None = None,
) -> Callable[[Function], Function]:
    """Declare a regular task: `@every(minutes=5, rights=frozenset({"…"}))` on function(actor).

    rights, everywhere: all that this part of the system may do and read, and nothing else. name: "room.function".
    """

    def declare(function: Function) -> Function:
        room = function.__module__.split(".")[-2]
        key = name or f"{room}.{function.__name__}"
        TICKS[key] = Tick(key, function, datetime.timedelta(minutes=minutes), rights, everywhere, at_hour)
        return function

    return declare


def run_due(now: datetime.datetime | None = None) -> tuple[str, ...]:
    """Run every task whose time has come, each on its own: one that fails keeps no other from running.

    Returns the names of those that ran. Several processes may call this: each task is claimed by one.
    """
    now = now or timezone.now()
    return tuple(tick.name for tick in list(TICKS.values()) if _claimed(tick, now) and _ran(tick))


def _claimed(tick: Tick, now: datetime.datetime) -> bool:
    row, _made = TickRun.objects.get_or_create(name=tick.name)
    if not tick.is_due(row.started_at, now):
        return False
    # Only one of several processes finds the time that it read still standing there.
    same = TickRun.objects.filter(name=tick.name, started_at=row.started_at)
    if row.started_at is None:
        same = TickRun.objects.filter(name=tick.name, started_at__isnull=True)
    return bool(same.update(started_at=now, runs=row.runs + 1))


def _ran(tick: Tick) -> bool:
    error = ""
    try:
        with acting_as(tick.actor, f"tick {tick.name}"):
            tick.function(tick.actor)
    except Exception as fault:  # noqa: BLE001 - the runner: the other tasks must run, and this one again next time
        error = place_of(fault)
        message = f"tick {tick.name}: {error}"
        logger.error(message)  # noqa: TRY400 - the text of a fault may hold a person's data
    _note(tick, error)
    return True


def _note(tick: Tick, error: str) -> None:
    row = TickRun.objects.get(name=tick.name)
    row.ended_at, row.error = timezone.now(), error[:120]
    row.failures += bool(error)
    row.save(update_fields=["ended_at", "error", "failures"])
