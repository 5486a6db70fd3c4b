# SPDX-License-Identifier: Apache-2.0
"""Opening a case: who agreed is asked first; without it the case is held, with an end (SAFETY 16)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action, require_right
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.vault.erasure import erase
from quatrefoil.foundation.vault.parts import save_part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.cases import codes, stages
from quatrefoil.protection.cases.actions import (
    WING,
    Core,
    as_codes,
    case_of,
    check_codes,
    check_owner,
    end_of,
    facts_of,
    on_child_path,
    set_closed,
    start_clock,
    watch_child,
    watch_danger,
)
from quatrefoil.protection.cases.models import Case
from quatrefoil.protection.cases.part_actions import save_identity


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known when a case is opened. `came_from` is a file that the actor sees; `identity` as in the part."""

    agreed_by: str = codes.Agreed.NOBODY
    agreed_on: datetime.date | None = None
    core: Core = field(default_factory=Core)
    danger: str = codes.NOT_KNOWN
    danger_reason: str = ""
    region: str = ""
    source: str = ""
    source_number: str = ""
    opened_on: datetime.date | None = None
    is_paper: bool = False
    owner_id: UUID | None = None
    team_id: UUID | None = None
    came_from: UUID | None = None
    identity: Mapping[str, str] = field(default_factory=dict)
    file_id: UUID | None = None


@action("case.open")
def open_case(actor: Actor, new: NewCase) -> UUID:
    """Open a case, or hold it when nobody agreed. Idempotent on `file_id`. Returns the file's id."""
    if new.file_id and visible(Case.objects.filter(file_id=new.file_id), actor).exists():
        return new.file_id
    check_codes(new.core)
    is_child = on_child_path(new.core.age_band, new.core.under_18)
    agreed_by = _who_agreed(actor, new, is_child=is_child)
    _check_dates(actor, new)
    check_owner(actor, new.owner_id, new.team_id)
    file = records.open_file(
        actor, "case", team_id=new.team_id or _team_of(actor), owner_id=new.owner_id or actor.member_id,
        region=new.region, opened_on=new.opened_on, is_paper=new.is_paper, file_id=new.file_id or uuid4(),
    )  # fmt: skip
    held = agreed_by == codes.Agreed.NOBODY
    case = Case(file=file, agreed_by=agreed_by, is_child_path=is_child, danger=new.danger or codes.NOT_KNOWN)
    case.danger_reason, case.danger_at = new.danger_reason, timezone.now() if new.danger_reason else None
    case.source, case.source_number = new.source, new.source_number[:40]
    case.agreed_on = None if held else new.agreed_on or file.opened_on
    case.hold_until = timezone.localdate() + datetime.timedelta(days=codes.HELD_DAYS) if held else None
    for name in Core.__slots__:
        setattr(case, name, getattr(new.core, name))
    case.save(force_insert=True)
    _remember(case, new)
    _start_clocks(case)
    if any(new.identity.values()):
        save_identity(actor, file.id, new.identity, 0)
    if new.came_from:
        records.link_files(actor, "came_from", file.id, new.came_from, "opened_from")
    return file.id


def open_from(actor: Actor, **known: Any) -> UUID:
    """The opener for other wings: the fields of NewCase, and those of Core beside them."""
    core = Core(**{name: known.pop(name) for name in Core.__slots__ if name in known})
    opened: UUID = open_case(actor, NewCase(core=core, **known))
    return opened


def _who_agreed(actor: Actor, new: NewCase, *, is_child: bool) -> str:
    if new.agreed_by not in codes.Agreed.values:
        raise Refused(_("Say who agreed that a file is kept."), code="who_agreed")
    if new.agreed_by == codes.Agreed.CHILD_PATH and not is_child:
        raise Refused(_("This person is an adult: ask the person."), code="not_a_child")
    if new.agreed_by != codes.Agreed.NOBODY:
        return new.agreed_by
    if is_child and new.core.under_18 in {"yes", "not_sure"}:
        return codes.Agreed.CHILD_PATH
    require_right(actor, "case.hold")
    if any(new.identity.values()):
        raise Refused(
            _("Nobody has agreed yet: leave out the name and how to find the person, or ask first."), code="held"
        )
    return codes.Agreed.NOBODY


def _check_dates(actor: Actor, new: NewCase) -> None:
    today = timezone.localdate()
    if any(day and day > today for day in (new.opened_on, new.agreed_on)):
        raise Refused(_("The date lies in the future."), code="future")
    if new.is_paper or (new.opened_on and new.opened_on < today):
        require_right(actor, "case.enter_paper")


def _team_of(actor: Actor) -> UUID | None:
    if len(actor.team_ids) > 1:
        raise Refused(_("You work in several teams. Choose the team of this case."), code="team")
    return next(iter(actor.team_ids), None)


def _remember(case: Case, new: NewCase) -> None:
    said = as_codes(
        danger=case.danger, reason=case.danger_reason, source=case.source, agreed=case.agreed_by, held=case.is_held,
        **facts_of(new.core, new.region, is_child=case.is_child_path),
    )  # fmt: skip
    history.record(
        case.file_id, WING, "case.held" if case.is_held else "case.opened", said, valid_on=case.file.opened_on
    )
    trail.wrote("case.open", case.file_id, detail=case.agreed_by)


def _start_clocks(case: Case) -> None:
    if case.is_held and case.hold_until:
        start_clock(case.file, "case.hold", due_at=end_of(case.hold_until))
    else:
        start_clock(case.file, "case.assessment")
    watch_danger(case.file, case.danger)
    # Of an adult who only was not asked for an age yet no authority is told: somebody has to say "not sure".
    if case.age_band or case.under_18:
        watch_child(case.file, is_child=case.is_child_path)


@action("case.edit")
def record_agreement(actor: Actor, file_id: UUID, agreed_by: str, agreed_on: datetime.date, seen_revision: int) -> None:
    """Somebody agreed to a held case: it is kept, and the work begins."""
    case = case_of(actor, file_id)
    if not case.is_held:
        raise Refused(_("This case is not held."), code="not_held")
    if agreed_by not in codes.Agreed.values or agreed_by == codes.Agreed.NOBODY:
        raise Refused(_("Say who agreed."), code="who_agreed")
    if agreed_by == codes.Agreed.CHILD_PATH and not case.is_child_path:
        raise Refused(_("This person is an adult: ask the person."), code="not_a_child")
    if agreed_on > timezone.localdate():
        raise Refused(_("The date lies in the future."), code="future")
    save_part(case, {}, seen_revision=seen_revision, agreed_by=agreed_by, agreed_on=agreed_on, hold_until=None)
    clocks.end(file_id, "case.hold")
    start_clock(case.file, "case.assessment")
    history.record(file_id, WING, "case.agreed", {"agreed": agreed_by}, valid_on=agreed_on)
    trail.wrote("case.agree", file_id, detail=agreed_by)
    records.touch(file_id)


def let_holds_end(actor: Actor, today: datetime.date | None = None) -> int:
    """Erase held cases that nobody agreed to in time; run by the tick. Returns how many."""
    over = Case.objects.select_related("file").filter(
        hold_until__lt=today or timezone.localdate(), agreed_by=codes.Agreed.NOBODY, file__hold_reason=""
    )
    ended = list(over[:200])
    for case in ended:
        erase(actor, case.file_id, "hold_ended")
        Case.objects.filter(id=case.id).update(stage=stages.CLOSED, closure_reason="hold_ended", hold_until=None)
        set_closed(case.file_id, timezone.localdate())
        clocks.end_all(case.file_id, "hold_ended")
        history.record(case.file_id, WING, "case.hold_ended")
        trail.wrote("case.hold_ended", case.file_id)
    return len(ended)
