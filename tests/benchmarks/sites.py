# SPDX-License-Identifier: Apache-2.0
"""Installations of a size, made by the demo's bulk builder: on SQLite in a folder, on PostgreSQL as the roles of DESIGN 5.7."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import APP, OWNER, Server, make_databases

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Site:
    """One installation. `build_seconds` is what the builder took on the clock, `files` how many files it wrote."""

    folder: Path
    cases: int
    server: Server | None = None
    build_seconds: float = 0.0
    files: int = 0
    databases: tuple[str, str] = field(default=("", ""))

    @property
    def database(self) -> str:
        """Which database it stands on."""
        return "postgres" if self.server else "sqlite"

    def make(self) -> "Site":
        """Keys, tables (as the owner), and a country of that many cases (as the serving role); on SQLite a kept one is used again."""
        kept = self.folder / "built.json"
        if self.server is None and kept.exists():
            self.build_seconds, self.files = json.loads(kept.read_text())
            return self
        self.folder.mkdir(parents=True, mode=0o700)
        if self.server:
            self.databases = make_databases(self.server, f"_{self.cases}")
        self.run("-m", "quatrefoil", "keys", "make")
        self.run("-m", "quatrefoil", "install-database", role=OWNER)
        begun = time.perf_counter()
        said = self.run("-m", "quatrefoil", "manage", "build_country", "--scale", str(self.cases), "--bulk-only")
        self.build_seconds = time.perf_counter() - begun
        self.files = sum(_number(line) for line in said.splitlines() if line.split()[1:] in (["contact"], ["case"]))
        kept.write_text(json.dumps([self.build_seconds, self.files]))
        return self

    def run(self, *words: str, role: str = APP) -> str:
        """What a process of this installation says."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment(role), check=False, capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            raise RuntimeError(f"{words} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def environment(self, role: str = APP) -> dict[str, str]:
        """The environment of its processes; nothing of the tests' own settings passes through."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUATREFOIL_", "DJANGO_"))}
        given = {
            "QUATREFOIL_MODE": "demo",
            "QUATREFOIL_HOME": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "quatrefoil.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if self.server:
            data, keyring = self.databases
            given["QUATREFOIL_DATABASE"] = "postgres"
            given["QUATREFOIL_DATABASE_DSN"] = self.server.dsn(role, data)
            given["QUATREFOIL_KEYRING_DSN"] = self.server.dsn(role, keyring)
        return kept | given


def _number(line: str) -> int:
    return int(line.split(maxsplit=1)[0].replace(",", ""))
