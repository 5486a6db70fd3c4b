# SPDX-License-Identifier: Apache-2.0
"""The whole demo as a person starts it: how long until both sides answer, and how much memory its processes hold."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.sites import ROOT

PAGES = ("/", "/cases/", "/hotline/", "/registers/services/", "/requests/", "/messages/notices/", "/country/")
ROUNDS = 10
LIMIT_SECONDS = 300
SIGN_IN = """
import django; django.setup()
from django.test import Client
from quatrefoil.foundation.identity.models import Member
member = Member.objects.filter(roles__role="supervisor", account__isnull=False).first()
client = Client(); client.force_login(member.account); print(client.session.session_key)
"""


def figures(folder: Path) -> list[Figure]:
    """Cold start, memory of one serving process after some pages, memory of everything."""
    ports = _free_port(), _free_port()
    begun = time.perf_counter()
    with _demo(folder, *ports) as process:
        for port in ports:
            _until_it_answers(port)
        cold = time.perf_counter() - begun
        _look_around(folder, ports)
        family = _family(process.pid)
        serving = max(_megabytes(pid) for pid in family if "gunicorn" in _command(pid))
        whole = sum(_megabytes(pid) for pid in family)
    where = "demo, 1,500 cases, SQLite"
    return [
        Figure(
            "cold start of the demo to the first page (packages installed)",
            where,
            f"{cold:.0f} s",
            "≤ 90 s",
            cold <= 90,
        ),
        Figure("memory of the largest serving process", where, f"{serving:.0f} MB", "≤ 300 MB", serving <= 300),
        Figure("memory of the whole demo", where, f"{whole:.0f} MB", "≤ 1,000 MB", whole <= 1000),
    ]


@contextmanager
def _demo(folder: Path, public: int, staff: int) -> "Iterator[subprocess.Popen[bytes]]":
    words = ("demo", "--home", str(folder), "--public-port", str(public), "--staff-port", str(staff))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen([sys.executable, "-m", "quatrefoil", *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end:
        try:
            _get(port, "/", "")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the demo did not answer")


def _look_around(folder: Path, ports: tuple[int, int]) -> None:
    from quatrefoil.demo.running import environment

    variables = environment(folder.resolve(), *ports) | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", SIGN_IN]
    key = subprocess.run(command, env=variables, check=True, capture_output=True, text=True).stdout.strip()
    for _round in range(ROUNDS):
        for page in PAGES:
            _get(ports[1], page, f"sessionid={key}")


def _get(port: int, path: str, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Sec-Fetch-User": "?1"})
        return connection.getresponse().read()
    finally:
        connection.close()


def _family(pid: int) -> list[int]:
    """A process and everything under it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, border = [pid], [pid]
    while border:
        border = [child for child, parent in parents.items() if parent in border]
        found += border
    return found


def _megabytes(pid: int) -> float:
    """Memory of a process, shared pages by their share (Pss)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    return 0.0


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
