# SPDX-License-Identifier: Apache-2.0
"""The ground that the other tests stand on is itself sound."""

import socket
from pathlib import Path

import pytest
from django.db import connection

from tests.people import People
from tests.postgres import APP, BACKUP, OWNER, Server, make_databases


def test_tests_cannot_reach_another_machine():
    with pytest.raises(PermissionError, match="only this machine"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


def test_the_people_are_written_to_the_database(people: People):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_member")
        assert cursor.fetchone()[0] == 12
    assert people.amina.name == "Amina Sarr"


@pytest.mark.django_db
def test_the_suite_on_postgres_runs_as_the_serving_role():
    if connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (APP, False, False)


def test_only_the_backup_role_passes_row_level_security(postgres: Server):
    with postgres.connect("postgres", "postgres") as admin:
        rows = admin.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolbypassrls AND rolname LIKE 'quatrefoil%'")
        assert rows.fetchall() == [(BACKUP, False)]


def test_the_serving_role_cannot_make_a_table(postgres: Server):
    import psycopg

    data, _ = make_databases(postgres, "_ground")
    with postgres.connect(OWNER, data) as owner:
        owner.execute("CREATE TABLE made (id int)")
    with postgres.connect(APP, data) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE unmade (id int)")


def test_reference_data_is_a_folder_with_something_in_it(reference_data: Path):
    assert any(reference_data.iterdir())
