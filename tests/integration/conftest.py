# SPDX-License-Identifier: Apache-2.0
"""Every integration test uses both databases."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests of this folder the data and the keyring database."""
    for item in items:
        if "/integration/" in str(item.path) and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db(databases=["default", "keyring"]))
