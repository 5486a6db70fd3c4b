# SPDX-License-Identifier: Apache-2.0
"""acting_as: around every request, job, tick and command; without it guarded data raise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.audit.trail import PENDING, Pending
from quatrefoil.foundation.identity.actors import CURRENT, Actor

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

ON_LEAVING: list[Callable[[], None]] = []  # what must not outlive the actor's work, such as opened keys


@contextmanager
def acting_as(actor: Actor, purpose: str) -> Iterator[Actor]:
    """Work as `actor` for `purpose`.

    On PostgreSQL this is one transaction in which the database knows the actor. On SQLite reads need no
    transaction and actions open their own. Reads are audited before leaving; refusals after a rollback.
    """
    pending = Pending()
    is_outermost = CURRENT.get() is None
    tokens = CURRENT.set((actor, purpose)), PENDING.set(pending)
    try:
        with _database_knows(actor, is_outermost=is_outermost):
            yield actor
            _write(pending.reads)
    finally:
        try:
            _write_refusals(actor, pending.refusals)
        finally:
            CURRENT.reset(tokens[0])
            PENDING.reset(tokens[1])
            for leave in ON_LEAVING:
                leave()


def _database_knows(actor: Actor, *, is_outermost: bool) -> "AbstractContextManager[object]":
    if connection.vendor != "postgresql":
        return nullcontext()
    return _postgres_transaction(actor, is_outermost=is_outermost)


@contextmanager
def _postgres_transaction(actor: Actor, *, is_outermost: bool) -> Iterator[None]:
    with transaction.atomic():
        before = ("",) * len(NAMES) if is_outermost else _settings()
        tell_database(actor)
        yield
        # A nested actor gives the outer one its place back.
        _set(before)


def tell_database(actor: Actor) -> None:
    """Set the actor for row-level security, for this transaction only."""
    _set(
        (
            str(actor.member_id),
            "{" + ",".join(str(holder) for holder in actor.holders) + "}",
            "{" + ",".join(sorted(actor.parts)) + "}",
            "{" + ",".join(sorted(actor.everywhere)) + "}",
            timezone.now().isoformat(),  # one clock for the check in Python and the fence in the database
        )
    )


@contextmanager
def as_system(system: Actor) -> Iterator[None]:
    """Inside somebody's transaction, let a named system actor look for a moment; audit stays with the person."""
    if connection.vendor != "postgresql":
        yield
        return
    before = _settings()
    tell_database(system)
    try:
        yield
    finally:
        _set(before)


NAMES = ("quatrefoil.actor", "quatrefoil.holders", "quatrefoil.parts", "quatrefoil.everywhere", "quatrefoil.now")


def _settings() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}', true)" for name in NAMES))
        return tuple(value or "" for value in cursor.fetchone())


def _set(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in NAMES),
            list(values),
        )


def _write(events: list[AuditEvent]) -> None:
    if events:
        AuditEvent.objects.bulk_create(events)
        events.clear()


def _write_refusals(actor: Actor, events: list[AuditEvent]) -> None:
    if not events:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            tell_database(actor)
        _write(events)
