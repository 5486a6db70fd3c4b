# SPDX-License-Identifier: Apache-2.0
"""Finding a person without becoming an oracle (SAFETY 9).

A look-up has a reason, a limit and an audit line. It shows files that the asker reaches, identity included, and
nothing of any other: what else matches is written down for `tell_holders`, which later tells the holders who asked.
Every look-up does the same work and leaves the same rows, whether or not somebody elsewhere knows the person.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE, IDENTITY
from quatrefoil.foundation.vault import selectors
from quatrefoil.foundation.vault.blind_tokens import (
    IdentityDocument,
    Keys,
    index,
    keys_of,
    matches,
    matching_files,
    reindex,
)
from quatrefoil.foundation.vault.models import Asked, LookUp, SearchReason
from quatrefoil.foundation.vault.selectors import FoundFile
from quatrefoil.methods.blind_index import Purpose
from quatrefoil.methods.name_keys import CompositeKey

SEARCHES_AN_HOUR: Final = 30
INTAKES_AN_HOUR: Final = 60
LOOK_UPS_KEPT: Final = timedelta(days=1)
MATCHER: Final = system_actor("matcher", everywhere=frozenset({CORE}))

SAME_FOR_EVERYBODY: Final = _(
    "If another organisation that has agreed to be asked may know this person, it has been told that you asked; "
    "it decides whether to answer."
)
NOT_FOR_LAW_ENFORCEMENT: Final = _(
    "Police, immigration and prosecution services do not look up people in files of protection. "
    "Send a request that names the legal duty; the organisation that holds the file answers it."
)
TOO_MANY_PEOPLE: Final = _("Too many people share some of these details. Add a phone or a document.")


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up shows: the asker's own hits and sentences that are the same with and without hits elsewhere."""

    rows: tuple[FoundFile, ...]
    elsewhere: str | Promise = SAME_FOR_EVERYBODY
    too_common: str | Promise = ""


@dataclass(frozen=True, slots=True)
class ForeignHit:
    """Somebody asked about a person whom a file they do not see may be about; for the holder of that file."""

    holder_organisation: UUID
    file_id: UUID
    asker_organisation: UUID
    asker: UUID
    reason: str
    at: datetime


# Rooms to the right subscribe. A hit in another organisation is told only where an agreement says that it may be asked.
on_foreign_hit: list[Callable[[ForeignHit], None]] = []
may_be_asked: list[Callable[[UUID, UUID], bool]] = []


@action("person.search")
def find(
    actor: Actor,
    reason: str,
    *,
    names: Iterable[str] = (),
    birth_year: int | None = None,
    phones: Iterable[str] = (),
    documents: Iterable[IdentityDocument] = (),
) -> Found:
    """Look for a person by name with birth year, phone or document.

    Raises Refused without a known reason, without anything that makes a key, beyond the hourly limit, and for law
    enforcement.
    """
    if reason not in SearchReason.values:
        raise Refused(_("Say why you are looking for this person."), code="no_reason")
    keys = keys_of(names, birth_year, phones, documents)
    return _look_up(actor, "search", reason, keys, SEARCHES_AN_HOUR)


@action("person.search")
def possible_duplicates(
    actor: Actor,
    names: Iterable[str],
    birth_year: int | None,
    phones: Iterable[str] = (),
    documents: Iterable[IdentityDocument] = (),
    *,
    other_than: UUID | None = None,
) -> tuple[FoundFile, ...]:
    """Files that may be about the person who is being taken in, nearest first; nothing is linked by this.

    A row with `only_phone` shares a phone and nothing else: no ground to join files. Without a key there is no row.
    """
    keys = keys_of(names, birth_year, phones, documents)
    if not keys:
        return ()
    found = _look_up(actor, "intake", SearchReason.INTAKE, keys, INTAKES_AN_HOUR, but=other_than)
    return found.rows


def tell_holders() -> int:
    """Tell holders elsewhere of look-ups since the last tick, and forget them. Returns how many look-ups were handled."""
    handled = 0
    with acting_as(MATCHER, "tell holders who asked"):
        LookUp.objects.filter(at__lt=timezone.now() - LOOK_UPS_KEPT).delete()
        for asked in list(Asked.objects.order_by("at")[:500]):
            with transaction.atomic():
                _tell(asked)
                asked.delete()
            handled += 1
    return handled


def _look_up(actor: Actor, kind: str, reason: str, keys: Keys, an_hour: int, but: UUID | None = None) -> Found:
    if selectors.is_law_enforcement(actor.organisation_id):
        raise Refused(NOT_FOR_LAW_ENFORCEMENT, code="law_enforcement")
    if not keys:
        raise Refused(
            _("A name alone is not searched. Add a second name and the year of birth, or a phone or document."),
            code="no_key",
        )
    _count(actor, kind, an_hour)
    matched, too_common = matches(keys)
    matched = {file: shared for file, shared in matched.items() if file != but}
    rows = selectors.found_files(actor, matched)
    _write_down(actor, reason, _strong(matched, keys) - {row.file_id for row in rows})
    trail.read("person.search", detail=f"{kind} {reason} shown={len(rows)}", purpose=f"search: {reason}")
    return Found(rows, too_common=TOO_MANY_PEOPLE if too_common else "")


def _count(actor: Actor, kind: str, an_hour: int) -> None:
    """Count this look-up; the named parts of the system (imports) are not limited."""
    if actor.is_system:
        return
    since = timezone.now() - timedelta(hours=1)
    if LookUp.objects.filter(member=actor.member_id, kind=kind, at__gt=since).count() >= an_hour:
        raise Refused(
            _("You have looked for many people within an hour. Wait a little, or ask your supervisor to search."),
            code="too_many",
        )
    LookUp.objects.create(member=actor.member_id, kind=kind)


def _strong(matched: Mapping[UUID, Collection[CompositeKey]], keys: Keys) -> set[UUID]:
    """Files that match well enough to tell their holder: a phone, a document, or two pairs of names where there are two.

    Name keys find too many by design; telling every holder of every likeness would itself spread that somebody asked.
    """
    pairs_asked = sum(key.purpose is Purpose.NAME_YEAR for key in keys)
    needed = min(2, pairs_asked)
    return {
        file
        for file, shared in matched.items()
        if any(key.purpose is not Purpose.NAME_YEAR for key in shared) or len(shared) >= needed
    }


def _write_down(actor: Actor, reason: str, elsewhere: set[UUID]) -> None:
    if actor.is_system:
        return
    files = sorted(str(file) for file in elsewhere)
    Asked.objects.create(organisation=actor.organisation_id, member=actor.member_id, reason=reason, files=files)


def _tell(asked: Asked) -> None:
    holders = selectors.holders_of(MATCHER, [UUID(file) for file in asked.files])
    for file_id, holder in holders.items():
        if not _is_told(asked.organisation, holder):
            continue
        trail.read("person.asked", file_id, IDENTITY, detail=f"{asked.reason} {asked.organisation}")
        hit = ForeignHit(holder, file_id, asked.organisation, asked.member, asked.reason, asked.at)
        for listener in on_foreign_hit:
            listener(hit)


def _is_told(asker: UUID, holder: UUID) -> bool:
    return asker == holder or any(allows(asker, holder) for allows in may_be_asked)


__all__: list[Any] = [
    "ForeignHit", "Found", "FoundFile", "IdentityDocument", "find", "index", "keys_of", "matching_files", "may_be_asked",
    "on_foreign_hit", "possible_duplicates", "reindex", "tell_holders",
]  # fmt: skip
