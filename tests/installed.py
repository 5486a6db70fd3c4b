# SPDX-License-Identifier: Apache-2.0
"""An installation on PostgreSQL for tests: made by its owner, used by the serving role."""

import os
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase

from tests.lifting import lifted
from tests.postgres import APP, OWNER, make_databases, start

TABLES = (
    "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
)


def install_as_owner() -> None:
    """Start the server, migrate and harden both databases, then let go of the owner's rights."""
    server = start()
    for alias, name in zip(("default", "keyring"), make_databases(server), strict=True):
        connections[alias].settings_dict.update(HOST=server.host, NAME=name)
    # Processes that a test starts find the databases here.
    os.environ["QUATREFOIL_DATABASE_DSN"] = server.dsn(APP, "data")
    os.environ["QUATREFOIL_KEYRING_DSN"] = server.dsn(APP, "keyring")
    _connect_as(OWNER)
    call_command("install_database", verbosity=0)
    _connect_as(APP)
    # The serving role may not truncate: tests that commit are cleaned up by the owner.
    TransactionTestCase._fixture_teardown = _empty_as_owner  # type: ignore[method-assign]


def _empty_as_owner(case: Any) -> None:
    _connect_as(OWNER)
    for alias in sorted(case.databases):
        with connections[alias].cursor() as cursor:
            cursor.execute(TABLES)
            names = ", ".join(name for (name,) in cursor.fetchall())
            with lifted(connections[alias]):
                cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    _connect_as(APP)


def _connect_as(role: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["USER"] = role
