# SPDX-License-Identifier: Apache-2.0
"""A real worker process: it runs what waits, ticks beside it, and leaves cleanly when told to."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

SECONDS = 60  # a slow machine may take this long; nothing waits for it when all is well


def manage(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("QUATREFOIL_")},
        "QUATREFOIL_HOME": str(home),
        "QUATREFOIL_MODE": "development",
        "DJANGO_SETTINGS_MODULE": "quatrefoil.config.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "django", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    made = manage(home, "install_database")
    output, _nothing = made.communicate(timeout=SECONDS * 2)
    assert made.returncode == 0, output
    return home


def ended_ticks(home: Path) -> int:
    with sqlite3.connect(home / "data.sqlite3", timeout=20) as database:
        return int(database.execute("SELECT count(*) FROM jobs_tickrun WHERE ended_at IS NOT NULL").fetchone()[0])


@pytest.mark.parametrize("command", [("worker",), ("tick", "--loop", "--seconds", "0.2")])
def test_a_process_that_is_told_to_leave_ends_cleanly(home: Path, command: tuple[str, ...]):
    with sqlite3.connect(home / "data.sqlite3") as database:
        database.execute("DELETE FROM jobs_tickrun")
    process = manage(home, *command)
    deadline = time.monotonic() + SECONDS
    while not ended_ticks(home) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    output, _nothing = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, output
    assert ended_ticks(home) > 0
    assert "Traceback" not in output


def test_a_worker_that_runs_until_the_queue_is_empty_ends_by_itself(home: Path):
    process = manage(home, "worker", "--until-empty")
    output, _nothing = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, output
