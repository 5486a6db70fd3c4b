# SPDX-License-Identifier: Apache-2.0
"""What must hold before the public process serves: it can open nothing, and its database role can only drop in."""

import os
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

from quatrefoil.foundation.vault.instance_keys import DESK_PUBLIC, PEPPER

# The demo and a developer's checkout run both sides as one user in one folder; nothing real is in them.
LENIENT: Final = frozenset({"demo", "development"})
# Things only the staff side may do; a role that may do one of them is the wrong role.
FORBIDDEN: Final = (
    ("exchange_inboxreport", "SELECT"),
    ("exchange_inboxmessage", "SELECT"),
    ("exchange_inboxattachment", "SELECT"),
    ("exchange_reply", "SELECT"),
    ("access_reach", "SELECT"),
    ("identity_account", "SELECT"),
    ("records_file", "SELECT"),
)


class UnsafePublicProcess(ImproperlyConfigured):
    """The public process must not start like this; the message says what to change."""


def refuse_unsafe(options: Any) -> None:
    """Raise UnsafePublicProcess with every reason why this process must not serve the public."""
    found = [*_missing(options), *([] if options.mode in LENIENT else _too_much(options))]
    if found:
        raise UnsafePublicProcess("The public side does not start: " + " ".join(found))


def refuse_wrong_role(connection: BaseDatabaseWrapper) -> None:
    """Raise UnsafePublicProcess when the database role could read what was reported. SQLite has no roles."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, right in FORBIDDEN:
            cursor.execute("SELECT has_table_privilege(current_user, %s, %s), current_user", [table, right])
            may, role = cursor.fetchone()
            if may:
                raise UnsafePublicProcess(
                    f"The public side does not start: the database role {role} may {right} {table}. Serve as quatrefoil_public."
                )


def _missing(options: Any) -> list[str]:
    folder = options.public_keys_folder()
    lost = [name for name in (DESK_PUBLIC, PEPPER) if not os.access(folder / name, os.R_OK)]
    return [f"{folder / name} cannot be read: copy it from the staff side." for name in lost]


def _too_much(options: Any) -> list[str]:
    found = []
    if options.keyring_dsn:
        found.append("QUATREFOIL_KEYRING_DSN is set: take it out of this process's environment.")
    found += [
        f"{folder} can be read: it holds keys that open reports. Run this side as another user."
        for folder in sorted({options.keys_folder(), options.home / "keys"})
        if _can_be_read(folder)
    ]
    return found


def _can_be_read(folder: Path) -> bool:
    """Is there anything in the folder that this process could read?"""
    try:
        names = list(folder.iterdir())
    except OSError:
        return False
    return any(os.access(name, os.R_OK) for name in names)
