# SPDX-License-Identifier: Apache-2.0
"""The two databases (data and keyring) on SQLite and on PostgreSQL."""

from typing import Any
from urllib.parse import unquote, urlsplit

from quatrefoil.config.options import Options

# stack.md 2.1: IMMEDIATE avoids "database is locked"; recursive_triggers closes INSERT OR REPLACE.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;"
)


def databases(options: Options) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for an installation."""
    if options.database == "postgres":
        return {"default": _postgres(options.database_dsn), "keyring": _postgres(options.keyring_dsn)}
    return {"default": _sqlite(options, "data"), "keyring": _sqlite(options, "keyring")}


def _sqlite(options: Options, name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(options.home / f"{name}.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS + _durably(options)},
        "TEST": {"NAME": None},
    }


def _durably(options: Options) -> str:
    """Whoever holds a receipt must find the report again, also after a power cut: the public side waits for the disk."""
    return "PRAGMA synchronous=FULL;" if options.side == "public" else ""


def _postgres(dsn: str) -> dict[str, Any]:
    parts = urlsplit(dsn)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


class KeyringRouter:
    """Sends the keyring's tables to their own database, and nothing else there."""

    def db_for_read(self, model: Any, **_: Any) -> str:
        """Database for reading a model."""
        return "keyring" if model._meta.app_label == "keyring" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_: Any) -> bool:
        """No relation crosses the two databases."""
        return bool((one._meta.app_label == "keyring") == (other._meta.app_label == "keyring"))

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Each table is made in one database only."""
        return (db == "keyring") is (app_label == "keyring")
