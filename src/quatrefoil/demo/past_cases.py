# SPDX-License-Identifier: Apache-2.0
"""Cases of the past, as far as each came: agreement, needs, stages, the child path, follow-up and closing."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quatrefoil.demo.inserting import plain
from quatrefoil.demo.pile import Pile, owner_of
from quatrefoil.demo.story import CasePlan, Journey
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.sharing.models import Consent
from quatrefoil.protection.cases.models import Account, Case, ChildRecord, Closure, FollowUp, Need
from quatrefoil.standards.care import FOLLOW_UP_MONTHS, follow_up_days

WING: Final = "cases"
TOLD: Final = {
    f"told_{check}": True for check in ("interview", "purpose", "use", "research", "rights", "storage", "withdrawal")
}
NEEDS_OF: Final = {
    "ForcedLabour": ("owed_pay", "legal", "papers", "place_to_stay", "work"),
    "SexualExploitation": ("safety", "medical", "psychological", "place_to_stay", "legal"),
    "Servitude": ("place_to_stay", "owed_pay", "psychological", "papers", "education"),
    "ForcedBegging": ("guardian", "education", "medical", "family"),
    "ChildLabour": ("guardian", "education", "family", "medical"),
    "ForcedMarriage": ("safety", "legal", "psychological", "education"),
    "": ("legal", "work", "papers"),
}
LEVELS: Final = ("urgent", "soon", "later")
FIRST_EVENT: Final = {"assessment": "assess", "plan": "plan", "services": "serve"}
CONSENT_LASTS: Final = datetime.timedelta(days=3 * 365)
CLOCK_OF: Final = {"new": ("case.assessment", 5), "assessment": ("case.assessment", 5), "plan": ("case.plan", 14)}


@dataclass(frozen=True, slots=True)
class Setting:
    """What all cases share: today, the duty that protects children, supervisors by team."""

    today: datetime.date
    child_duty: UUID
    supervisors: dict[UUID, UUID]


def write_case(pile: Pile, file: File, plan: CasePlan, journey: Journey, came_from: File, setting: Setting) -> None:
    """One case with everything that stands open on it."""
    is_child = journey.is_child
    pile.add_file(file)
    pile.add(_case(pile, file, plan, journey, came_from))
    agreed = "child_path" if is_child else "person"
    pile.happened(
        file, WING, "case.opened", plan.opened_at,
        {"danger": plan.danger, "source": "hotline", "agreed": agreed, "held": False, "sex": journey.sex,
         "age_band": journey.age_band, "child": is_child, "language": journey.language},
    )  # fmt: skip
    if journey.form:
        pile.rows[Account].append(
            plain(id=pile.new_id(), file_id=file.id, exploitation=journey.form, region=file.region)
        )
        pile.happened(file, WING, "case.exploitation", plan.opened_at, {"exploitation": [journey.form]}, part="account")
    _stages(pile, file, plan, setting)
    _needs(pile, file, plan, journey)
    _consents(pile, file, plan, journey)
    if is_child:
        _child(pile, file, plan, setting)
    _afterwards(pile, file, plan, setting)


def _case(pile: Pile, file: File, plan: CasePlan, journey: Journey, came_from: File) -> Case:
    return Case(
        id=pile.new_id(),
        file_id=file.id,
        stage=plan.stage,
        danger=_danger_now(plan),
        danger_reason="person_says",
        danger_at=plan.opened_at,
        sex=journey.sex,
        age_band=journey.age_band,
        under_18="yes" if journey.is_child else "no",
        is_child_path=journey.is_child,
        language=journey.language,
        needs_interpreter=journey.language not in {"en", "fr"},
        source="hotline",
        source_number=came_from.number,
        agreed_by="child_path" if journey.is_child else "person",
        agreed_on=file.opened_on,
        closure_reason=plan.closure,
        recorded_at=file.recorded_at,
    )


def _danger_now(plan: CasePlan) -> str:
    if plan.stage in {"new", "assessment", "plan"}:
        return plan.danger
    return "low" if plan.closure or plan.danger == "low" else "some"


def _stages(pile: Pile, file: File, plan: CasePlan, setting: Setting) -> None:
    supervisor = setting.supervisors.get(file.team_id) if file.team_id else None
    for (before, _day), (stage, day) in zip(plan.stages, plan.stages[1:], strict=False):
        at = _at(day, plan)
        approved = stage in {"plan", "services", "closed"}
        if approved and supervisor:
            step = "close" if stage == "closed" else FIRST_EVENT[stage]
            pile.happened(file, WING, "case.approved", at, {"step": step}, actor=supervisor)
        pile.happened(
            file, WING, "case.stage", at, {"from": before, "stage": stage}, actor=supervisor if approved else None
        )
    if plan.stage in CLOCK_OF:
        kind, days = CLOCK_OF[plan.stage]
        pile.clock(file, kind, _at(plan.stages[-1][1], plan), days)


def _needs(pile: Pile, file: File, plan: CasePlan, journey: Journey) -> None:
    wanted = NEEDS_OF[journey.form]
    first = journey.person % len(wanted)
    met = plan.stage in {"follow_up", "closed"}
    for number, need in enumerate(dict.fromkeys((wanted[first], wanted[(first + 1) % len(wanted)], wanted[-1]))):
        state = ("met" if (journey.person + number) % 5 else "not_met") if met else ("in_plan" if number else "open")
        at = plan.opened_at + datetime.timedelta(hours=2 + number)
        row = plain(id=pile.new_id(), file_id=file.id, need=need, level=LEVELS[number], state=state, recorded_at=at)
        pile.rows[Need].append(row)
        if at.date() < datetime.datetime.now(datetime.UTC).date():
            pile.happened(file, WING, "case.need", at, {"need": need, "level": row.level, "state": state}, part="plan")


def _consents(pile: Pile, file: File, plan: CasePlan, journey: Journey) -> None:
    kinds = ("statistics",) if journey.is_child else ("services", "contact", "statistics")
    for kind in kinds[: 3 if journey.person % 3 else 2]:
        pile.add(_consent(pile, file, plan, journey, kind))
        until = plan.opened_at.date() + CONSENT_LASTS
        said = {"kind": kind, "answer": "yes", "purpose": "", "until": until.isoformat()}
        pile.happened(file, "sharing", "consent.recorded", plan.opened_at, said, part="consent")
    if plan.takes_back and plan.stage in {"services", "follow_up", "closed"}:
        back = plan.opened_at + datetime.timedelta(days=20)
        said = {"kind": kinds[0], "asker": "person", "how": "phone", "purpose": ""}
        if back.date() < plan.stages[-1][1]:
            pile.happened(file, "sharing", "consent.withdrawn", back, said, part="consent")


def _consent(pile: Pile, file: File, plan: CasePlan, journey: Journey, kind: str) -> Consent:
    given = plan.opened_at.date()
    back: dict[str, Any] = {}
    if (
        plan.takes_back
        and kind == ("statistics" if journey.is_child else "services")
        and plan.stage in {"services", "follow_up", "closed"}
    ):
        at = plan.opened_at + datetime.timedelta(days=20)
        if at.date() < plan.stages[-1][1]:
            back = {
                "withdrawn_at": at, "withdrawn_recorded_at": at, "withdrawn_by": file.owner_id, "withdrawn_asker": "person",
                "withdrawn_how": "phone", "support_confirmation": "end" if plan.closure else "continue",
                "support_place": "in_person", "support_confirmed_at": at, "support_confirmed_by": file.owner_id,
            }  # fmt: skip
    return Consent(
        id=pile.new_id(), file_id=file.id, kind=kind, agreed=True, language=journey.language,
        interpreter_used=journey.language not in {"en", "fr"}, how="spoken" if journey.person % 2 else "written",
        given_on=given, recorded_at=plan.opened_at, collected_by=owner_of(file),
        expires_on=given + CONSENT_LASTS, **TOLD, **back,
    )  # fmt: skip


def _child(pile: Pile, file: File, plan: CasePlan, setting: Setting) -> None:
    told = min(plan.opened_at.date() + datetime.timedelta(days=1), setting.today)
    guardian = "appointed" if plan.stage in {"services", "follow_up", "closed"} else "sought"
    row = ChildRecord(
        id=pile.new_id(), file_id=file.id, notified="done", duty=setting.child_duty, notified_on=told, child_was_told=True,
        guardian=guardian, guardian_on=told if guardian == "appointed" else None, recorded_at=plan.opened_at,
    )  # fmt: skip
    pile.add(row)
    said = {"notified": "done", "guardian": guardian, "relatives": "not_done", "told": True}
    pile.happened(file, WING, "case.child", _at(told, plan), said, part="plan")


def _afterwards(pile: Pile, file: File, plan: CasePlan, setting: Setting) -> None:
    days = dict(plan.stages)
    if "follow_up" in days:
        for row in _follow_ups(pile, file, plan, days["follow_up"], setting.today):
            pile.add(row)
            if row.done_on:
                said = {"outcome": row.outcome, "months": row.months}
                pile.happened(file, WING, "case.followed_up", _at(row.done_on, plan), said, part="plan")
    if "closed" in days:
        file.closed_on = days["closed"]
        closure = Closure(
            id=pile.new_id(), file_id=file.id, reason=plan.closure, closed_on=days["closed"], asked_by=owner_of(file),
            is_done=True, living="own_home", recorded_at=_at(days["closed"], plan),
        )  # fmt: skip
        pile.add(closure)
        said = {"reason": plan.closure, "living": "own_home"}
        pile.happened(file, WING, "case.closed", _at(days["closed"], plan), said, part="plan")


def _follow_ups(
    pile: Pile, file: File, plan: CasePlan, since: datetime.date, today: datetime.date
) -> Iterator[FollowUp]:
    end = dict(plan.stages).get("closed", today)
    running = False
    for months, due in zip(FOLLOW_UP_MONTHS, follow_up_days(since), strict=True):
        row = FollowUp(id=pile.new_id(), file_id=file.id, months=months, due_on=due, recorded_at=_at(since, plan))
        if due <= end and plan.afterwards:
            row.done_on, row.outcome, row.member = due, plan.afterwards[0], file.owner_id
        elif plan.closure:
            row.is_cancelled = True
        elif not running:
            running = True
            pile.clock(file, "case.follow_up", _at(since, plan), (due - since).days)
        yield row


def _at(day: datetime.date, plan: CasePlan) -> datetime.datetime:
    """A working hour of a day, never before the case was opened."""
    return max(plan.opened_at, datetime.datetime.combine(day, datetime.time(10 + day.day % 6, 12), datetime.UTC))
