# SPDX-License-Identifier: Apache-2.0
"""Break-glass, exclusions, conflicts and cover as rows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.actions import as_directory
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.models import BreakGlass, Cover, Exclusion, ExclusionGround
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Organisation, Team
from quatrefoil.foundation.records.emergency import REASONS
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import FileHeader
from quatrefoil.foundation.ui.dates import moment

FINDINGS = {"justified": _("The reason held"), "not_justified": _("The reason did not hold")}


@dataclass(frozen=True, slots=True)
class BreakGlassRow:
    """One use of break-glass, for who reviews it: never more of the file than its number."""

    id: UUID
    number: str
    who: str
    reason: str
    opened: str
    until: str
    supervisor: str
    reviewer: str
    awaits_me: bool


@dataclass(frozen=True, slots=True)
class OpenedByBreakGlass:
    """The banner of a record that is open for some hours."""

    until: str
    reason: str
    end_url: str


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """Somebody who must not see a file."""

    id: UUID
    record: UUID
    who: str
    ground: str
    since: str


@dataclass(frozen=True, slots=True)
class CoverRow:
    """An absence that is covered."""

    id: UUID
    absent: str
    by: str
    until: str
    runs: bool


def to_review(actor: Actor) -> tuple[BreakGlassRow, ...]:
    """Uses of break-glass, unreviewed first: a supervisor sees the own organisation's, an auditor all (4 queries)."""
    if not actor.may("break_glass.review"):
        raise NotVisible
    found = list(_reviewable(actor).order_by("-started_at")[:200])
    members = {row.member for row in found} | {
        row.supervisor_reviewed_by for row in found if row.supervisor_reviewed_by
    }
    names = dict(Member.objects.filter(id__in=members).values_list("id", "name"))
    with as_directory():
        numbers = dict(File.objects.filter(id__in={row.record for row in found}).values_list("id", "number"))
    shown = [_row(actor, row, names, numbers) for row in found]
    return tuple(sorted(shown, key=lambda row: not row.awaits_me))


def _row(actor: Actor, row: BreakGlass, names: dict[UUID, str], numbers: dict[UUID, str]) -> BreakGlassRow:
    mine = row.reviewer_finding if "auditor" in actor.role_keys else row.supervisor_finding
    return BreakGlassRow(
        id=row.id,
        number=numbers.get(row.record, ""),
        who=names.get(row.member, ""),
        reason=str(REASONS.get(row.reason_code, row.reason_code)),
        opened=moment(row.started_at),
        until=moment(row.until),
        supervisor=str(FINDINGS.get(row.supervisor_finding, "")),
        reviewer=str(FINDINGS.get(row.reviewer_finding, "")),
        awaits_me=not mine,
    )


def awaiting_review(actor: Actor) -> int:
    """How many uses of break-glass await the actor's finding (1 query)."""
    if not actor.may("break_glass.review"):
        return 0
    return unreviewed(actor).count()


def unreviewed(actor: Actor) -> QuerySet[BreakGlass]:
    """Uses of break-glass that await the finding of an actor who may review, to be counted."""
    mine = "reviewer_finding" if "auditor" in actor.role_keys else "supervisor_finding"
    return _reviewable(actor).filter(**{mine: ""})


def _reviewable(actor: Actor) -> QuerySet[BreakGlass]:
    """Never one's own, and none of a record that is closed to the reviewer by name or by a conflict."""
    closed = Exclusion.objects.filter(record=OuterRef("record"), holder__in=actor.holders, lifted_at__isnull=True)
    rows = BreakGlass.objects.filter(~Exists(closed)).exclude(member=actor.member_id)
    return rows if "auditor" in actor.role_keys else rows.filter(member_organisation=actor.organisation_id)


def break_glass_of(actor: Actor, record: UUID) -> OpenedByBreakGlass | None:
    """What the banner of a record says while the actor has it open through break-glass, else None (1 query).

    Place it with {% include "records/parts/opened_by_break_glass.html" with opened=break_glass %}.
    """
    opened = BreakGlass.objects.filter(member=actor.member_id, record=record, until__gt=timezone.now())
    last = opened.order_by("until").last()
    if last is None:
        return None
    reason = str(REASONS.get(last.reason_code, last.reason_code))
    return OpenedByBreakGlass(moment(last.until), reason, reverse("records:end_break_glass", args=[record]))


def banner_of(actor: Actor, header: FileHeader) -> OpenedByBreakGlass | None:
    """As `break_glass_of`, without asking where the actor works on the file anyway (at most 1 query)."""
    is_at_home = header.owner_id == actor.member_id or header.team_id in actor.team_ids
    return None if is_at_home else break_glass_of(actor, header.id)


def exclusions(actor: Actor, file_id: UUID) -> tuple[ExclusionRow, ...]:
    """Who must not see this file (3 queries)."""
    require_visible(actor, file_id)
    return _exclusions(Q(record=file_id))


def my_conflicts(actor: Actor) -> tuple[ExclusionRow, ...]:
    """Conflicts that the actor declared; the records are not named (they are closed to the actor)."""
    return _exclusions(Q(holder=actor.member_id, ground=ExclusionGround.CONFLICT))


def _exclusions(which: Q) -> tuple[ExclusionRow, ...]:
    found = list(Exclusion.objects.filter(which, lifted_at__isnull=True).order_by("declared_at"))
    holders = {row.holder for row in found}
    names: dict[UUID, str] = {}
    for model in (Organisation, Team, Member):
        names |= dict(model.objects.filter(id__in=holders).values_list("id", "name"))
    return tuple(
        ExclusionRow(
            row.id,
            row.record,
            names.get(row.holder, ""),
            str(ExclusionGround(row.ground).label),
            moment(row.declared_at),
        )
        for row in found
    )


def excludable() -> list[tuple[str, str]]:
    """Whom a person can exclude by name: organisations, teams, then members, with their organisation (3 queries)."""
    organisations = Organisation.objects.filter(is_active=True).order_by("name").values_list("id", "name")
    teams = Team.objects.filter(organisation__is_active=True).order_by("organisation__name", "name")
    groups = [(str(team.id), f"{team.organisation.name}, {team.name}") for team in teams.select_related("organisation")]
    members = Member.objects.filter(is_active=True).order_by("name").values_list("id", "name", "organisation__name")
    people = [(str(member), f"{name}, {organisation}") for member, name, organisation in members]
    return [*((str(each), name) for each, name in organisations), *groups, *people]


def covers(actor: Actor) -> tuple[CoverRow, ...]:
    """Absences of the actor's organisation, running ones first (2 queries)."""
    now = timezone.now()
    found = list(Cover.objects.filter(organisation=actor.organisation_id).order_by("-until")[:100])
    ids = {row.absent for row in found} | {row.by for row in found}
    names = dict(Member.objects.filter(id__in=ids).values_list("id", "name"))
    rows = [
        CoverRow(
            row.id,
            names.get(row.absent, ""),
            names.get(row.by, ""),
            moment(row.until),
            row.ended_at is None and row.until > now,
        )
        for row in found
    ]
    return tuple(sorted(rows, key=lambda row: not row.runs))
