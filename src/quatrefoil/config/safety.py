# SPDX-License-Identifier: Apache-2.0
"""Settings that an installation with real people in it must not have, each with what to do instead."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.db import DatabaseError

from quatrefoil.config.options import Options

MOST_ORGANISATIONS_ON_SQLITE = 1


def unsafe_settings() -> list[str]:
    """Reasons to refuse; empty in demo and test, where nothing is real."""
    options: Options = settings.OPTIONS
    if options.mode in {"demo", "test"}:
        return []
    return [*_secrets(options), *_transport(options), *_database(options), *_files(options)]


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
