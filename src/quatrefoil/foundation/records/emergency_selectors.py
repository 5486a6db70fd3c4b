# SPDX-License-Identifier: Apache-2.0
"""Break-glass, exclusions, conflicts and cover as rows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
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
from quatrefoil.foundation.ui.dates import moment
from quatrefoil.foundation.vault.selectors import pages

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
    rows = BreakGlass.objects.exclude(member=actor.member_id).order_by("-started_at")
    if "auditor" not in actor.role_keys:
        rows = rows.filter(member_organisation=actor.organisation_id)
    found = list(rows[:200])
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
    rows = BreakGlass.objects.exclude(member=actor.member_id)
    if "auditor" in actor.role_keys:
        return rows.filter(reviewer_finding="").count()
    return rows.filter(supervisor_finding="", member_organisation=actor.organisation_id).count()


def break_glass_of(actor: Actor, record: UUID) -> str:
    """'until 16:40' when the actor sees this record only through break-glass, else '' (1 query)."""
    opened = BreakGlass.objects.filter(member=actor.member_id, record=record, until__gt=timezone.now()).order_by(
        "until"
    )
    last = opened.last()
    return moment(last.until) if last else ""


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
    """Whom a person can exclude by name: organisations, then members with their organisation (2 queries)."""
    organisations = Organisation.objects.filter(is_active=True).order_by("name").values_list("id", "name")
    members = Member.objects.filter(is_active=True).order_by("name").values_list("id", "name", "organisation__name")
    people = [(str(member), f"{name}, {organisation}") for member, name, organisation in members]
    return [*((str(each), name) for each, name in organisations), *people]


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


def page_of(kind: str, file_id: UUID) -> str:
    """Where files of a kind are shown; the home page for a kind without pages."""
    try:
        return reverse(pages[kind], args=[file_id]) if kind in pages else "/"
    except NoReverseMatch:
        return "/"
