# SPDX-License-Identifier: Apache-2.0
"""The dated safe-contact instructions: recording, showing and checking words (SAFETY 3 and 4)."""

import datetime
import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Stale
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE, SAFE_CONTACT
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel, SafeContact
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import files_of_one_person
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.vault import sealing

SAFE, DURESS, WRONG, UNSET = "safe", "duress", "wrong", "unset"
OPEN: Final = (
    "channel", "hours", "from_hour", "to_hour", "weekdays_only", "phone_state", "may_leave_voice_mail", "may_write",
    "language",
)  # fmt: skip
SEALED: Final = ("address", "instructions", "safe_word", "duress_word")


@dataclass(frozen=True, slots=True)
class SafeContactRow:
    """What stands in the box before everything else; address and instructions open only after a reason."""

    id: UUID
    channel: str
    headline: str
    phone: str
    is_phone_taken: bool
    has_address: bool
    has_safe_word: bool
    checked: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class SafeContactInput:
    """What is known about reaching a person safely."""

    channel: str = SafeChannel.NONE
    address: str = ""
    hours: str = ""
    from_hour: int | None = None
    to_hour: int | None = None
    weekdays_only: bool = False
    phone_state: str = PhoneState.UNKNOWN
    may_leave_voice_mail: bool = False
    may_write: bool = False
    instructions: str = ""
    safe_word: str = ""
    duress_word: str = ""
    language: str = ""
    good_until: datetime.date | None = None
    keeps_texts: bool = False  # an address or instructions left empty stay as they were, on the same way


class SafeContactConflict(Stale):
    """Somebody wrote newer instructions meanwhile. `newer` is what stands now, to be compared; nothing was saved."""

    def __init__(self, newer: SafeContactRow) -> None:
        words = _("Meanwhile somebody else wrote: %(way)s. Phone: %(phone)s. Compare before you save yours.")
        super().__init__(words % {"way": newer.headline, "phone": newer.phone}, code="stale")
        self.newer = newer


STALE_AFTER = datetime.timedelta(days=30)
# Sees only whether a phone was taken: the colleague who writes may not reach the other file of the person.
GATE = system_actor("gate", everywhere=frozenset({CORE, SAFE_CONTACT}))


def current(file_id: UUID) -> SafeContact | None:
    """The newest instructions of a file, unopened; for rules and the gate."""
    newest: SafeContact | None = SafeContact.objects.filter(file_id=file_id).order_by("-recorded_at", "-id").first()
    return newest


def newest_of_person(file_id: UUID) -> SafeContact | None:
    """The newest instructions on any file about the same person, for rules only: what one desk noted stops every desk."""
    with as_system(GATE):
        found = [row for row in map(current, files_of_one_person(file_id)) if row is not None]
    return max(found, key=lambda row: row.recorded_at, default=None)


def is_phone_taken(file_id: UUID) -> bool:
    """Do the newest instructions about the person of this file say that the phone is in other hands (SAFETY 3)?"""
    newest = newest_of_person(file_id)
    return newest is not None and newest.phone_state == PhoneState.TAKEN


def safe_contact(actor: Actor, file_id: UUID) -> SafeContactRow | None:
    """The box on the record page; nothing sealed is opened (1 query)."""
    row = visible(SafeContact.objects.filter(file_id=file_id), actor).order_by("-recorded_at", "-id").first()
    return None if row is None else _row(row)


def _row(row: SafeContact) -> SafeContactRow:
    taken = row.phone_state == PhoneState.TAKEN
    today = timezone.localdate()
    parts = [str(SafeChannel(row.channel).label), row.hours]
    headline = _("Phone taken: nothing goes out") if taken else ", ".join(part for part in parts if part)
    return SafeContactRow(
        id=row.id,
        channel=row.channel,
        headline=headline,
        phone=str(PhoneState(row.phone_state).label),
        is_phone_taken=taken,
        has_address=row.address is not None,
        has_safe_word=row.safe_word is not None,
        checked=day(row.checked_on),
        is_stale=row.checked_on + STALE_AFTER < today or (row.good_until is not None and row.good_until < today),
    )


def open_fields(file_id: UUID) -> dict[str, Any]:
    """What is not sealed in the newest instructions, for a form that changes them; `seen` says which they were."""
    row = current(file_id)
    if row is None:  # nothing is known: nothing is supposed, least of all whose phone it is
        return {"seen": "", "phone_state": PhoneState.UNKNOWN}
    return {"seen": str(row.id), **{name: getattr(row, name) for name in OPEN}}


@action("note.write")
def record_safe_contact(actor: Actor, file_id: UUID, known: SafeContactInput, *, seen: str | None = None) -> UUID:
    """Write down how the person may be reached from today; earlier instructions stay in the history.

    Words that are not given again are kept from the instructions before. `seen` is the id of the instructions that the
    writer looked at ("" for none): raises SafeContactConflict when others are newer, so that "phone taken" is never
    overwritten by somebody who has not read it (SAFETY 3). None asks nothing.
    """
    require_visible(actor, file_id, "safe_contact")
    if seen is not None:  # two who save at the same moment come one after the other
        File.objects.select_for_update().filter(id=file_id).first()
    before = current(file_id)
    if seen is not None and before is not None and seen != str(before.id):
        raise SafeContactConflict(_row(before))
    return _recorded(actor, file_id, known, before)


def _recorded(actor: Actor, file_id: UUID, known: SafeContactInput, before: SafeContact | None) -> UUID:
    row = SafeContact(file_id=file_id, recorded_by=actor.member_id, good_until=known.good_until)
    for name in OPEN:
        setattr(row, name, getattr(known, name))
    for name in SEALED:
        text = getattr(known, name).strip()
        if not text and before is not None and _stays(name, known, before):
            text = sealing.open_text(before, name, purpose="safe contact renewed")
        if text:
            setattr(row, name, sealing.seal(row, name, text))
    row.save(force_insert=True)
    codes = {"channel": row.channel, "phone": row.phone_state}
    history.record(file_id, "messages", "safe_contact.recorded", codes, part="safe_contact")
    trail.wrote("safe_contact.record", file_id, "safe_contact", detail=row.phone_state)
    return row.id


def _stays(name: str, known: SafeContactInput, before: SafeContact) -> bool:
    """Is a text that was not written again taken over? Words always; the rest on request, for the same way alone."""
    if getattr(before, name) is None:
        return False
    return name.endswith("_word") or (known.keeps_texts and known.channel == before.channel)


@action("part.open")
def open_safe_contact(actor: Actor, file_id: UUID, reason: str) -> dict[str, str]:
    """Address and instructions, opened for a reason (audited). The words are never shown, only checked."""
    require_visible(actor, file_id, "safe_contact")
    row = current(file_id)
    if row is None:
        return {}
    names = [name for name in ("address", "instructions") if getattr(row, name) is not None]
    return sealing.open_many(row, names, purpose=reason)


@action("part.open")
def check_word(actor: Actor, file_id: UUID, said: str) -> str:
    """Compare what the caller said: safe, duress, wrong or unset. A duress word looks the same to everybody near.

    The desk sees the difference; the caller never does. Nothing is confirmed to the caller before this.
    """
    require_visible(actor, file_id, "safe_contact")
    row = current(file_id)
    if row is None or row.safe_word is None:
        return UNSET
    answer = _compare(row, said)
    history.record(file_id, "messages", "word.checked", {"answer": answer}, part="safe_contact")
    trail.wrote("safe_word.check", file_id, "safe_contact", detail=answer)
    if answer == DURESS:
        for listener in ON_DURESS:
            listener(actor, file_id)
    return answer


# Called with (actor, file id) when a duress word was said: the hotline subscribes.
ON_DURESS: list[Callable[[Actor, UUID], None]] = []


def _compare(row: SafeContact, said: str) -> str:
    heard = _plain(said)
    safe = _plain(sealing.open_text(row, "safe_word", purpose="word check"))
    duress = _plain(sealing.open_text(row, "duress_word", purpose="word check")) if row.duress_word else None
    is_safe = hmac.compare_digest(heard, safe)
    is_duress = duress is not None and hmac.compare_digest(heard, duress)
    return DURESS if is_duress else SAFE if is_safe else WRONG


def _plain(word: str) -> bytes:
    return unicodedata.normalize("NFKC", word).casefold().strip().encode()
