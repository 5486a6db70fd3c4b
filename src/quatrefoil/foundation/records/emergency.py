# SPDX-License-Identifier: Apache-2.0
"""Exclusions, declared conflicts, absence cover and break-glass: who must not see, who may for a while."""

import datetime
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import BreakGlass, Cover, Exclusion, ExclusionGround, Ground
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import same_person_files

LONGEST = datetime.timedelta(hours=24)
REASONS = {
    "danger_to_life": gettext_lazy("Danger to life or health"),
    "child_at_risk": gettext_lazy("A child is at risk"),
    "person_asks": gettext_lazy("The person is here and asks for help"),
    "owner_unreachable": gettext_lazy("The case manager cannot be reached and a deadline falls today"),
}

# Called with (break-glass id, holders to tell): the messages room subscribes.
ON_BREAK_GLASS: list[Callable[[UUID, File], None]] = []


@action("access.exclude")
def exclude(actor: Actor, file_id: UUID, holder: UUID) -> None:
    """The person names somebody (member, team or organisation) who must not see; holds for all files of the person."""
    require_visible(actor, file_id)
    for record in same_person_files(file_id):
        _exclude(actor, record, holder, ExclusionGround.NAMED)


@action("conflict.declare")
def declare_conflict(actor: Actor, record: UUID) -> None:
    """A member says: I know this person or the other side; I must not see this record."""
    _exclude(actor, record, actor.member_id, ExclusionGround.CONFLICT)


def _exclude(actor: Actor, record: UUID, holder: UUID, ground: str) -> None:
    open_one = Exclusion.objects.filter(record=record, holder=holder, lifted_at__isnull=True)
    if open_one.exists():
        return
    # History and audit first: the actor may be excluding themselves.
    if File.objects.filter(id=record).exists():
        history.record(record, "records", "exclusion.made", {"ground": ground})
    trail.wrote("access.exclude", record, detail=f"{ground} {holder}")
    Exclusion(record=record, holder=holder, ground=ground, declared_by=actor.member_id).save(force_insert=True)


@action("access.exclude")
def lift_exclusion(actor: Actor, file_id: UUID, exclusion_id: UUID) -> None:
    """The person takes the exclusion back. A declared conflict is taken back by a supervisor, never one's own."""
    require_visible(actor, file_id)
    row = Exclusion.objects.filter(id=exclusion_id, record=file_id, lifted_at__isnull=True).first()
    if row is None:
        raise NotVisible
    if row.holder in actor.holders:
        raise Refused(_("Nobody lifts an exclusion of themselves. Ask a colleague."), code="own_exclusion")
    if row.ground == ExclusionGround.CONFLICT and not actor.may("case.approve"):
        raise Refused(_("A declared conflict is taken back by a supervisor, not by a colleague."), code="conflict")
    row.lifted_at = timezone.now()
    row.save(update_fields=["lifted_at"])
    history.record(file_id, "records", "exclusion.lifted", {"ground": row.ground})
    trail.wrote("access.exclusion_lifted", file_id, detail=row.ground)


def is_closed_to(actor: Actor, record: UUID) -> bool:
    """Is the record closed to this actor by name or by a declared conflict?"""
    return Exclusion.objects.filter(record=record, holder__in=actor.holders, lifted_at__isnull=True).exists()


def share_exclusions(files: frozenset[UUID], declared_by: UUID) -> None:
    """After files are linked as one person, every exclusion of one holds for all (the strictest wins)."""
    standing = Exclusion.objects.filter(record__in=files, lifted_at__isnull=True)
    have = set(standing.values_list("holder", "record"))
    grounds = dict(standing.values_list("holder", "ground"))
    for holder, ground in grounds.items():
        for record in files:
            if (holder, record) not in have:
                Exclusion(record=record, holder=holder, ground=ground, declared_by=declared_by).save(force_insert=True)


@action("absence.cover")
def cover_absence(actor: Actor, absent: UUID, by: UUID, until: datetime.datetime) -> UUID:
    """Let a colleague work on an absent member's files until a moment."""
    members = Member.objects.filter(id__in=(absent, by), organisation_id=actor.organisation_id)
    if absent == by or members.count() != 2:  # noqa: PLR2004 - the absent and the covering member
        raise Refused(_("Choose two different members of your organisation."), code="members")
    if until <= timezone.now():
        raise Refused(_("The cover must end in the future."), code="until")
    cover = Cover(absent=absent, by=by, organisation=actor.organisation_id, until=until)
    cover.save(force_insert=True)
    with access.as_directory():
        owned = list(File.objects.filter(owner_id=absent).values_list("id", "kind"))
    for file_id, kind in owned:
        access.grant(by, file_id, kind, ground=Ground.COVER, source=cover.id, until=until)
    trail.wrote("absence.cover", detail=f"{absent} {by}")
    return cover.id


@action("absence.cover")
def end_cover(actor: Actor, cover_id: UUID) -> None:
    """The absent colleague is back."""
    cover = Cover.objects.filter(id=cover_id, organisation=actor.organisation_id).first()
    if cover is None:
        raise NotVisible
    cover.ended_at = timezone.now()
    cover.save(update_fields=["ended_at"])
    access.revoke_source(cover.id)
    trail.wrote("absence.cover_ended", detail=f"{cover.absent} {cover.by}")


def grant_covers(file: File) -> None:
    """Whoever covers the owner now reaches the file that was just given to that owner."""
    now = timezone.now()
    if file.owner_id is None:
        return
    for cover in Cover.objects.filter(absent=file.owner_id, ended_at__isnull=True, until__gt=now):
        access.grant(cover.by, file.id, file.kind, ground=Ground.COVER, source=cover.id, until=cover.until)


def revoke_covers(file_id: UUID, old_owner: UUID) -> None:
    """Covers of a former owner end for this file."""
    for cover in Cover.objects.filter(absent=old_owner):
        access.revoke(file_id, source=cover.id, ground=Ground.COVER)


@action("access.break_glass")
def break_glass(actor: Actor, reference: str, reason: str, hours: int = 4) -> UUID:
    """Open a file of one's own organisation for a while, with a reason; supervisor and an independent reviewer are told.

    `reference` is the reference name or number. What does not exist, is excluded or belongs to others gets one and
    the same answer. Returns the file id.
    """
    if reason not in REASONS:
        raise Refused(_("Choose the reason."), code="reason")
    until = timezone.now() + min(datetime.timedelta(hours=max(1, hours)), LONGEST)
    file = _own_file(actor, reference)
    if file is None or is_closed_to(actor, file.id):
        trail.refused("access.break_glass", file.id if file else None, detail=reason)
        raise Refused(
            _("No file can be opened this way under that reference. Your supervisor has been told that you asked."),
            code="not_opened",
        )
    opened = BreakGlass(
        record=file.id,
        kind=file.kind,
        member=actor.member_id,
        member_organisation=actor.organisation_id,
        reason_code=reason,
        until=until,
    )
    opened.save(force_insert=True)
    access.grant(actor.member_id, file.id, file.kind, ground=Ground.BREAK_GLASS, source=opened.id, until=until)
    history.record(file.id, "records", "access.break_glass", {"reason": reason})
    trail.wrote("access.break_glass", file.id, detail=reason)
    for listener in ON_BREAK_GLASS:
        listener(opened.id, file)
    return file.id


@action("access.break_glass")
def end_break_glass(actor: Actor, file_id: UUID) -> None:
    """Close a file that one opened through break-glass before its hours are over."""
    opened = BreakGlass.objects.filter(member=actor.member_id, record=file_id, until__gt=timezone.now())
    ids = list(opened.values_list("id", flat=True))
    if not ids:
        raise NotVisible
    opened.update(until=timezone.now())
    # History first: without the break-glass the actor may no longer reach the file.
    history.record(file_id, "records", "access.break_glass_ended")
    trail.wrote("access.break_glass_ended", file_id)
    for opened_id in ids:
        access.revoke_source(opened_id)


def _own_file(actor: Actor, reference: str) -> File | None:
    """A file of the actor's organisation by number or reference name (the directory of files is not protected data)."""
    word, _space, digits = reference.strip().rpartition(" ")
    named = Q(reference_word__iexact=word, reference_digits=digits) if word else Q(pk__isnull=True)
    with access.as_directory():
        return File.objects.filter(Q(number=reference.strip()) | named, organisation_id=actor.organisation_id).first()


@action("break_glass.review")
def review_break_glass(actor: Actor, opened_id: UUID, finding: str) -> None:
    """Say whether the reason held. The supervisor and the independent reviewer answer separately; nobody their own."""
    opened = BreakGlass.objects.filter(id=opened_id).first()
    if opened is None or opened.member == actor.member_id or finding not in {"justified", "not_justified"}:
        raise NotVisible
    if is_closed_to(actor, opened.record):
        raise NotVisible
    now_by = {"auditor": "reviewer", "supervisor": "supervisor"}
    side = next((now_by[role] for role in ("auditor", "supervisor") if role in actor.role_keys), None)
    if side is None or (side == "supervisor" and opened.member_organisation != actor.organisation_id):
        raise NotVisible
    if getattr(opened, f"{side}_finding"):
        raise Refused(_("This was reviewed already. The first finding stands."), code="reviewed")
    setattr(opened, f"{side}_reviewed_by", actor.member_id)
    setattr(opened, f"{side}_finding", finding)
    opened.save(update_fields=[f"{side}_reviewed_by", f"{side}_finding"])
    trail.wrote("access.break_glass_reviewed", opened.record, detail=f"{side} {finding}")
