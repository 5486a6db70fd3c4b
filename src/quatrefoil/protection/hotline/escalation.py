# SPDX-License-Identifier: Apache-2.0
"""Danger now is told along the rota until somebody answers: desk, second line, on call, supervisors."""

from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.exchange.desk import desk_teams
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import is_file
from quatrefoil.foundation.workflow import clocks
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.foundation.workflow.rota import line_to_tell
from quatrefoil.protection.hotline.models import Contact, Danger

DESK_LINES: Final = 3  # desk, second line, on call
MINUTES_TO_ANSWER: Final = 5
MINUTES_TO_FIRST_ANSWER: Final = 240


def chain(team: UUID) -> tuple[tuple[UUID, ...], ...]:
    """Whom to tell, line after line; a line that nobody holds now is left out."""
    lines = [line_to_tell(team, step) for step in range(DESK_LINES)]
    lines += [supervisors_of(team), (team,)]
    return tuple(dict.fromkeys(line for line in lines if line))


def supervisors_of(team: UUID) -> tuple[UUID, ...]:
    """Supervisors at work in a team."""
    today = timezone.localdate()
    found = Member.objects.filter(teams=team, is_active=True, roles__role="supervisor").exclude(ends_on__lt=today)
    return tuple(found.order_by("name").values_list("id", flat=True).distinct())


def tell_line(team: UUID, step: int, code: str, record: UUID, kind: str) -> None:
    """Tell one line of the chain, urgently; past its end the last line is told again."""
    lines = chain(team)
    for holder in lines[min(step, len(lines) - 1)]:
        notify(holder, code, record, kind, is_urgent=True)


def start_danger_clock(record: UUID, kind: str, team: UUID, code: str = "hotline.danger_now") -> None:
    """Start the clock and tell the desk at once."""
    clocks.start(record, kind, DANGER_NOW.code, team)
    tell_line(team, 0, code, record, kind)


def report_arrived(report_id: UUID, what: str, danger: str) -> None:
    """A report or a further message was taken in: start its clock, or tell the desk that there is news."""
    is_danger, teams = danger == "now", desk_teams()
    if what != "report":
        for team in teams:
            notify(team, "hotline.report_news", report_id, "report", is_urgent=is_danger)
        return
    for team in teams[:1]:
        clocks.start(report_id, "report", (DANGER_NOW if is_danger else FIRST_ANSWER).code, team)
    for team in teams if is_danger else ():
        tell_line(team, 0, "hotline.danger_report", report_id, "report")


def _danger_unanswered(clock: Clock, step: int) -> None:
    tell_line(clock.holder, step, "hotline.danger_now", clock.record, clock.record_kind)
    if is_file(clock.record):
        history.record(clock.record, "protection", "danger.escalated", {"step": step})


def _answer_late(clock: Clock, _step: int) -> None:
    for holder in supervisors_of(clock.holder) or (clock.holder,):
        notify(holder, "hotline.answer_late", clock.record, clock.record_kind)


def _hold_ends(clock: Clock, _step: int) -> None:
    notify(clock.holder, "hotline.hold_ends", clock.record, clock.record_kind, is_urgent=True)


DANGER_NOW: Final = clocks.ClockKind(
    "danger_now",
    _("Danger now: answer"),
    MINUTES_TO_ANSWER,
    clocks.MINUTES,
    escalate=_danger_unanswered,
    escalate_every_minutes=MINUTES_TO_ANSWER,
    most_steps=4,
)
FIRST_ANSWER: Final = clocks.ClockKind(
    "first_answer", _("First answer"), MINUTES_TO_FIRST_ANSWER, clocks.MINUTES, escalate=_answer_late
)
# Due some days before the hold ends, so that somebody can still ask.
HOLD_ENDS: Final = clocks.ClockKind("hold_ends", _("Ask for agreement"), 10, clocks.CALENDAR_DAYS, escalate=_hold_ends)


def duress_word_said(actor: Actor, file_id: UUID) -> None:
    """The caller said the word for danger: act, without a sign on the page."""
    contact = Contact.objects.filter(file_id=file_id).first()
    if contact is None:
        _tell_those_who_work_on(actor, file_id)
        return
    open_danger(actor, contact, "duress_word")


def _tell_those_who_work_on(actor: Actor, file_id: UUID) -> None:
    """No contact, so no danger clock: who heard the word, who works on the file and their supervisors act."""
    file = File.objects.get(id=file_id)
    holders = {actor.member_id, file.owner_id, file.team_id, *(supervisors_of(file.team_id) if file.team_id else ())}
    for holder in sorted(each for each in holders if each is not None):
        notify(holder, "hotline.duress_word", file_id, file.kind, is_urgent=True)


def open_danger(actor: Actor, contact: Contact, reason: str, *, steps_shown: bool = False) -> UUID:
    """Mark danger on a contact once; what stands already is kept. Called inside an action."""
    standing = Danger.objects.filter(file_id=contact.file_id, acted_at__isnull=True).first()
    if standing is not None:
        return standing.id
    now = timezone.now()
    danger = Danger(file_id=contact.file_id, team=contact.team, reason=reason, marked_by=actor.member_id)
    danger.marked_at, danger.steps_shown_at = now, now if steps_shown else None
    danger.save(force_insert=True)
    contact.danger, contact.priority = "high", 3
    contact.save(update_fields=["danger", "priority"])
    history.record(contact.file_id, "protection", "danger.marked", {"reason": reason})
    start_danger_clock(contact.file_id, "contact", contact.team)
    return danger.id
