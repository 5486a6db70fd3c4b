# SPDX-License-Identifier: Apache-2.0
"""The public side as a process of its own: killed while people send, searched for keys, and refused where it is not safe."""

import http.client
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from quatrefoil.foundation.exchange import sealed_forms
from quatrefoil.methods.receipts import Pepper, Receipt, receipt_locator
from quatrefoil.methods.sealed_envelope import SealingPrivateKey
from tests.postgres import OWNER, NoPostgres, start
from tests.public_server import Installation, PublicServer, Sender

REPORTS = 200
Row = tuple[UUID, bytes, bytes]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def installation(request, tmp_path) -> Installation:
    if request.param == "sqlite":
        return Installation(tmp_path)
    try:
        return Installation(tmp_path, start())
    except NoPostgres as reason:
        pytest.skip(f"no PostgreSQL: {reason} `make test` installs it")


@pytest.fixture
def on_sqlite(tmp_path) -> Installation:
    return Installation(tmp_path)


def stored(installation: Installation) -> list[Row]:
    """Id, locator and sealed words of every report, as they lie in the database."""
    query = "SELECT id, locator, sealed FROM exchange_inboxreport"
    if installation.postgres is None:
        with sqlite3.connect(installation.home / "data.sqlite3") as connection:
            return [(UUID(row[0]), row[1], row[2]) for row in connection.execute(query)]
    with installation.postgres.connect(OWNER, installation.databases[0]) as connection:
        return [(row[0], bytes(row[1]), bytes(row[2])) for row in connection.execute(query)]


def send_all(port: int, forms: dict[str, str], enough: threading.Event, after: int) -> dict[str, str]:
    """Receipts by form, of those that came through; sets `enough` when `after` have."""
    receipts: dict[str, str] = {}

    def one(form: tuple[str, str]) -> None:
        words, token = form
        try:
            receipts[words] = Sender(port).send(token, words)
        except (OSError, http.client.HTTPException):
            return
        if len(receipts) >= after:
            enough.set()

    with ThreadPoolExecutor(12) as senders:
        list(senders.map(one, forms.items()))
    return receipts


def test_killing_the_server_while_200_people_send_loses_no_receipt_and_doubles_no_report(installation):
    server = PublicServer(installation)
    sender = Sender(server.port)
    forms = {f"report {number}": sender.token() for number in range(REPORTS)}
    enough, first = threading.Event(), {}
    sending = threading.Thread(target=lambda: first.update(send_all(server.port, forms, enough, 60)))
    sending.start()
    assert enough.wait(60)
    server.kill()
    sending.join()
    assert 60 <= len(first) < REPORTS, "the server must have died in the middle"

    server = PublicServer(installation)
    missing = {words: token for words, token in forms.items() if words not in first}
    second = send_all(server.port, missing, threading.Event(), REPORTS)
    once_more = send_all(server.port, dict(list(forms.items())[:20]), threading.Event(), REPORTS)
    server.stop()

    receipts = first | second
    rows = stored(installation)
    assert len(receipts) == REPORTS
    assert all(receipts[words] == receipt for words, receipt in once_more.items())
    assert len(rows) == REPORTS
    pepper = Pepper(installation.public_key_file("receipt-pepper"))
    by_locator = Counter(locator for _id, locator, _sealed in rows)
    assert {by_locator[receipt_locator(pepper, Receipt(receipt))] for receipt in receipts.values()} == {1}
    key = SealingPrivateKey(installation.secrets()["desk-private-key"])
    words = [sealed_forms.open_report(key, report, sealed).answers["own_words"] for report, _locator, sealed in rows]
    assert sorted(words) == sorted(forms)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="the memory of a process is read through Linux's /proc")
def test_the_public_process_holds_no_key_that_opens_a_report(on_sqlite):
    server = PublicServer(on_sqlite, workers=1)
    receipt = Sender(server.port).send(Sender(server.port).token(), "searched for")
    assert len(receipt) == 16
    searched = {name: pieces(secret) for name, secret in on_sqlite.secrets().items()}
    known = on_sqlite.public_key_file("receipt-pepper")
    try:
        held = [memory for pid in server.pids() for memory in memory_of(pid)]
        surroundings = [
            Path(f"/proc/{pid}/{name}").read_bytes() for pid in server.pids() for name in ("environ", "cmdline")
        ]
    finally:
        server.stop()
    on_disk = [path.read_bytes() for path in on_sqlite.home.rglob("*") if path.is_file()]
    assert any(known in piece for piece in held), "the search finds the key that the process does hold"
    for name, secrets in searched.items():
        for secret in secrets:
            assert not any(secret in piece for piece in (*held, *surroundings, *on_disk)), name


def pieces(secret: bytes) -> tuple[bytes, ...]:
    """The key itself, each half of it (the desk's is two keys), and its hexadecimal form."""
    return (secret, secret[:32], secret[-32:], secret[:32].hex().encode())


def memory_of(pid: int) -> Iterator[bytes]:
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            first, last = (int(end, 16) for end in span.split("-"))
            try:
                memory.seek(first)
                yield memory.read(last - first)
            except (OSError, ValueError):
                continue


def refusal(environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "quatrefoil", "serve", "--public", "--bind", "127.0.0.1:0"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr.decode()


def test_the_public_process_refuses_to_start_beside_the_keys_of_staff(on_sqlite):
    environment = on_sqlite.public()
    assert "can be read: it holds keys" in refusal(environment | {"QUATREFOIL_KEYS": str(on_sqlite.keys)})
    on_sqlite.keys.rename(on_sqlite.home / "keys")
    assert "can be read: it holds keys" in refusal(environment)


def test_the_public_process_refuses_an_address_of_the_keyring_and_missing_keys(on_sqlite):
    environment = on_sqlite.public()
    assert "QUATREFOIL_KEYRING_DSN" in refusal(environment | {"QUATREFOIL_KEYRING_DSN": "postgresql://x@/y"})
    (on_sqlite.home / "public-keys" / "receipt-pepper").unlink()
    assert "receipt-pepper cannot be read" in refusal(environment)


@pytest.mark.needs_postgres
def test_the_public_process_refuses_a_database_role_that_can_read(tmp_path):
    from django.db import connections

    from quatrefoil.public.startup import UnsafePublicProcess, refuse_wrong_role

    if connections["default"].vendor != "postgresql":
        pytest.skip("SQLite has no roles; make test-postgres runs this")
    with pytest.raises(UnsafePublicProcess, match="Serve as quatrefoil_public"):
        refuse_wrong_role(connections["default"])


def test_a_server_that_gets_nonsense_writes_no_address_and_no_content(on_sqlite):
    server = PublicServer(on_sqlite, workers=1)
    for line in (
        "GET /en/secretword\r\nHost: x\r\n\r\n",
        "SECRETWORD / HTTP/9.9\r\n\r\n",
        "POST /en/tell/ HTTP/1.1\r\nHost: secretword\r\n\r\n",
    ):
        send_raw(server.port, line)
    Sender(server.port).send(Sender(server.port).token(), "secretword")
    time.sleep(0.2)
    said = server.stop()
    assert "secretword" not in said.lower()
    assert "127.0.0.1:" not in said.replace(f"127.0.0.1:{server.port}", "") and "ip=" not in said


def send_raw(port: int, line: str) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(line.encode())
        connection.recv(4096)
