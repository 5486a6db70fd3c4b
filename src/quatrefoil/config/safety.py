# SPDX-License-Identifier: Apache-2.0
"""Settings that an installation with real people in it must not have, each with what to do instead."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.db import DatabaseError

from quatrefoil.config.options import Options

MOST_ORGANISATIONS_ON_SQLITE = 1


def unsafe_settings() -> list[str]:
    """Reasons to refuse; empty in test, and in the demo on the demo's own database, where nothing is real."""
    options: Options = settings.OPTIONS
    if options.mode == "test":
        return []
    if options.mode == "demo":
        return list(_somebody_elses())
    return [*_invented(), *_secrets(options), *_transport(options), *_database(options), *_files(options)]


def _somebody_elses() -> Iterator[str]:
    if apps.is_installed("quatrefoil.demo") and not _has_demo_mark():
        yield (
            "The demonstration lets anybody in, and its `demo` command did not make this database. "
            "Unset QUATREFOIL_MODE, or start the demonstration with: quatrefoil demo"
        )


def _invented() -> Iterator[str]:
    if apps.is_installed("quatrefoil.demo") and _has_demo_mark():
        yield "The people in this database are invented. Real people need a database of their own: set QUATREFOIL_HOME."


def _has_demo_mark() -> bool:
    """Did the demo make this database? Not, when that cannot be read."""
    try:
        return apps.get_model("demo", "DemoMark").objects.exists()
    except (DatabaseError, ImproperlyConfigured, AppRegistryNotReady):
        return False


def _secrets(options: Options) -> Iterator[str]:
    if "secret_key" not in options.model_fields_set:
        yield "QUATREFOIL_SECRET_KEY is not set: sessions and second factors would break at each start. Set a long random value."


def _transport(options: Options) -> Iterator[str]:
    if options.mode == "production" and not options.secure:
        yield "QUATREFOIL_SECURE is not set: pages would go over the network unencrypted. Put HTTPS in front and set it to true."


def _database(options: Options) -> Iterator[str]:
    if options.database == "sqlite" and options.side != "public" and _organisations() > MOST_ORGANISATIONS_ON_SQLITE:
        yield "Several organisations share one SQLite file, where only the program keeps them apart. Use PostgreSQL."


def _organisations() -> int:
    from quatrefoil.foundation.identity.models import Organisation

    try:
        return Organisation.objects.filter(members__account__isnull=False).distinct().count()
    except (DatabaseError, ImproperlyConfigured, AppRegistryNotReady):
        return 0


def _files(options: Options) -> Iterator[str]:
    for name in ("data.sqlite3", "keyring.sqlite3"):
        path = options.home / name
        if path.exists() and _is_open_to_others(path):
            yield f"{path} can be read by other users of this machine: chmod 600 {path}"


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)
