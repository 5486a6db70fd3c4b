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


def temporary_folder(prefix: str) -> str:
    """A folder that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare() -> None:
    """Set the options of a test installation in the environment."""
    os.environ["QUATREFOIL_MODE"] = "test"
    os.environ["QUATREFOIL_HOME"] = str(_home())
    Path(os.environ["QUATREFOIL_HOME"], "static").mkdir()  # whitenoise warns without it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser driver runs a loop in the main thread
    if os.environ.get(CHOICE) == "postgres":
        _name_postgres()


def _home() -> Path:
    """A folder for this process; those of xdist workers lie in that of the process that started them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return Path(temporary_folder("quatrefoil-test-"))
    folder = Path(os.environ["QUATREFOIL_HOME"]) / worker
    folder.mkdir(exist_ok=True)
    return folder


def _name_postgres() -> None:
    """Settings want names now; the server itself starts with the first test that needs it (tests/installed.py)."""
    os.environ["QUATREFOIL_DATABASE"] = "postgres"
    os.environ["QUATREFOIL_DATABASE_DSN"] = "postgresql://quatrefoil_app@/data?host=/not-started"
    os.environ["QUATREFOIL_KEYRING_DSN"] = "postgresql://quatrefoil_app@/keyring?host=/not-started"


prepare()
