# SPDX-License-Identifier: Apache-2.0
"""A log with sealed events, and an attacker who writes to the database past the guards."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from quatrefoil.foundation.audit import batches
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.audit.verify import Verification, verify
from tests.lifting import lifted
from tests.postgres import APP, OWNER

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
Write = Callable[..., list[AuditEvent]]


@contextmanager
def attack() -> Iterator[Any]:
    """A cursor with the owner's rights and no guard: a stolen administrator's password, or the file itself."""
    if connection.vendor == "postgresql":
        _connect_as(OWNER)
    with lifted(connection), connection.cursor() as cursor:
        yield cursor
    if connection.vendor == "postgresql":
        _connect_as(APP)


def _connect_as(role: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["USER"] = role


def sql_id(value: uuid.UUID) -> str:
    """A UUID as the column holds it."""
    return value.hex if connection.vendor == "sqlite" else str(value)


@pytest.fixture
def heads_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "elsewhere" / "heads.jsonl"
    monkeypatch.setattr(settings.OPTIONS, "audit_heads", path)
    return path


@pytest.fixture
def write(db: None) -> Write:
    """Events a second apart, the newest a minute ago."""

    def make(count: int, **columns: Any) -> list[AuditEvent]:
        start = timezone.now() - datetime.timedelta(seconds=60 + count)
        rows = [
            AuditEvent(
                at=start + datetime.timedelta(seconds=index),
                **{
                    "actor": uuid.uuid4(),
                    "organisation": uuid.uuid4(),
                    "act": "part.open",
                    "purpose": "test",
                    **columns,
                },
            )
            for index in range(count)
        ]
        return AuditEvent.objects.bulk_create(rows)

    return make


@pytest.fixture
def sealed(write: Write, heads_file: Path, monkeypatch: pytest.MonkeyPatch) -> list[AuditEvent]:
    """Twelve events in three batches whose heads are kept elsewhere."""
    monkeypatch.setattr(batches, "LARGEST", 4)
    events = write(12)
    assert batches.close_all(KEY) == 3
    batches.keep_heads()
    return events


def check(**more: Any) -> Verification:
    """Verify with the public key of the tests."""
    return verify([KEY.public_key()], **more)
