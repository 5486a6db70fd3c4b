# SPDX-License-Identifier: Apache-2.0
"""Changing the rota, opening hours and the desk's settings; keeping the public promise true."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.exchange.actions import promise_duty
from quatrefoil.foundation.exchange.desk import desk_teams
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.workflow import rota
from quatrefoil.protection.hotline.models import DeskSetting, OpeningHours
from quatrefoil.protection.hotline.rota_selectors import WEEK, covered_until

MOST_WEEKS = 12


@action("rota.edit")
def add_shifts(
    actor: Actor,
    team: UUID,
    member: UUID,
    duty: str,
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    weeks: int = 1,
) -> int:
    """Put somebody on duty, if wished every week; all of it or nothing."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Repeat a shift for at most 12 weeks."), code="weeks")
    for number in range(weeks):
        rota.add_shift(actor, team, member, duty, starts_at + number * WEEK, ends_at + number * WEEK)
    keep_promise()
    return weeks


@action("rota.edit")
def remove_shift(actor: Actor, shift_id: UUID) -> None:
    """Take a shift off the rota; if it carried the public promise, the promise ends with it."""
    rota.remove_shift(actor, shift_id)
    keep_promise()


def keep_promise() -> None:
    """The public site says that a person is on duty only as long as the rota carries it without a gap (SAFETY 5)."""
    promise_duty(covered_until(desk_teams(), timezone.now()))


@action("rota.edit")
def set_opening_hours(actor: Actor, hours: Mapping[int, tuple[datetime.time, datetime.time]]) -> None:
    """Write down when the desk means to be open; days that are left out are closed."""
    OpeningHours.objects.filter(organisation=actor.organisation_id).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(organisation=actor.organisation_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, (opens, closes) in hours.items()
    )
    trail.wrote("rota.hours", detail=str(len(hours)))


@action("rota.edit")
def set_desk(actor: Actor, *, most_opened_a_day: int, hold_days: int) -> None:
    """How many texts of reports somebody opens before a break is due, and how long a contact is held."""
    if not (1 <= most_opened_a_day <= 200 and 1 <= hold_days <= 30):  # noqa: PLR2004 - a hold is short
        raise Refused(_("Choose 1 to 200 reports, and 1 to 30 days."), code="desk_setting")
    DeskSetting.objects.update_or_create(
        organisation=actor.organisation_id,
        defaults={"most_opened_a_day": most_opened_a_day, "hold_days": hold_days},
    )
    trail.wrote("desk.set", detail=f"{most_opened_a_day} {hold_days}")
