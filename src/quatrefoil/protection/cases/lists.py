# SPDX-License-Identifier: Apache-2.0
"""Lists of cases: mine by next step, my teams', overdue. No sealed value stands in any list."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import Narrowed, Page, page_of_files
from quatrefoil.foundation.sharing.in_lists import agreed_words_of
from quatrefoil.foundation.ui.dates import age_of, due
from quatrefoil.foundation.workflow.clocks import END_OF_DAY
from quatrefoil.protection.cases import case_lines, codes, selectors, stages
from quatrefoil.standards import care

MINE, TEAM, AWAITING, OVERDUE = "mine", "team", "awaiting", "overdue"
VIEWS = (MINE, TEAM, AWAITING, OVERDUE)
PAGE_SIZE = 50
MOST_OWN = 100  # a caseload; beyond it the list says so
NEEDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody looks at the list; all of it may stand in an address."""

    view: str = MINE
    stage: str = ""
    danger: str = ""
    need: str = ""
    late: bool = False
    owner: UUID | None = None
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Is anything filtered?"""
        return bool(self.stage or self.danger or self.need or self.late or self.owner)


@dataclass(frozen=True, slots=True)
class CaseListRow:
    """One case in a list, in ready strings."""

    file_id: UUID
    reference: str
    number: str
    who: str
    danger: str
    danger_words: str
    danger_bars: int
    stage: str
    stage_label: str
    owner: str
    next_label: str
    next_words: str
    next_tone: str
    needs: str
    agreed: str
    changed: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of a list."""

    rows: tuple[CaseListRow, ...]
    next_cursor: str = ""
    is_cut: bool = False


def cases(actor: Actor, wanted: Wanted, most: int = MOST_OWN) -> CaseList:
    """The cases of a view, of which a home page shows only the first `most` (at most 7 queries)."""
    if wanted.view == OVERDUE:
        return _overdue(actor, wanted, most)
    if wanted.view == AWAITING:
        return CaseList(rows_for(actor, selectors.awaiting(actor, most)))
    if wanted.view == MINE and not wanted.after:
        return _mine(actor, wanted, most)
    return _newest(actor, wanted)


def page_of_ids(actor: Actor, wanted: Wanted) -> Page:
    """The cases of a view as ids, a page at a time whatever the view (1 query)."""
    if wanted.view == AWAITING:
        return Page(tuple(selectors.awaiting(actor, MOST_OWN)), "")
    if wanted.view == OVERDUE:
        late = selectors.overdue_cases(actor, after=_moment(wanted.after), limit=PAGE_SIZE + 1)
        cursor = late[PAGE_SIZE - 1].due_at.isoformat() if len(late) > PAGE_SIZE else ""
        return Page(tuple(dict.fromkeys(clock.record for clock in late[:PAGE_SIZE])), cursor)
    owner = wanted.owner or (actor.member_id if wanted.view == MINE else None)
    return page_of_files(actor, "case", after=wanted.after, size=PAGE_SIZE, narrowed=_narrowed(wanted, owner=owner))


def _mine(actor: Actor, wanted: Wanted, most: int) -> CaseList:
    """A caseload fits on one page, so it is sorted by what is due next."""
    page = page_of_files(
        actor, "case", size=MOST_OWN, narrowed=_narrowed(wanted, owner=wanted.owner or actor.member_id)
    )
    clocks = selectors.next_due(actor, page.ids)
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    ordered = sorted(page.ids, key=lambda each: clocks[each].due_at if each in clocks else never)
    return CaseList(rows_for(actor, ordered[:most], clocks), is_cut=bool(page.next_cursor))


def _newest(actor: Actor, wanted: Wanted) -> CaseList:
    page = page_of_files(
        actor, "case", after=wanted.after, size=PAGE_SIZE, narrowed=_narrowed(wanted, owner=wanted.owner)
    )
    return CaseList(rows_for(actor, page.ids), page.next_cursor)


def _overdue(actor: Actor, wanted: Wanted, most: int) -> CaseList:
    page = page_of_ids(actor, wanted)
    return CaseList(rows_for(actor, page.ids[:most]), page.next_cursor)


def rows_for(
    actor: Actor, ids: Collection[UUID], clocks: Mapping[UUID, selectors.Due] | None = None
) -> tuple[CaseListRow, ...]:
    """Rows for cases, in the order of the ids; `clocks` where what is due next is known already (at most 6 queries)."""
    if not ids:
        return ()
    found = case_lines.cases_by_id(actor, ids)
    needs = case_lines.needs_by_case(actor, found)
    clocks = selectors.next_due(actor, found) if clocks is None else clocks
    children = {file_id for file_id, case in found.items() if case.is_child_path}
    agreed = agreed_words_of(actor, list(found), children)
    ordered = (each for each in ids if each in found)
    return tuple(_row(found[each], needs.get(each, []), clocks.get(each), agreed.get(each, "")) for each in ordered)


def _row(case: case_lines.CaseLine, needs: list[str], clock: selectors.Due | None, agreed: str) -> CaseListRow:
    words, tone = next_words(clock.due_at) if clock else ("", "neutral")
    return CaseListRow(
        file_id=case.file_id,
        reference=case.reference_name or case.number,
        number=case.number,
        who=codes.who(case.sex, case.age_band, is_child=case.is_child_path),
        danger=case.danger,
        danger_words=str(codes.DANGER_SHORT.get(case.danger, case.danger)),
        danger_bars=codes.DANGER_BARS.get(case.danger, 0),
        stage=case.stage,
        stage_label=_("Held") if case.is_held else str(stages.CASE.state(case.stage).label),
        owner=case.owner or _("Nobody yet"),
        next_label=selectors.clock_label(clock.kind) if clock else "",
        next_words=words,
        next_tone=tone,
        needs=_needs(needs),
        agreed=agreed,
        changed=age_of(case.changed_at),
    )


def _needs(needs: list[str]) -> str:
    shown = ", ".join(codes.need_words(need) for need in needs[:NEEDS_SHOWN])
    more = len(needs) - NEEDS_SHOWN
    return _("%(needs)s and %(count)s more") % {"needs": shown, "count": more} if more > 0 else shown


def next_words(due_at: datetime.datetime, now: datetime.datetime | None = None) -> tuple[str, str]:
    """When something is due, as a chip: "overdue 2 days", "in 4 h", "due today", "12 Dec"."""
    now = now or timezone.now()
    on, today = timezone.localtime(due_at).date(), timezone.localtime(now).date()
    if due_at < now and on == today:
        since = min(due_at, now - datetime.timedelta(minutes=1))
        return _("late by %(time)s") % {"time": age_of(since, now)}, "overdue"
    if due_at < now or on > today or timezone.localtime(due_at).time() >= END_OF_DAY:
        return due(on, today)
    return _("in %(time)s") % {"time": age_of(now, due_at)}, "due"


NOT_CLOSED = "EXISTS (SELECT 1 FROM cases_case c WHERE c.file_id = access_reach.record AND c.stage <> 'closed')"
AT_STAGE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.file_id = access_reach.record AND c.stage = %s)"
IN_DANGER = "EXISTS (SELECT 1 FROM cases_case c WHERE c.file_id = access_reach.record AND c.danger = %s)"
OWNED = "EXISTS (SELECT 1 FROM records_file f WHERE f.id = access_reach.record AND f.owner_id = %s)"
NEEDED = (
    "EXISTS (SELECT 1 FROM cases_need n WHERE n.file_id = access_reach.record AND n.need = %s"
    " AND n.state IN ('open', 'in_plan'))"
)
LATE = (
    "EXISTS (SELECT 1 FROM workflow_clock w WHERE w.record = access_reach.record AND w.ended_at IS NULL"
    " AND w.paused_at IS NULL AND w.due_at < %s)"
)


def _narrowed(wanted: Wanted, owner: UUID | None) -> Narrowed:
    """The filters as conditions on the case of a grant; values travel apart from the text."""
    chosen = [(AT_STAGE, wanted.stage) if wanted.stage else (NOT_CLOSED, ""), (IN_DANGER, wanted.danger)]
    sql = [condition for condition, value in chosen if value or condition is NOT_CLOSED]
    values: list[str | UUID | datetime.datetime] = [value for _condition, value in chosen if value]
    if owner:
        sql.append(OWNED)
        values.append(owner.hex if connection.vendor == "sqlite" else owner)
    if wanted.need:
        sql.append(NEEDED)
        values.append(wanted.need)
    if wanted.late:
        sql.append(LATE)
        values.append(connection.ops.adapt_datetimefield_value(timezone.now()) or "")
    return Narrowed(" AND ".join(sql), tuple(values))


def _moment(text: str) -> datetime.datetime | None:
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def wanted_from(given: Mapping[str, str]) -> Wanted:
    """How somebody looks at the list, from the parameters of an address; what is not known is left out."""
    view = given.get("view", MINE)
    try:
        owner = UUID(given["owner"]) if given.get("owner") else None
    except ValueError:
        owner = None
    return Wanted(
        view=view if view in VIEWS else MINE,
        stage=_known(given.get("stage", ""), {state.code for state in stages.CASE.states}),
        danger=_known(given.get("danger", ""), set(care.DANGER_LEVELS.values())),
        need=_known(given.get("need", ""), set(care.NEEDS.values())),
        late=given.get("late") == "1",
        owner=owner,
        after=given.get("after", ""),
    )


def _known(value: str, values: Collection[str]) -> str:
    return value if value in values else ""
