# SPDX-License-Identifier: Apache-2.0
"""Holds, the schedule, and erasing what is past its date."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File, FileKind, Flag, RecipientName, RetentionRule
from quatrefoil.foundation.records.retention import HOLDS, MOST_YEARS, keep_until
from quatrefoil.foundation.records.retention_selectors import due_file
from quatrefoil.foundation.vault.erasure import erase

CHUNK = 200


@action("retention.hold")
def set_hold(actor: Actor, file_id: UUID, reason: str) -> None:
    """Keep a file beyond its date. A hold stops every erasure until it is lifted."""
    require_visible(actor, file_id)
    if reason not in HOLDS:
        raise Refused(_("Choose the reason."), code="reason")
    File.objects.filter(id=file_id).update(hold_reason=reason)
    history.record(file_id, "records", "file.held", {"reason": reason})
    trail.wrote("file.hold", file_id, detail=reason)


@action("retention.hold")
def lift_hold(actor: Actor, file_id: UUID) -> None:
    """The reason to keep the file has ended."""
    require_visible(actor, file_id)
    if not File.objects.filter(id=file_id).exclude(hold_reason="").update(hold_reason=""):
        raise Refused(_("No hold stands on this file."), code="no_hold")
    history.record(file_id, "records", "file.hold_lifted")
    trail.wrote("file.hold_lifted", file_id)


@action("retention.run")
def set_years(actor: Actor, kind: str, years: int) -> None:
    """Change how long files of a kind are kept. Files that are closed already keep the date they got."""
    if kind not in FileKind.values or not 0 <= years <= MOST_YEARS:
        raise Refused(_("Choose a number of years up to 99."), code="years")
    changed = {"years_after_close": years, "changed_by": actor.member_id, "changed_at": timezone.now()}
    RetentionRule.objects.update_or_create(kind=kind, defaults=changed)
    trail.wrote("retention.schedule", detail=f"{kind} {years}")


@action("retention.run")
def erase_due(actor: Actor, file_id: UUID, number: str) -> None:
    """Erase the person from a file of one's own organisation that is past its date, for good.

    number: the file's number, typed again, so that no other file goes by mistake. Raises NotVisible for a file that
    is not due, Refused while a hold stands.
    """
    file = due_file(actor, file_id)
    if number.strip() != file.number:
        raise Refused(_("That is not the number of this file. Nothing was erased."), code="number")
    erase(actor, file_id, "retention")


def forget(file_id: UUID, _pseudonyms: frozenset[UUID]) -> None:
    """What the records room forgets when the vault erases a file: its names, flags, and who reached it."""
    File.objects.filter(id=file_id).update(reference_word="", reference_digits="", owner=None)
    RecipientName.objects.filter(file_id=file_id).delete()
    Flag.objects.filter(file_id=file_id).delete()
    history.record(file_id, "records", "file.erased")
    access.forget_record(file_id)


def date_closed_files() -> int:
    """Give closed files without a date the one of the schedule; run by the tick. Returns how many."""
    undated = File.objects.filter(closed_on__isnull=False, keep_until__isnull=True, erased_at__isnull=True)
    found = list(undated.values_list("id", "kind", "closed_on")[:CHUNK])
    for file_id, kind, closed_on in found:
        if closed_on is not None:
            until = keep_until(kind, closed_on)
            File.objects.filter(id=file_id).update(keep_until=until)
            history.record(file_id, "records", "file.kept", {"until": until.isoformat()})
    return len(found)
