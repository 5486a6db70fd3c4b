# SPDX-License-Identifier: Apache-2.0
"""From contact or situation to case: who agreed is asked; without it the contact is held, with an end (SAFETY 16)."""

import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.documents.from_reports import carry_over
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.records import history, openers
from quatrefoil.foundation.records.models import File, FileLink, LinkKind
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.erasure import erase
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.hotline.codes import AGREED, HoldState
from quatrefoil.protection.hotline.escalation import HOLD_ENDS
from quatrefoil.protection.hotline.exposure_selectors import setting_of
from quatrefoil.protection.hotline.models import Contact, ContactWords, Danger, Hold, OpenedCase

NOBODY_YET: Final = "nobody_yet"
MOST_PROLONGED: Final = 2
WARN_BEFORE: Final = datetime.timedelta(days=3)
OPEN_FIELDS: Final = (
    "channel", "hours", "from_hour", "to_hour", "weekdays_only", "phone_state", "may_leave_voice_mail", "may_write",
    "language", "good_until",
)  # fmt: skip
SEALED_FIELDS: Final = ("address", "instructions", "safe_word", "duress_word")


@action("case.open")
def to_case(actor: Actor, file_id: UUID, agreed: str) -> UUID | None:
    """Open a case with what the contact knows, or hold the contact when nobody agreed. The case's id, or None."""
    source = _main_contact(actor, file_id)
    if agreed not in AGREED:
        raise Refused(_("Say who agreed that a case is opened."), code="agreed")
    if agreed == NOBODY_YET:
        place_hold(actor, source.file_id)
        return None
    opened = visible(OpenedCase.objects.filter(file_id=file_id), actor).first()
    if opened is not None:
        return opened.case
    case = openers.open_record("case", actor, **_known(actor, source, file_id, agreed))
    _carry_safe_contact(actor, source.file_id, case)
    carry_over(actor, source.file_id, case)
    OpenedCase(file_id=file_id, case=case, agreed=agreed, opened_by=actor.member_id).save(force_insert=True)
    _end_hold(source.file_id, agreed)
    history.record(file_id, "protection", "contact.to_case", {"agreed": agreed})
    trail.wrote("contact.to_case", file_id, detail=agreed)
    return case


def _main_contact(actor: Actor, file_id: UUID) -> Contact:
    """The contact itself, or the most pressing one of a situation."""
    require_visible(actor, file_id)
    links = FileLink.objects.filter(left_id=file_id, kind=LinkKind.SUBJECT, undone_at__isnull=True)
    wanted = [file_id, *links.values_list("right_id", flat=True)]
    rows = visible(Contact.objects.filter(file_id__in=wanted), actor).select_related("file")
    found = rows.order_by("-priority", "started_at").first()
    if found is None:
        raise Refused(_("Join a contact to the situation first."), code="no_contact")
    return found


def _known(actor: Actor, source: Contact, came_from: UUID, agreed: str) -> dict[str, object]:
    """What the case takes from the contact, so that nothing is typed twice."""
    return {
        "agreed_by": agreed,
        "language": source.language,
        "needs_interpreter": source.needs_interpreter,
        "age_band": source.age_band,
        "under_18": source.under_18,
        "danger": source.danger,
        "danger_reason": "" if source.danger == "not_known" else "person_says",
        "region": source.file.region,
        "source": "hotline",
        "source_number": source.file.number,
        "came_from": came_from,
        "owner_id": actor.member_id,
        "team_id": source.team,
    }


def _carry_safe_contact(actor: Actor, contact: UUID, case: UUID) -> None:
    row = safe_contact.current(contact)
    if row is None:
        return
    texts = sealing.open_many(
        row, [name for name in SEALED_FIELDS if getattr(row, name) is not None], "contact to case"
    )
    known = SafeContactInput(**{name: getattr(row, name) for name in OPEN_FIELDS} | dict[str, Any](texts))
    safe_contact.record_safe_contact(actor, case, known)


@action("case.hold")
def place_hold(actor: Actor, file_id: UUID) -> UUID:
    """Keep a contact without agreement until an end; one that is held already is kept as it is."""
    contact = visible(Contact.objects.filter(file_id=file_id), actor).first()
    if contact is None:
        raise NotVisible
    standing = visible(Hold.objects.filter(file_id=file_id, ended_at__isnull=True), actor).first()
    if standing is not None:
        return standing.id
    days = setting_of(actor.organisation_id).hold_days
    hold = Hold(file_id=file_id, placed_by=actor.member_id, until=timezone.now() + datetime.timedelta(days=days))
    hold.save(force_insert=True)
    clocks.start(
        file_id, "contact", HOLD_ENDS.code, contact.claimed_by or contact.team, due_at=hold.until - WARN_BEFORE
    )
    history.record(file_id, "protection", "hold.placed", {"until": _day(hold.until)})
    trail.wrote("hold.place", file_id)
    return hold.id


@action("case.hold")
def prolong_hold(actor: Actor, file_id: UUID) -> None:
    """Hold once more for the same time; at most twice, so that a hold has an end."""
    hold = visible(Hold.objects.filter(file_id=file_id, ended_at__isnull=True), actor).first()
    if hold is None:
        raise NotVisible
    if hold.times_prolonged >= MOST_PROLONGED:
        raise Refused(_("This was prolonged twice already. Ask the person, or let it be erased."), code="prolonged")
    hold.until += datetime.timedelta(days=setting_of(actor.organisation_id).hold_days)
    hold.times_prolonged += 1
    hold.save(update_fields=["until", "times_prolonged"])
    clocks.end(file_id, HOLD_ENDS.code, "prolonged")
    clocks.start(file_id, "contact", HOLD_ENDS.code, actor.member_id, due_at=hold.until - WARN_BEFORE)
    history.record(file_id, "protection", "hold.prolonged", {"until": _day(hold.until)})
    trail.wrote("hold.prolong", file_id)


def _end_hold(file_id: UUID, agreed: str) -> None:
    ended = Hold.objects.filter(file_id=file_id, ended_at__isnull=True).update(
        ended_at=timezone.now(), state=HoldState.AGREED
    )
    if ended:
        clocks.end(file_id, HOLD_ENDS.code, "agreed")
        history.record(file_id, "protection", "hold.agreed", {"agreed": agreed})


def _day(at: datetime.datetime) -> str:
    return timezone.localdate(at).isoformat()


@action("retention.run")
def end_holds(actor: Actor, now: datetime.datetime | None = None) -> int:
    """Erase what nobody agreed to in time; a file on which another hold stands is told to the desk. Returns how many."""
    over = Hold.objects.filter(ended_at__isnull=True, until__lte=now or timezone.now()).order_by("until")[:200]
    for hold in list(over):
        held_otherwise = File.objects.filter(id=hold.file_id).exclude(hold_reason="").exists()
        if held_otherwise:
            _refuse_erasure(hold)
        else:
            _erase(actor, hold)
    return len(over)


def _erase(actor: Actor, hold: Hold) -> None:
    erase(actor, hold.file_id, "hold_ended")
    ContactWords.objects.filter(file_id=hold.file_id).delete()
    Contact.objects.filter(file_id=hold.file_id).update(
        state="done", caller="", language="", age_band="", under_18="", ended_at=timezone.now()
    )
    Danger.objects.filter(file_id=hold.file_id, acted_at__isnull=True).update(
        acted_at=timezone.now(), act="not_reached"
    )
    Hold.objects.filter(id=hold.id).update(state=HoldState.ERASED, ended_at=timezone.now())
    clocks.end_all(hold.file_id, "erased")
    history.record(hold.file_id, "protection", "hold.erased")


def _refuse_erasure(hold: Hold) -> None:
    Hold.objects.filter(id=hold.id).update(state=HoldState.REFUSED, ended_at=timezone.now())
    contact = Contact.objects.filter(file_id=hold.file_id).first()
    clocks.end(hold.file_id, HOLD_ENDS.code, "refused")
    if contact is not None:
        notify(contact.team, "hotline.hold_refused", hold.file_id, "contact", is_urgent=True)
