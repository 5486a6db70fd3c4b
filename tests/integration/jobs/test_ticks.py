# SPDX-License-Identifier: Apache-2.0
"""Regular tasks run when they are due, as a named part of the system, and none keeps another from running."""

import datetime
import logging
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import timezone

from quatrefoil.foundation.identity.actors import Actor, current
from quatrefoil.foundation.jobs import ticks
from quatrefoil.foundation.jobs.models import TickRun

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
NOW = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Only the tasks that a test declares."""
    known = dict(ticks.TICKS)
    ticks.TICKS.clear()
    yield
    ticks.TICKS.clear()
    ticks.TICKS.update(known)


def test_a_task_runs_when_its_time_has_come_and_not_before():
    ran: list[int] = []
    ticks.every(minutes=5, name="test.count")(lambda actor: ran.append(1))
    assert ticks.run_due(NOW) == ("test.count",)
    assert ticks.run_due(NOW + 4 * MINUTE) == ()
    assert ticks.run_due(NOW + 5 * MINUTE) == ("test.count",)
    assert len(ran) == TickRun.objects.get().runs == 2


def test_a_task_is_named_for_its_room():
    def close(_actor: Actor) -> None:
        """Nothing."""

    close.__module__ = "quatrefoil.foundation.audit.ticks"
    ticks.every(minutes=1)(close)
    assert list(ticks.TICKS) == ["audit.close"]


def test_a_task_works_as_a_named_part_of_the_system_with_the_rights_written_down():
    seen: list[tuple[Actor, str]] = []
    ticks.every(minutes=1, rights=frozenset({"audit.seal"}), everywhere=frozenset({"core"}), name="test.see")(
        lambda actor: seen.append(current())
    )
    ticks.run_due(NOW)
    ((actor, purpose),) = seen
    assert (actor.name, actor.rights, actor.everywhere, purpose) == (
        "tick test.see",
        {"audit.seal", "system"},
        {"core"},
        "tick test.see",
    )


def test_a_daily_task_runs_once_after_its_hour():
    ticks.every(minutes=1440, at_hour=3, name="test.night")(lambda actor: None)
    night = NOW.replace(hour=3)
    assert ticks.run_due(night - MINUTE) == ("test.night",)  # a new installation does not wait for the night
    assert ticks.run_due(night) == ("test.night",)
    assert ticks.run_due(night + 5 * MINUTE) == ()
    assert ticks.run_due(night + datetime.timedelta(hours=23)) == ()
    assert ticks.run_due(night + datetime.timedelta(hours=24)) == ("test.night",)


def test_a_task_that_fails_keeps_no_other_from_running_and_runs_again(caplog: pytest.LogCaptureFixture):
    ran: list[int] = []

    def broken(_actor: Actor) -> None:
        raise ValueError("Nour, +2547001122")

    ticks.every(minutes=1, name="test.broken")(broken)
    ticks.every(minutes=1, name="test.sound")(lambda actor: ran.append(1))
    with caplog.at_level(logging.ERROR):
        ticks.run_due(NOW)
        ticks.run_due(NOW + MINUTE)
    row = TickRun.objects.get(name="test.broken")
    assert (ran, row.failures, row.runs) == ([1, 1], 2, 2)
    assert row.error.startswith("ValueError in test_ticks.py:")
    assert "Nour" not in caplog.text + row.error


def test_two_processes_do_not_run_the_same_task_at_once():
    tick = ticks.Tick("test.claim", lambda actor: None, MINUTE, frozenset(), frozenset(), None)
    TickRun.objects.create(name="test.claim", started_at=NOW - 2 * MINUTE)
    assert ticks._claimed(tick, NOW)
    assert not ticks._claimed(tick, NOW)


def test_the_command_runs_one_round_and_names_what_ran(capsys: pytest.CaptureFixture[str]):
    ticks.every(minutes=1, name="test.one")(lambda actor: None)
    call_command("tick")
    assert capsys.readouterr().out == "test.one\n"
    assert TickRun.objects.get().started_at <= timezone.now()
