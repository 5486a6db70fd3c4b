# SPDX-License-Identifier: Apache-2.0
"""Rows of the selectors placed into tables, tiles and summaries."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.safe_contact import SafeContactRow
from quatrefoil.foundation.ui.pieces import (
    Action,
    Cell,
    Chip,
    Column,
    Danger,
    Empty,
    Filter,
    FilterBar,
    FilterChoice,
    Hidden,
    NextStep,
    Pair,
    SafeContact,
    Table,
)
from quatrefoil.protection.cases import codes, stages
from quatrefoil.protection.cases.lists import CaseListRow, Wanted
from quatrefoil.protection.cases.record import FollowUpRow, GoalRow, NeedRow, NextRow
from quatrefoil.protection.cases.selectors import CaseHeader
from quatrefoil.standards import care

SOME_FILE: Final = UUID(int=0)


def url(name: str, *arguments: object) -> str:
    """The address of a page of this room."""
    return reverse(f"cases:{name}", args=arguments)


def cases_table(
    rows: Iterable[CaseListRow], title: str, *, with_owner: bool = False, empty: Empty | None = None
) -> Table:
    """The list of cases."""
    columns = (
        Column(_("Person"), narrow=True),
        Column(_("Danger now")),
        Column(_("Stage")),
        Column(_("Next step"), narrow=True),
        Column(_("Needs")),
        Column(_("Consent")),
        Column(_("Changed")),
    )
    page = url("case", SOME_FILE)  # resolved once; the rows differ in the id alone
    return Table(title, columns, [_case_cells(row, page, with_owner=with_owner) for row in rows], empty)


def _case_cells(row: CaseListRow, page: str, *, with_owner: bool) -> tuple[Cell | str, ...]:
    due = Cell(second=row.next_label, chip=Chip(row.next_words, row.next_tone)) if row.next_words else ""  # type: ignore[arg-type]
    return (
        Cell(row.reference, row.who, page.replace(str(SOME_FILE), str(row.file_id))),
        Cell(danger=Danger(row.danger_bars, row.danger_words)),
        Cell(row.stage_label, row.owner if with_owner else ""),
        due,
        row.needs,
        Cell(chip=Chip(row.agreed)) if row.agreed else "",
        row.changed,
    )


def empty_list(wanted: Wanted, *, may_open: bool) -> Empty:
    """What would stand in an empty list, and the way to put it there."""
    if wanted.is_narrowed:
        return Empty(_("No case fits these filters"), "", Action(_("Show all"), f"{url('list')}?view={wanted.view}"))
    act = Action(_("New case"), url("new"), filled=True) if may_open else None
    texts = {
        "mine": (
            _("You have no open case"),
            _("Cases that you open or that are given to you stand here, sorted by what is due next."),
        ),
        "team": (_("Your team has no open case"), _("Cases of your team stand here, what changed last first.")),
        "awaiting": (_("Nothing waits for you"), _("Cases with a task, a question or an approval for you stand here.")),
        "overdue": (_("Nothing is overdue"), _("What passes its date stands here, the oldest first.")),
    }
    return Empty(*texts[wanted.view], act if wanted.view in {"mine", "team"} else None)


def filters(wanted: Wanted, workers: Iterable[tuple[UUID, str]]) -> FilterBar:
    """Filters over a list; nothing in them is about a person who is helped."""
    stage = [(state.code, str(state.label)) for state in stages.CASE.states]
    danger = [(code, str(label)) for code, label in codes.DANGER_SHORT.items()]
    need = [(code, str(label)) for code, label in codes.translated(care.NEEDS)]
    bars = [
        Filter("view", _("List"), _choices([("mine", _("Mine")), ("team", _("Team"))], wanted.view)),
        Filter("stage", _("Stage"), _choices([("", _("All but closed")), *stage], wanted.stage)),
        Filter("danger", _("Danger now"), _choices([("", _("Any")), *danger], wanted.danger)),
        Filter("need", _("Need"), _choices([("", _("Any")), *need], wanted.need)),
        Filter(
            "late",
            _("Overdue"),
            _choices([("", _("Any")), ("1", _("Only what is overdue"))], "1" if wanted.late else ""),
        ),
    ]
    people = [(str(member), name) for member, name in workers]
    if people:
        owner = str(wanted.owner) if wanted.owner else ""
        bars.append(Filter("owner", _("Works on it"), _choices([("", _("Anybody")), *people], owner)))
    return FilterBar(
        bars, f"{url('list')}?view={wanted.view}" if wanted.is_narrowed else "", is_open=wanted.is_narrowed
    )


def _choices(known: Iterable[tuple[str, str]], chosen: str) -> list[FilterChoice]:
    return [FilterChoice(value, label, value == chosen) for value, label in known]


def query(wanted: Wanted, page: str = "list", **changes: str) -> str:
    """The address of a list with these filters."""
    said = {
        "view": wanted.view, "stage": wanted.stage, "danger": wanted.danger, "need": wanted.need,
        "late": "1" if wanted.late else "", "owner": str(wanted.owner or ""), **changes,
    }  # fmt: skip
    return f"{url(page)}?{urlencode({name: value for name, value in said.items() if value})}"


# One case --------------------------------------------------------------------------------------------


def person_pairs(header: CaseHeader, *, may_open: bool) -> tuple[Pair, ...]:
    """What is open about a person, and what is hidden."""
    who = Pair(_("Name"), Hidden()) if "identity" in header.parts else None
    rows = [
        *([who] if who else []),
        Pair(_("Age, sex"), header.who),
        Pair(_("Languages"), header.languages),
        Pair(_("Came through"), header.came_through),
        Pair(_("Agreed that a file is kept"), header.agreed),
    ]
    if header.danger_reason:
        rows.insert(0, Pair(_("Danger judged"), f"{header.danger_words}. {header.danger_reason}."))
    for part, label in (("health", _("Health")), ("account", _("What happened"))):
        if part in header.parts:
            link = Action(_("Show"), url("open", header.file.id, part)) if may_open and not header.is_held else None
            rows.append(Pair(label, Hidden(), link))
    return tuple(rows)


def needs_table(rows: Iterable[NeedRow], file_id: UUID, *, editable: bool) -> Table:
    """Needs and what becomes of them."""
    columns = (
        Column(_("Need"), narrow=True),
        Column(_("Level")),
        Column(_("Service")),
        Column(_("State"), narrow=True),
    )
    add = Action(_("Add a need"), url("new_need", file_id), filled=True) if editable else None
    nothing = Empty(_("No need is written down yet"), _("What the person needs, how soon, and who helps with it."), add)
    return Table(_("Needs and plan"), columns, [_need_cells(row, file_id, editable=editable) for row in rows], nothing)


def _need_cells(row: NeedRow, file_id: UUID, *, editable: bool) -> tuple[Cell | str, ...]:
    link = url("need", file_id, row.id) if editable else ""
    state = Cell(chip=row.state_chip)
    if editable and not row.service and not row.is_settled:
        directory = f"{reverse('registers:directory')}?need={codes.DIRECTORY.get(row.need, '')}"
        state = Cell(_("Find a service"), url=directory)
    level = Danger(row.level_bars, row.level_label)
    return (Cell(row.label, url=link), Cell(danger=level), row.service or _("none yet"), state)


def next_steps(actor: Actor, rows: Iterable[NextRow], file_id: UUID) -> tuple[NextStep, ...]:
    """What is due, with links to what this actor can answer."""
    return tuple(NextStep(Chip(row.words, row.tone), row.text, _answered_at(actor, row, file_id)) for row in rows)  # type: ignore[arg-type]


# Where somebody says that what a clock waits for was done.
DONE_ON: Final = {
    stages.DANGER_CODE: "danger_answer", "case.hold": "agreement", "case.plan": "plan", "case.safety_plan": "plan",
    "case.safety_review": "plan", "case.follow_up": "plan", "case.assessment": "needs",
}  # fmt: skip


# What one must be allowed to do to open those pages.
OPENS_WITH: Final = {
    "danger_answer": "danger.answer", "agreement": "case.edit", "plan": "part.edit", "needs": "case.open",
}  # fmt: skip


def _answered_at(actor: Actor, row: NextRow, file_id: UUID) -> str:
    if row.request_id:
        return reverse("requests:one", args=[row.request_id])
    if row.kind == "case.child_notice":
        return url("edit", file_id, "child") if actor.may("child.record") else ""
    page = DONE_ON.get(row.kind)
    return url(page, file_id) if page is not None and actor.may(OPENS_WITH[page]) else ""


def safe_box(row: SafeContactRow | None, file_id: UUID, *, may_write: bool) -> SafeContact | None:
    """How the person may be reached, before everything else; None says that no safe way is known."""
    write = reverse("correspondence:safe_contact", args=[file_id])
    if row is None:
        if not may_write:
            return None
        act = Action(_("Write down a safe way"), write)
        return SafeContact(
            _("No safe way to reach this person is known."), _("Do not call, write or visit."), action=act
        )
    heading = _("Safe contact (checked %(day)s): %(how)s") % {"day": row.checked, "how": row.headline}
    shown = Hidden(_("shown after a reason"), reverse("correspondence:open_contact", args=[file_id]), _("Show"))
    after = _("Older than 30 days: check it again before using it.") if row.is_stale else ""
    if row.is_phone_taken:
        return SafeContact(heading, _("Do not call or write."), action=Action(_("Change"), write))
    before = _("Phone: %(state)s.") % {"state": row.phone}
    return SafeContact(heading, before, shown if row.has_address else "", after, Action(_("Change"), write))


def goals_table(rows: Iterable[GoalRow], file_id: UUID, *, editable: bool) -> Table:
    """Goals of the plan."""
    columns = (
        Column(_("Goal"), narrow=True),
        Column(_("Steps")),
        Column(_("Look again")),
        Column(_("State"), narrow=True),
    )
    add = Action(_("Add a goal"), url("new_goal", file_id), filled=True) if editable else None
    cells = [
        (
            Cell(row.objective, row.type_label, url("goal", file_id, row.id) if editable else ""),
            row.steps,
            Cell(chip=row.review) if row.review else row.planned,
            Cell(chip=Chip(row.state_label, "good" if row.state == codes.GoalState.REACHED else "neutral")),
        )
        for row in rows
    ]
    nothing = Empty(_("No goal yet"), _("What the person wants to reach, in their words."), add)
    return Table(_("Goals that the person chose"), columns, cells, nothing)


def follow_ups_table(rows: Iterable[FollowUpRow], names: dict[UUID, str] | None = None) -> Table:
    """Follow-ups; with names they stand in a list over several cases."""
    first = Column(_("Person") if names is not None else _("When"), narrow=True)
    columns = (first, Column(_("Due"), narrow=True), Column(_("Done")), Column(_("How it went")))
    cells = [
        (
            Cell(
                names[row.file_id] if names is not None else row.label,
                row.label if names is not None else "",
                url("follow_up", row.file_id, row.id) if row.is_open else "",
            ),
            Cell(chip=row.due),
            row.done,
            row.outcome,
        )
        for row in rows
    ]
    nothing = Empty(
        _("No follow-up is planned"), _("Follow-ups are planned when services end: after 1, 3, 6, 12 and 24 months.")
    )
    return Table(_("Follow-up"), columns, cells, nothing)
