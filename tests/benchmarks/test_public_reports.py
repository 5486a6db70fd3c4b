# SPDX-License-Identifier: Apache-2.0
"""Budget (DESIGN 10): at least 100 public reports a second are accepted and sealed on two cores.

On SQLite each report waits for the disk; the PostgreSQL of the tests does not (see tests/postgres.py).
"""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure, note
from tests.postgres import NoPostgres, start
from tests.public_server import Installation, PublicServer, Sender

REPORTS = 1_000
PER_SECOND = 100
WORDS = "What somebody writes, in a few hundred characters. " * 8


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def test_a_hundred_reports_a_second_are_accepted_and_sealed(tmp_path: Path, database: str) -> None:
    server = PublicServer(_installation(tmp_path, database))
    try:
        forms = _forms(server.port)
        before, begun = _processor_seconds(server), time.perf_counter()
        with ThreadPoolExecutor(8) as senders:
            receipts = set(senders.map(_Senders(server.port).send, forms[:REPORTS]))
        lasted, spent = time.perf_counter() - begun, _processor_seconds(server) - before
    finally:
        server.stop()
    assert len(receipts) == REPORTS
    print(  # noqa: T201 - the figure is what a benchmark is for
        f"\npublic reports on {database}: {REPORTS / lasted:.0f} a second on the clock (senders on the same cores),"
        f" {1000 * spent / REPORTS:.1f} ms of the server's processor time each: {2 * REPORTS / spent:.0f} a second on two cores"
    )
    said, is_within = f"{2 * REPORTS / spent:.0f} a second", 2 * REPORTS / spent >= PER_SECOND
    note(Figure("public reports accepted and sealed, on two cores", database, said, "≥ 100 a second", is_within))
    assert is_within


def _installation(folder: Path, database: str) -> Installation:
    if database == "sqlite":
        return Installation(folder)
    try:
        return Installation(folder, start())
    except NoPostgres as reason:
        pytest.skip(f"no PostgreSQL: {reason} `make test` installs it")


def _forms(port: int) -> list[str]:
    with ThreadPoolExecutor(4) as readers:
        return list(readers.map(lambda _number: _Senders(port).token(), range(REPORTS)))


class _Senders:
    """One connection for each thread."""

    kept = threading.local()

    def __init__(self, port: int) -> None:
        self.port = port

    def token(self) -> str:
        return self._mine().token()

    def send(self, token: str) -> str:
        return self._mine().send(token, WORDS)

    def _mine(self) -> Sender:
        if getattr(self.kept, "port", None) != self.port:
            self.kept.sender, self.kept.port = Sender(self.port), self.port
        return self.kept.sender


def _processor_seconds(server: PublicServer) -> float:
    """User and system time of the server and its workers (fields 14 and 15 of /proc/PID/stat, in hundredths)."""
    ticks = 0
    for pid in server.pids():
        fields = re.sub(r"^.*\) ", "", Path(f"/proc/{pid}/stat").read_text()).split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100
