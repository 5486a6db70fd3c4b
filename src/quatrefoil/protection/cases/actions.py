# SPDX-License-Identifier: Apache-2.0
"""Danger, the open facts of a case, and who works on it. The other doors stand beside this one, by subject."""

import datetime
import re
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Team
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File, FileLink
from quatrefoil.foundation.vault.parts import save_part
from quatrefoil.foundation.workflow import clocks, rota
from quatrefoil.foundation.workflow.models import Appointment, AppointmentState, Clock
from quatrefoil.protection.cases import codes, stages
from quatrefoil.protection.cases.models import Case, ChildRecord, SafetyPlan
from quatrefoil.standards import ages, care

WING: Final = "cases"
LANGUAGE: Final = re.compile(r"[a-z]{0,3}(-[A-Za-z]{2,6})?")
ESCALATED: Final = "case.danger_waits"


@dataclass(frozen=True, slots=True)
class Core:
    """The open facts about a person: codes and bands."""

    sex: str = ""
    age_band: str = ""
    under_18: str = ""
    language: str = ""
    second_language: str = ""
    needs_interpreter: bool = False


def case_of(actor: Actor, file_id: UUID) -> Case:
    """The case of a file, with the file; NotVisible when the actor does not reach it."""
    case: Case | None = visible(Case.objects.select_related("file"), actor).filter(file_id=file_id).first()
    if case is None:
        require_visible(actor, file_id)
        raise NotVisible
    return case


def refuse_held(case: Case) -> None:
    """SAFETY 16: before somebody agreed, nothing that says who the person is or what happened is written down."""
    if case.is_held:
        raise Refused(
            _(
                "Nobody has agreed yet that a file is kept. Record who agreed first; danger and safe contact may be noted."
            ),
            code="held",
        )


def refuse_closed(case: Case) -> None:
    """A closed case is opened again before it changes."""
    if case.stage == stages.CLOSED:
        raise Refused(_("This case is closed. Open it again first."), code="closed")


def check_codes(core: Core) -> None:
    """Only codes that a list knows reach a column."""
    bands = {"", *(band.code for band in ages.AGE_BANDS)}
    if (
        core.age_band not in bands
        or core.under_18 not in {"", *ages.Under18}
        or core.sex not in {"", *dict(codes.sex_choices())}
    ):
        raise Refused(_("Choose the age, sex and whether the person is under 18 from the lists."), code="codes")
    if not all(LANGUAGE.fullmatch(each) for each in (core.language, core.second_language)):
        raise Refused(_("Write a language as its code, such as am or ar."), code="language")


def on_child_path(age_band: str, under_18: str) -> bool:
    """Under 18, or nobody is sure; where a band and a word disagree the person is treated as a child."""
    age = ages.band(age_band).first if age_band else None
    return ages.is_child_path(age, under_18 or None)


# Danger ----------------------------------------------------------------------------------------------


@action("danger.mark")
def set_danger(actor: Actor, file_id: UUID, level: str, reason: str) -> None:
    """Judge the danger now, with a reason. High starts the danger clock and tells who is on duty."""
    case = case_of(actor, file_id)
    refuse_closed(case)
    if level not in care.DANGER_LEVELS or reason not in codes.DangerReason.values:
        raise Refused(_("Say how high the danger is, and why."), code="danger_reason")
    Case.objects.filter(id=case.id).update(danger=level, danger_reason=reason, danger_at=timezone.now())
    history.record(file_id, WING, "case.danger", {"danger": level, "reason": reason})
    trail.wrote("case.danger", file_id, detail=f"{level} {reason}")
    records.touch(file_id)
    watch_danger(case.file, level)


def watch_danger(file: File, level: str) -> None:
    """Start or end the clocks that a level of danger asks for, and tell who is on duty."""
    if level != "high":
        clocks.end(file.id, stages.DANGER_CODE)
    if level in {"high", "some"} and not SafetyPlan.objects.filter(file_id=file.id).exists():
        start_clock(file, "case.safety_plan")
    if level == "high":
        start_clock(file, stages.DANGER_CODE)
        for holder in dict.fromkeys(filter(None, (file.owner_id, *_on_duty(file.team_id, 0)))):
            notify(holder, "case.danger_high", file.id, "case", is_urgent=True)


@action("danger.answer")
def answer_danger(actor: Actor, file_id: UUID, answer: str) -> None:
    """Say what was done about danger now; the clock ends, or begins anew when the person was not reached."""
    case = case_of(actor, file_id)
    if answer not in codes.DangerAnswer.values:
        raise Refused(_("Say what was done."), code="answer")
    if not clocks.end(file_id, stages.DANGER_CODE, outcome=answer):
        raise Refused(_("No danger clock is running on this case."), code="no_clock")
    history.record(file_id, WING, "case.danger_answered", {"answer": answer})
    trail.wrote("case.danger_answered", file_id, detail=answer)
    if answer == codes.DangerAnswer.NOT_REACHED:
        start_clock(case.file, stages.DANGER_CODE)
    records.touch(file_id)


def tell_of_danger(clock: Clock, step: int) -> None:
    """Nobody answered in time: tell the next line of the rota, then the whole team."""
    file = File.objects.filter(id=clock.record).first()
    if file is not None:
        for holder in _on_duty(file.team_id, step) or (file.organisation_id,):
            notify(holder, ESCALATED, file.id, "case", is_urgent=True)


def _on_duty(team_id: UUID | None, step: int) -> tuple[UUID, ...]:
    return rota.line_to_tell(team_id, step) if team_id else ()


def start_clock(file: File, kind: str, *, due_at: datetime.datetime | None = None) -> None:
    """Start a clock that the owner must mind, or the team when nobody owns the file."""
    holder = file.owner_id or file.team_id or file.organisation_id
    clocks.start(file.id, "case", kind, holder, due_at=due_at, jurisdiction=file.region)


def end_of(on: datetime.date) -> datetime.datetime:
    """The last minute of a day, for clocks that end with it."""
    return timezone.make_aware(datetime.datetime.combine(on, clocks.END_OF_DAY))


# The open facts --------------------------------------------------------------------------------------


@action("case.edit")
def save_core(actor: Actor, file_id: UUID, core: Core, region: str, seen_revision: int) -> Case:
    """Change the open facts. Raises PartConflict with both versions when somebody else changed them since."""
    case = case_of(actor, file_id)
    refuse_closed(case)
    check_codes(core)
    is_child = on_child_path(core.age_band, core.under_18)
    saved = save_part(case, {}, seen_revision=seen_revision, **asdict(core))
    Case.objects.filter(id=case.id).update(is_child_path=is_child)
    File.objects.filter(id=file_id).update(region=region)
    history.record(file_id, WING, "case.facts", facts_of(core, region, is_child=is_child))
    watch_child(case.file, is_child=is_child)
    records.touch(file_id)
    return saved


def facts_of(core: Core, region: str, *, is_child: bool) -> dict[str, str | bool]:
    """What the history keeps of the open facts; evaluation counts from it."""
    return {
        "sex": core.sex,
        "age_band": core.age_band,
        "child": is_child,
        "language": core.language,
        "region": region,
    }


def watch_child(file: File, *, is_child: bool) -> None:
    """On the child path the duty to notify has a clock, until it was done or the person is shown to be an adult."""
    known = ChildRecord.objects.filter(file_id=file.id).exclude(notified="to_do").exists()
    if is_child and not known:
        start_clock(file, "case.child_notice")
    elif not is_child:
        clocks.end(file.id, "case.child_notice", outcome="adult")


def age_from_birth(case: Case, birth: datetime.date | None, birth_year: int | None) -> None:
    """A birth date that was written down says the band; the child path follows."""
    today = timezone.localdate()
    if birth is not None:
        age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    elif birth_year is not None:
        age = today.year - birth_year - 1  # the younger of the two possible ages: protection first
    else:
        return
    if age < 0:
        raise Refused(_("The date of birth lies in the future."), code="birth_date")
    band = ages.band_of(age).code
    is_child = on_child_path(band, case.under_18)
    if (case.age_band, case.is_child_path) != (band, is_child):
        save_part(case, {}, seen_revision=case.revision, age_band=band, is_child_path=is_child)
        watch_child(case.file, is_child=is_child)


# Who works on it -------------------------------------------------------------------------------------


@action("case.assign")
def assign(actor: Actor, file_id: UUID, *, owner_id: UUID | None, team_id: UUID) -> None:
    """Give a case to a member or another team of the same organisation; running clocks go with it."""
    case = case_of(actor, file_id)
    _check_place(actor, owner_id, team_id)
    old, new = case.file.owner_id or case.file.team_id, owner_id or team_id
    visible(Clock.objects.filter(record=file_id, ended_at__isnull=True, holder=old), actor).update(holder=new)
    notify(new, "case.assigned", file_id, "case")
    records.assign(actor, file_id, owner_id=owner_id, team_id=team_id)


def _check_place(actor: Actor, owner_id: UUID | None, team_id: UUID) -> None:
    if not Team.objects.filter(id=team_id, organisation_id=actor.organisation_id).exists():
        raise NotVisible
    if owner_id is None:
        return
    members = Member.objects.filter(id=owner_id, organisation_id=actor.organisation_id, is_active=True)
    if not members.filter(teams=team_id).exists():
        raise Refused(_("Choose somebody who works in that team."), code="not_in_team")


@action("person.link")
def undo_link(actor: Actor, file_id: UUID, link_id: UUID) -> None:
    """Two files are not about one person after all; the records room tells whoever worked by the link (SAFETY 12)."""
    require_visible(actor, file_id)
    link = FileLink.objects.filter(Q(left_id=file_id) | Q(right_id=file_id), id=link_id, undone_at__isnull=True).first()
    if link is None:
        raise NotVisible
    records.undo_same_person(actor, link_id)


def set_region(file_id: UUID, region: str) -> None:
    """The region of a file, for lists and counting."""
    File.objects.filter(id=file_id).update(region=region)


def set_closed(file_id: UUID, on: datetime.date | None) -> None:
    """The day on which a file was closed, or that it is open."""
    if on is None:
        records.reopen_file(file_id)
    else:
        records.close_file(file_id, on)


def check_owner(actor: Actor, owner_id: UUID | None, team_id: UUID | None) -> None:
    """An owner and a team that are given at opening belong to the organisation, and the owner to the team."""
    if team_id is not None:
        _check_place(actor, owner_id if owner_id != actor.member_id else None, team_id)
    elif owner_id not in (None, actor.member_id):
        raise Refused(_("Choose the team in which they work."), code="team")


def cancel_appointments(actor: Actor, file_id: UUID) -> None:
    """Planned appointments of a file fall away."""
    planned = Appointment.objects.filter(file_id=file_id, state=AppointmentState.PLANNED)
    if visible(planned, actor).update(state=AppointmentState.CANCELLED):
        trail.wrote("case.appointments_cancelled", file_id, "plan")


def as_codes(**known: Any) -> dict[str, Any]:
    """Codes for the history, without those that are empty."""
    return {name: value for name, value in known.items() if value not in ("", None, [])}


stages.declare_danger(tell_of_danger)
