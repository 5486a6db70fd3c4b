# SPDX-License-Identifier: Apache-2.0
"""Loaded before Django reads its settings: says which database the tests run on.

QUATREFOIL_TEST_DATABASE=sqlite (default) keeps both databases in memory; =postgres starts a real server from
the development wheel in a temporary folder and connects as the serving role, which row-level security binds.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

CHOICE = "QUATREFOIL_TEST_DATABASE"
SERVER = "QUATREFOIL_TEST_SERVER"


def temporary_folder(prefix: str) -> str:
    """A folder that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare() -> None:
    """Set the options of a test installation in the environment."""
    os.environ["QUATREFOIL_MODE"] = "test"
    os.environ["QUATREFOIL_HOME"] = str(_home())
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser driver runs a loop in the main thread
    if os.environ.get(CHOICE) == "postgres":
        _prepare_postgres()


def _home() -> Path:
    """A folder for this process; those of xdist workers lie in that of the process that started them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return Path(temporary_folder("quatrefoil-test-"))
    folder = Path(os.environ["QUATREFOIL_HOME"]) / worker
    folder.mkdir(exist_ok=True)
    return folder


def _prepare_postgres() -> None:
    from tests.postgres import APP, Server, make_databases, start

    # The first process starts the server; its xdist workers find it in their environment.
    folder = os.environ.get(SERVER)
    server = Server(folder) if folder else start()
    os.environ[SERVER] = server.host
    data, keyring = make_databases(server, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    os.environ["QUATREFOIL_DATABASE"] = "postgres"
    os.environ["QUATREFOIL_DATABASE_DSN"] = server.dsn(APP, data)
    os.environ["QUATREFOIL_KEYRING_DSN"] = server.dsn(APP, keyring)


prepare()
