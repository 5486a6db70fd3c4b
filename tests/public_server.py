# SPDX-License-Identifier: Apache-2.0
"""The public side as a real process: an installation in a folder of its own, gunicorn, and somebody who sends forms."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.postgres import APP, OWNER, PUBLIC, Server, make_databases

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("desk-private-key", "kek-1", "index-key", "audit-signing-key")


class Installation:
    """Staff keys in one folder, the database and the two public keys in another."""

    def __init__(self, folder: Path, postgres: Server | None = None) -> None:
        self.home, self.keys, self.postgres = folder / "home", folder / "only-staff", postgres
        self.home.mkdir(mode=0o700)
        self.databases = make_databases(postgres, "_public_side") if postgres else ("", "")
        self.staff("keys", "make")
        self.staff("install-database", role=OWNER)

    def staff(self, *words: str, role: str = APP) -> None:
        extra = {"QUATREFOIL_KEYS": str(self.keys), **self._dsn(role, "QUATREFOIL_KEYRING_DSN")}
        command = [sys.executable, "-m", "quatrefoil", *words]
        subprocess.run(command, env=self._environment(role) | extra, check=True, capture_output=True)

    def public(self) -> dict[str, str]:
        return self._environment(PUBLIC) | {"QUATREFOIL_SIDE": "public"}

    def secrets(self) -> dict[str, bytes]:
        return {name: (self.keys / name).read_bytes() for name in SECRETS}

    def public_key_file(self, name: str) -> bytes:
        return (self.home / "public-keys" / name).read_bytes()

    def _environment(self, role: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("QUATREFOIL_")}
        given = {
            "QUATREFOIL_MODE": "test",
            "QUATREFOIL_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "quatrefoil.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return kept | given | self._dsn(role, "QUATREFOIL_DATABASE_DSN")

    def _dsn(self, role: str, name: str) -> dict[str, str]:
        if self.postgres is None:
            return {}
        which = self.databases[1 if "KEYRING" in name else 0]
        return {"QUATREFOIL_DATABASE": "postgres", name: self.postgres.dsn(role, which)}


class PublicServer:
    """gunicorn on a free port; `kill` ends it as a power cut would."""

    def __init__(self, installation: Installation, workers: int = 2, **options: str) -> None:
        self.port = _free_port()
        words = ("serve", "--public", "--bind", f"127.0.0.1:{self.port}", "--workers", str(workers))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quatrefoil", *words],
            env=installation.public() | {f"QUATREFOIL_{name.upper()}": value for name, value in options.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> str:
        """End in peace; returns everything that was logged."""
        self.process.terminate()
        return self.process.communicate(timeout=30)[0].decode()

    def pids(self) -> list[int]:
        """The master and its workers."""
        found = [self.process.pid]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                found.append(int(stat.parent.name))
        return found

    def _wait(self) -> None:
        for _attempt in range(300):
            if self.process.poll() is not None:
                raise RuntimeError(self.process.communicate()[0].decode())
            try:
                Sender(self.port).get("/en/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the public server did not answer")


class Sender:
    """Somebody with a browser and without JavaScript; keeps one connection open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> str:
        self.connection.request("GET", path)
        return self.connection.getresponse().read().decode()

    def token(self) -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.get("/en/tell/"))
        if found is None:
            raise RuntimeError("the page carries no token")
        return found[1]

    def send(self, token: str, words: str) -> str:
        """The receipt; raises OSError or HTTPException when the server went away."""
        body = urlencode({"token": token, "at": "danger", "do": "send", "a-danger": "now", "a-own_words": words})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/en/tell/", body, headers)
        page = self.connection.getresponse().read().decode()
        found = re.search(r'q-said-number"[^>]*>([0-9 ]{19})<', page)
        if found is None:
            raise http.client.HTTPException("the answer carries no number")
        return found[1].replace(" ", "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
