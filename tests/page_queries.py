# SPDX-License-Identifier: Apache-2.0
"""How many queries a page makes: session, actor, frame, rail and audit included, on both databases."""

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

# PostgreSQL is told who acts, in a transaction; these statements read no table.
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config", "SELECT current_setting")


def page_queries(client: Client, url: str) -> list[str]:
    """The statements of one page that is opened for the second time (the first fills what a process remembers)."""
    assert client.get(url).status_code == 200
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keyring"]) as keyring,
    ):
        assert client.get(url).status_code == 200
    asked = [query["sql"] for query in (*data.captured_queries, *keyring.captured_queries)]
    return [sql for sql in asked if not sql.startswith(NOT_COUNTED)]
