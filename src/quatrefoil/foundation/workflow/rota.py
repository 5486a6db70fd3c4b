# SPDX-License-Identifier: Apache-2.0
"""Who is on duty, and handing over at the change of shift."""

import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Team
from quatrefoil.foundation.workflow.models import Duty, Handover, Shift

LONGEST_SHIFT = datetime.timedelta(hours=24)


def on_duty(team: UUID, at: datetime.datetime | None = None) -> dict[str, tuple[UUID, ...]]:
    """Members on duty for a team, by kind of duty: desk first, then second line, then on call (1 query)."""
    now = at or timezone.now()
    rows = Shift.objects.filter(team=team, starts_at__lte=now, ends_at__gt=now).order_by("starts_at")
    found: dict[str, list[UUID]] = {duty: [] for duty in Duty.values}
    for shift in rows:
        found[shift.duty].append(shift.member)
    return {duty: tuple(members) for duty, members in found.items()}


def line_to_tell(team: UUID, step: int, at: datetime.datetime | None = None) -> tuple[UUID, ...]:
    """Whom to tell at an escalation step: 0 the desk, 1 the second line, 2 on call; then the whole team."""
    duties = on_duty(team, at)
    lines = [duties[Duty.DESK], duties[Duty.BACKUP], duties[Duty.ON_CALL]]
    for line in lines[step:]:
        if line:
            return line
    return (team,)


@action("rota.edit")
def add_shift(
    actor: Actor, team_id: UUID, member_id: UUID, duty: str, starts_at: datetime.datetime, ends_at: datetime.datetime
) -> UUID:
    """Put a member of one's organisation on the rota of one of its teams."""
    own = Team.objects.filter(id=team_id, organisation_id=actor.organisation_id).exists()
    if not own or not Member.objects.filter(id=member_id, organisation_id=actor.organisation_id).exists():
        raise NotVisible
    if not starts_at < ends_at <= starts_at + LONGEST_SHIFT:
        raise Refused(_("A shift ends after it starts and lasts at most 24 hours."), code="shift_length")
    if Shift.objects.filter(member=member_id, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused(_("This member is already on duty in that time."), code="shift_overlap")
    shift = Shift(team=team_id, member=member_id, duty=duty, starts_at=starts_at, ends_at=ends_at)
    shift.save(force_insert=True)
    trail.wrote("rota.add", detail=f"{duty} {member_id}")
    return shift.id


@action("rota.edit")
def remove_shift(actor: Actor, shift_id: UUID) -> None:
    """Take a shift off the rota."""
    teams = Team.objects.filter(organisation_id=actor.organisation_id).values_list("id", flat=True)
    removed, _rows = Shift.objects.filter(id=shift_id, team__in=list(teams)).delete()
    if not removed:
        raise NotVisible
    trail.wrote("rota.remove", detail=str(shift_id))


@action("contact.hand_over")
def hand_over(actor: Actor, records: tuple[tuple[UUID, str, str], ...], team_id: UUID) -> int:
    """Leave open records (id, kind, next step code) to the next shift of a team."""
    if team_id not in actor.team_ids:
        raise NotVisible
    for record, kind, next_step in records:
        require_visible(actor, record)
        Handover(record=record, record_kind=kind, team=team_id, given_by=actor.member_id, next_step=next_step).save(
            force_insert=True
        )
        trail.wrote("handover.give", record, detail=next_step)
    return len(records)


@action("contact.hand_over")
def take_over(actor: Actor, handover_id: UUID) -> UUID:
    """Say that one has taken a record over; returns the record. Who took it stays visible."""
    row = Handover.objects.filter(id=handover_id, team__in=actor.team_ids, taken_at__isnull=True).first()
    if row is None:
        raise Refused(_("Somebody else has taken this over already."), code="taken")
    require_visible(actor, row.record)
    row.taken_by, row.taken_at = actor.member_id, timezone.now()
    row.save(update_fields=["taken_by", "taken_at"])
    trail.wrote("handover.take", row.record)
    return row.record
