# SPDX-License-Identifier: Apache-2.0
"""Moving a case along its table: steps of one's own, and those that a second person approves."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.requests import actions as requests
from quatrefoil.foundation.requests.kinds import RequestKind, declare
from quatrefoil.foundation.vault.parts import save_part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.foundation.workflow.machine import Transition
from quatrefoil.protection.cases import codes, plan_actions, stages
from quatrefoil.protection.cases.actions import WING, case_of, set_closed, start_clock
from quatrefoil.protection.cases.models import Case, Closure, Need, PlanGoal
from quatrefoil.protection.cases.selectors import approvers
from quatrefoil.standards import care

APPROVAL = "case_approval"
UNSETTLED = ("open", "in_plan")


@dataclass(frozen=True, slots=True)
class Closing:
    """Why and how a case ends."""

    reason: str
    living: str = ""
    note: str = ""


@action("case.move")
def move(actor: Actor, file_id: UUID, event: str, seen_stage: str) -> None:
    """Take a step that needs no second person."""
    case = _at(actor, file_id, seen_stage)
    step = stages.CASE.step(case.stage, event, facts_for_guards(case))
    if step.needs_approval:
        raise Refused(_("A second person approves this step. Ask for it."), code="needs_approval")
    if step.target == stages.REOPENED:
        raise Refused(_("Say why the case is opened again."), code="reason")
    _advance(actor, case, step)


@action("case.move")
def ask_approval(actor: Actor, file_id: UUID, event: str, approver: UUID, note: str, seen_stage: str) -> UUID:
    """Ask a supervisor to approve a step; an earlier question about this case falls away."""
    case = _at(actor, file_id, seen_stage)
    step = stages.CASE.step(case.stage, event, facts_for_guards(case))
    if not step.needs_approval:
        raise Refused(_("Nobody has to approve this step."), code="no_approval")
    if approver not in {member for member, _name in approvers(actor, case.file)}:
        raise Refused(
            _("Choose a supervisor of this team other than yourself and the owner of the case."), code="approver"
        )
    requests.withdraw_for(file_id, APPROVAL)
    asked = requests.ask(actor, APPROVAL, approver, record=file_id, record_kind="case", subject=event, question=note)
    records.touch(file_id)
    return asked


@action("case.move")
def ask_to_close(actor: Actor, file_id: UUID, closing: Closing, approver: UUID, seen_stage: str) -> UUID:
    """Say why the case ends, and ask a second person to approve it."""
    _at(actor, file_id, seen_stage)
    if closing.reason not in care.CLOSURE_REASONS or (closing.living and closing.living not in care.LIVING_SITUATIONS):
        raise Refused(_("Say why the case is to be closed."), code="closure_reason")
    require_visible(actor, file_id, Closure.part_kind)
    Closure.objects.filter(file_id=file_id, is_done=False).delete()
    row = Closure(file_id=file_id, asked_by=actor.member_id)
    save_part(row, {"note": closing.note}, reason=closing.reason, living=closing.living)
    return ask_approval(actor, file_id, "close", approver, "", seen_stage)


@action("case.move")
def reopen(actor: Actor, file_id: UUID, reason: str) -> None:
    """Open a closed case again; the person may come back as often as they wish."""
    case = case_of(actor, file_id)
    if reason not in codes.ReopenReason.values:
        raise Refused(_("Say why the case is opened again."), code="reason")
    step = stages.CASE.step(case.stage, "reopen", facts_for_guards(case))
    if case.closure_reason == "hold_ended":
        raise Refused(_("This file was erased. Open a new case."), code="erased")
    Case.objects.filter(id=case.id).update(closure_reason="", times_reopened=case.times_reopened + 1)
    set_closed(file_id, None)
    _advance(actor, case, step, reason=reason)


def answer_approval(actor: Actor, _record: UUID | None, event: str, answer: str) -> None:
    """Called inside the answer to the question: an approved step is taken now, if it still may be."""
    if _record is None:
        raise NotVisible
    case = case_of(actor, _record)
    if case.file.owner_id == actor.member_id:
        raise Refused(_("Nobody approves their own case. A second supervisor must."), code="own_case")
    step = stages.CASE.step(case.stage, event, facts_for_guards(case))
    history.record(case.file_id, WING, f"case.{answer}", {"step": event})
    trail.wrote("case.approval", case.file_id, detail=f"{event} {answer}")
    if answer == "approved":
        if step.target == stages.CLOSED:
            _close(case)
        _advance(actor, case, step)
    records.touch(case.file_id)


def _at(actor: Actor, file_id: UUID, seen_stage: str) -> Case:
    case = case_of(actor, file_id)
    if case.stage != seen_stage:
        raise Stale(_("Somebody else moved this case meanwhile. Look at it again."), code="stale")
    return case


def facts_for_guards(case: Case) -> dict[str, object]:
    """What the guards of the table look at (3 queries)."""
    rows = Need.objects.filter(file_id=case.file_id)
    waiting = Q(level=codes.Level.URGENT, state__in=UNSETTLED)
    counted = rows.aggregate(all=Count("id"), urgent=Count("id", filter=waiting))
    return {
        "is_held": case.is_held,
        "danger": case.danger,
        "danger_reason": case.danger_reason,
        "needs": counted["all"],
        "urgent_open": counted["urgent"],
        "goals": PlanGoal.objects.filter(file_id=case.file_id).exclude(state=codes.GoalState.CHANGED).count(),
        "has_closure": Closure.objects.filter(file_id=case.file_id, is_done=False).exists(),
    }


def _advance(actor: Actor, case: Case, step: Transition, **said: str) -> None:
    before, file_id = case.stage, case.file_id
    # The old stage stands in the filter: of two people at the same moment one finds nothing to move.
    if not Case.objects.filter(id=case.id, stage=before).update(stage=step.target):
        raise Stale(_("Somebody else moved this case meanwhile. Look at it again."), code="stale")
    history.record(file_id, WING, "case.stage", {"from": before, "stage": step.target, **said})
    trail.wrote("case.move", file_id, detail=f"{before} {step.target}")
    requests.withdraw_for(file_id, APPROVAL)
    for kind in stages.ENDS.get(step.target, ()):
        clocks.end(file_id, kind)
    if step.target in stages.STARTS:
        start_clock(case.file, stages.STARTS[step.target])
    if step.target == stages.FOLLOW_UP:
        plan_actions.plan_follow_ups(file_id, timezone.localdate())
        plan_actions.watch_follow_ups(actor, file_id)
    elif before == stages.FOLLOW_UP:
        plan_actions.cancel_follow_ups(file_id)
        clocks.end(file_id, "case.follow_up", outcome="stopped")
    records.touch(file_id)


def _close(case: Case) -> None:
    closure = Closure.objects.filter(file_id=case.file_id, is_done=False).get()
    today = timezone.localdate()
    save_part(closure, {}, seen_revision=closure.revision, is_done=True, closed_on=today)
    Case.objects.filter(id=case.id).update(closure_reason=closure.reason)
    set_closed(case.file_id, today)
    clocks.end_all(case.file_id, "closed")
    said = {"reason": closure.reason, "living": closure.living}
    history.record(case.file_id, WING, "case.closed", said, part="plan")


declare(
    RequestKind(
        APPROVAL,
        codes.APPROVAL_LABEL,
        answers=codes.APPROVAL_ANSWERS,
        subjects={step.event: step.label for step in stages.CASE.transitions if step.needs_approval},
        right_to_answer="case.approve",
        not_by_asker=True,
        text_needed_for=frozenset({"returned"}),
        on_answer=answer_approval,
    )
)
