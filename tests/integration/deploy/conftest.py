# SPDX-License-Identifier: Apache-2.0
"""An installation as docs/how-to/deploy.md makes it: the files of deploy/, a real PostgreSQL, and the real commands."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import CHOICE
from tests.postgres import Server

# Slow, and the same whatever database the suite runs on: once is enough.
collect_ignore = [] if os.environ.get(CHOICE) == "postgres" else ["test_postgres_setup.py"]

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
DATA, KEYRING = "quatrefoil_data", "quatrefoil_keyring"
STEPS = (("1_roles.sql", "postgres"), ("2_databases.sql", "postgres"), ("3_data.sql", DATA), ("4_keyring.sql", KEYRING))


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it stands, and how its commands are run."""

    server: Server
    home: Path

    def environment(self, name: str, **changed: str) -> dict[str, str]:
        """The environment of a process that reads deploy/environment/NAME.env, with this machine's paths."""
        text = (DEPLOY / "environment" / f"{name}.env").read_text().replace("/run/postgresql", self.server.host)
        text = re.sub(r"/var/lib/(quatrefoil[a-z-]*)", rf"{self.home}/\1", text)
        path = self.home / f"{name}.env"
        path.write_text(text.replace("QUATREFOIL_SECRET_KEY=", f"QUATREFOIL_SECRET_KEY={name * 20}"))
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("QUATREFOIL_", "DJANGO_"))}
        paths = {"PYTHONPATH": str(ROOT / "src"), "QUATREFOIL_ENV_FILE": str(path)}
        return kept | paths | changed

    def run(self, name: str, *words: str, stdin: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        """One command of the installation, with the settings of one of its processes."""
        command = [sys.executable, "-m", "quatrefoil", *words]
        environment = self.environment(name, **changed)
        return subprocess.run(command, env=environment, input=stdin, capture_output=True, text=True, check=False)

    def as_role(self, role: str) -> dict[str, str]:
        """Settings that point the staff side at another role."""
        return {
            f"QUATREFOIL_{name}_DSN": self.server.dsn(role, database)
            for name, database in (("DATABASE", DATA), ("KEYRING", KEYRING))
        }


def run_sql(server: Server, name: str, database: str) -> None:
    """Run one of the files, statement by statement as psql does."""
    text = re.sub(r"^--.*\n", "", (DEPLOY / "postgres" / name).read_text(), flags=re.MULTILINE)
    with server.connect("postgres", database) as connection:
        for statement in re.split(r";\n(?![^$]*\n\$\$;)", text):
            if statement.strip():
                connection.execute(statement)


@pytest.fixture(scope="session")
def installed(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Roles, databases, tables, keys and the public side's two keys, made in the order of the page."""
    made = Installation(postgres, tmp_path_factory.mktemp("installation"))
    with postgres.connect("postgres", "postgres") as connection:
        connection.execute("ALTER ROLE quatrefoil_app CREATEDB BYPASSRLS")  # the first file must mend this
    for name, database in STEPS:
        run_sql(postgres, name, database)
    for name in ("quatrefoil", "quatrefoil-owner", "quatrefoil-public"):
        (made.home / name).mkdir(mode=0o700)
    done = made.run("owner", "install-database")
    assert done.returncode == 0, done.stderr
    assert "tables are guarded by row-level security" in done.stdout
    assert made.run("staff", "keys", "make").returncode == 0
    copy_public_keys(made.home)
    yield made
    with postgres.connect("postgres", "postgres") as connection:
        for database in (DATA, KEYRING):
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


def copy_public_keys(home: Path) -> None:
    """The only two keys that go to the public side."""
    target = home / "quatrefoil-public" / "public-keys"
    target.mkdir(mode=0o700)
    for name in ("desk-public-key", "receipt-pepper"):
        (target / name).write_bytes((home / "quatrefoil" / "public-keys" / name).read_bytes())
        (target / name).chmod(0o600)
