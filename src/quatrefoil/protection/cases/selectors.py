# SPDX-License-Identifier: Apache-2.0
"""What an actor may see of cases: the header, the parts, the plan. Lists stand in `lists`, homes in `homes`."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, DateField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.models import WHOLE, Reach
from quatrefoil.foundation.access.selectors import require_visible, visible, visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, MemberRole, Team
from quatrefoil.foundation.identity.roles import CORE, ROLES
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import FileHeader, header_of
from quatrefoil.foundation.registers.models import Service
from quatrefoil.foundation.registers.selectors import language_name, legal_duty, region_names
from quatrefoil.foundation.requests.kinds import KINDS as REQUEST_KINDS
from quatrefoil.foundation.requests.models import Request, RequestState
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.vault.models import Part
from quatrefoil.foundation.workflow.clocks import KINDS
from quatrefoil.foundation.workflow.models import Appointment, AppointmentState, Clock
from quatrefoil.protection.cases import codes, stages
from quatrefoil.protection.cases.codes import APPOINTMENT_KINDS
from quatrefoil.protection.cases.models import Case, FollowUp

P = TypeVar("P", bound=Part)
HEADER = ("file__organisation", "file__owner", "file__team")


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The top of every page of a case, in ready strings, and what the page decides by."""

    file: FileHeader
    revision: int
    stage: str
    stage_label: str
    danger: str
    danger_words: str
    danger_bars: int
    danger_reason: str
    who: str
    languages: str
    came_through: str
    agreed: str
    hold_ends: str
    is_held: bool
    is_child_path: bool
    is_closed: bool
    entered: str
    parts: frozenset[str]


def case_row(actor: Actor, file_id: UUID) -> Case:
    """The case with its file, owner and team; NotVisible when the actor does not reach it (1 query)."""
    found: Case | None = visible(Case.objects.select_related(*HEADER), actor).filter(file_id=file_id).first()
    if found is None:
        require_visible(actor, file_id)
        raise NotVisible
    return found


def case_header(actor: Actor, file_id: UUID) -> CaseHeader:
    """Header of one case (3 queries)."""
    return header_for(actor, case_row(actor, file_id), visible_parts(actor, file_id))


def header_for(actor: Actor, case: Case, parts: frozenset[str]) -> CaseHeader:
    """Header from a case already read."""
    stage = stages.CASE.state(case.stage)
    return CaseHeader(
        file=header_of(actor, case.file),
        revision=case.revision,
        stage=case.stage,
        stage_label=str(stage.label),
        danger=case.danger,
        danger_words=codes.danger_words(case.danger),
        danger_bars=codes.DANGER_BARS.get(case.danger, 0),
        danger_reason=str(codes.DangerReason(case.danger_reason).label) if case.danger_reason else "",
        who=codes.who(case.sex, case.age_band, is_child=case.is_child_path),
        languages=languages_of(case),
        came_through=came_through(case),
        agreed=agreed_words(case),
        hold_ends=day(case.hold_until) if case.is_held else "",
        is_held=case.is_held,
        is_child_path=case.is_child_path,
        is_closed=case.stage == stages.CLOSED,
        entered=_entered(case),
        parts=parts,
    )


def languages_of(case: Case) -> str:
    """Such as "Amharic, some Arabic (interpreter needed)"."""
    if not case.language:
        return _("Interpreter needed, language not known") if case.needs_interpreter else _("Not known")
    said = {"first": language_name(case.language), "second": language_name(case.second_language or "en")}
    if case.second_language and case.needs_interpreter:
        return _("%(first)s, some %(second)s (interpreter needed)") % said
    if case.second_language:
        return _("%(first)s, some %(second)s") % said
    return (_("%(first)s (interpreter needed)") if case.needs_interpreter else "%(first)s") % said


def came_through(case: Case) -> str:
    """Such as "Hotline, 2026-1043, 21 Nov"."""
    source = str(codes.Source(case.source).label) if case.source else ""
    return ", ".join(filter(None, (source, case.source_number, day(case.file.opened_on))))


def agreed_words(case: Case) -> str:
    """Who agreed that a file is kept, and when."""
    if case.is_held:
        return _("Nobody yet")
    said = {"who": codes.Agreed(case.agreed_by).label, "day": day(case.agreed_on)}
    if case.agreed_by == codes.Agreed.CHILD_PATH:
        return _("Child path: nobody was asked for consent to protection")
    return _("%(who)s, %(day)s") % said


def _entered(case: Case) -> str:
    recorded = timezone.localtime(case.file.recorded_at).date()
    if not case.file.is_paper and recorded == case.file.opened_on:
        return ""
    return _("From %(opened)s, entered %(entered)s") % {"opened": day(case.file.opened_on), "entered": day(recorded)}


def single(actor: Actor, model: type[P], file_id: UUID) -> P | None:
    """The one row of a part, unopened; None when nothing is written down (1 query)."""
    require_visible(actor, file_id, model.part_kind)
    return rows_of(actor, model, file_id).first()


def rows_of(actor: Actor, model: type[P], file_id: UUID) -> QuerySet[P]:
    """Rows of a part of one file that the actor sees."""
    found: QuerySet[P] = visible(model.objects.filter(file_id=file_id), actor)
    return found


def one_of(actor: Actor, model: type[P], file_id: UUID, row_id: UUID) -> P:
    """One row of a part; NotVisible when it is not of this file or not reached."""
    row = rows_of(actor, model, file_id).filter(id=row_id).first()
    if row is None:
        raise NotVisible
    return row


# People ----------------------------------------------------------------------------------------------


def approvers(actor: Actor, file: File | FileHeader) -> tuple[tuple[UUID, str], ...]:
    """Supervisors who may approve a step: of the file's team, neither the asker nor the owner (2 queries)."""
    keys = [key for key, role in ROLES.items() if "case.approve" in role.rights]
    today = timezone.localdate()
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    supervisors = MemberRole.objects.filter(current, role__in=keys).values("member_id")
    found = Member.objects.filter(id__in=supervisors, organisation_id=file.organisation_id, is_active=True)
    if file.team_id:
        found = found.filter(teams=file.team_id)
    found = found.exclude(id__in=[each for each in (actor.member_id, file.owner_id) if each])
    return tuple(found.order_by("name").values_list("id", "name"))


def teams_of(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Teams of the actor's organisation."""
    return tuple(Team.objects.filter(organisation_id=actor.organisation_id).order_by("name").values_list("id", "name"))


def case_workers(actor: Actor, teams: Iterable[UUID] | None = None) -> tuple[tuple[UUID, str], ...]:
    """Members of the actor's organisation who may work on cases, by name (1 query)."""
    keys = [key for key, role in ROLES.items() if "case.edit" in role.rights]
    today = timezone.localdate()
    at_work = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    roles = MemberRole.objects.filter(at_work, role__in=keys).values("member_id")
    found = Member.objects.filter(at_work, id__in=roles, organisation_id=actor.organisation_id, is_active=True)
    if teams is not None:
        found = found.filter(teams__in=list(teams))
    return tuple(found.order_by("name").values_list("id", "name").distinct())


DATED_SHOWN = 40

# What the page of one case reads ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """An open task, approval or question about a case."""

    id: UUID
    text: str
    due_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A running clock or a planned appointment: in words, when, and the kind of a clock."""

    text: str
    at: datetime.datetime
    kind: str


def parts_reached(actor: Actor, file_id: UUID) -> frozenset[str]:
    """Parts of a case that is already known to be visible (1 query)."""
    if CORE in actor.everywhere:
        return actor.parts
    now = timezone.now()
    grants = Reach.objects.filter(Q(until__isnull=True) | Q(until__gt=now), holder__in=actor.holders, record=file_id)
    granted = set(grants.values_list("part", flat=True))
    return actor.parts if WHOLE in granted else actor.parts & granted


def what_is_next(actor: Actor, file_id: UUID) -> list[Question | Dated]:
    """Running clocks, planned appointments, open tasks and questions of a case that the actor sees (1 query)."""
    clocks = Clock.objects.filter(record=file_id, ended_at__isnull=True, paused_at__isnull=True)
    planned = Appointment.objects.filter(file_id=file_id, state=AppointmentState.PLANNED)
    asked = Request.objects.filter(record=file_id, state=RequestState.OPEN)
    never, none = Cast(Value(None), DateTimeField()), Cast(Value(None), DateField())
    kinds = (
        _alike(visible(clocks, actor), "clock", Value(""), F("due_at"), none),
        _alike(visible(planned, actor), "appointment", Value(""), F("at"), none),
        _alike(visible(asked, actor), "question", F("subject"), never, F("due_on")),
    )
    found = kinds[0].union(*kinds[1:], all=True)[:DATED_SHOWN]
    return [_next_thing(*row) for row in found]


def _alike(rows: "QuerySet[Any]", what: str, subject: Any, moment: Any, day_: Any) -> Any:
    columns = {"what": Value(what), "about": subject, "moment": moment, "day": day_}
    return rows.order_by().annotate(**columns).values_list("what", "id", "kind", "about", "moment", "day")


def _next_thing(
    what: str, row_id: UUID, kind: str, about: str, moment: datetime.datetime, on: datetime.date | None
) -> Question | Dated:
    if what == "question":
        return Question(row_id, _question(kind, about), on)
    is_clock = what == "clock"
    return Dated(clock_label(kind) if is_clock else appointment_label(kind), moment, kind if is_clock else "")


def _question(code: str, about: str) -> str:
    kind = REQUEST_KINDS.get(code)
    if kind is None:
        return code
    subject = kind.subjects.get(about)
    return f"{kind.label}: {subject}" if subject else str(kind.label)


def appointment_label(kind: str) -> str:
    """What an appointment is for."""
    return str(APPOINTMENT_KINDS.get(kind, kind))


def service_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of services; a safe place is only ever its cover name (1 query)."""
    return {service.id: service.shown_name for service in Service.objects.filter(id__in=list(ids))}


def duty_title(duty_id: UUID) -> str:
    """The law by its name."""
    return legal_duty(duty_id).title


def follow_ups_due(actor: Actor, until: datetime.date, *, mine: bool = True) -> list[FollowUp]:
    """Follow-ups that fall until a day, with their files, soonest first (1 query)."""
    return list(_follow_ups(actor, until, mine=mine).select_related("file").order_by("due_on")[:200])


def own_follow_ups(actor: Actor, until: datetime.date) -> int:
    """How many of the actor's follow-ups fall until a day (1 query)."""
    return _follow_ups(actor, until, mine=True).count()


def _follow_ups(actor: Actor, until: datetime.date, *, mine: bool) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(done_on__isnull=True, is_cancelled=False, due_on__lte=until)
    return visible(rows.filter(file__owner_id=actor.member_id) if mine else rows, actor)


# What lists read in one go ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """What must happen next, and when."""

    record: UUID
    kind: str
    due_at: datetime.datetime


def next_due(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Due]:
    """The clock that is due first on each case (1 query)."""
    rows = visible(Clock.objects.filter(record__in=list(ids), ended_at__isnull=True, paused_at__isnull=True), actor)
    found: dict[UUID, Due] = {}
    for record, kind, due_at in rows.order_by("due_at").values_list("record", "kind", "due_at"):
        found.setdefault(record, Due(record, kind, due_at))
    return found


def clock_label(kind: str) -> str:
    """What must happen by the moment of a clock."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def overdue_cases(
    actor: Actor, *, mine: bool = False, after: datetime.datetime | None = None, limit: int = 51
) -> list[Due]:
    """Clocks of cases that are past their moment, oldest first (1 query)."""
    now = timezone.now()
    late = Clock.objects.filter(record_kind="case", ended_at__isnull=True, paused_at__isnull=True, due_at__lt=now)
    rows = visible(late, actor)
    if mine:
        rows = rows.filter(holder=actor.member_id)
    if after is not None:
        rows = rows.filter(due_at__gt=after)
    found = rows.order_by("due_at", "id").values_list("record", "kind", "due_at")[:limit]
    return [Due(record, kind, due_at) for record, kind, due_at in found]


def caseload(actor: Actor) -> dict[UUID | None, dict[str, int]]:
    """Open cases of the actor's teams by owner: all, danger now high, held (1 query)."""
    rows = visible(Case.objects.filter(file__team_id__in=actor.team_ids, file__closed_on=None), actor)
    counted = rows.values("file__owner_id").annotate(
        open=Count("id"),
        danger=Count("id", filter=Q(danger="high")),
        held=Count("id", filter=Q(hold_until__isnull=False)),
    )
    return {
        row["file__owner_id"]: {"open": row["open"], "danger": row["danger"], "held": row["held"]} for row in counted
    }


def late_by_holder(actor: Actor) -> dict[UUID, int]:
    """How many clocks of cases are late, by who must act (1 query)."""
    late = Clock.objects.filter(
        record_kind="case", ended_at__isnull=True, paused_at__isnull=True, due_at__lt=timezone.now()
    )
    return dict(visible(late, actor).values_list("holder").annotate(count=Count("id")))


def own_counts(actor: Actor) -> dict[str, int]:
    """Open cases of the actor: how many, and how many with danger now (1 query)."""
    return own_open(actor).aggregate(open=Count("id"), danger=Count("id", filter=Q(danger="high")))


def own_open(actor: Actor) -> QuerySet[Case]:
    """Open cases of the actor, to be counted."""
    return visible(Case.objects.filter(file__owner_id=actor.member_id, file__closed_on=None), actor)


def awaiting(actor: Actor, limit: int) -> list[UUID]:
    """Cases about which a task, a question or an approval waits for the actor, due first (1 query)."""
    asked = Request.objects.filter(state=RequestState.OPEN, record_kind="case", holder__in=actor.holders)
    rows = visible(asked.filter(record__isnull=False), actor).order_by("due_on", "asked_at")
    return list(dict.fromkeys(record for record in rows.values_list("record", flat=True)[:limit] if record))


def own_dues(actor: Actor, until: datetime.datetime) -> list[datetime.datetime]:
    """Moments until then by which the actor must act on cases, soonest first (1 query)."""
    rows = Clock.objects.filter(
        record_kind="case", holder=actor.member_id, ended_at__isnull=True, paused_at__isnull=True, due_at__lt=until
    )
    return list(visible(rows, actor).order_by("due_at").values_list("due_at", flat=True)[:500])


def regions() -> dict[str, str]:
    """Names of regions by code."""
    return region_names()
