# SPDX-License-Identifier: Apache-2.0
"""The stages of a case as a table, what must hold for each step, and the clocks of each stage."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.workflow.clocks import CALENDAR_DAYS, MINUTES, WORKING_DAYS, ClockKind, declare
from quatrefoil.foundation.workflow.machine import Machine, State, Transition, register

NEW, ASSESSMENT, PLAN, SERVICES, FOLLOW_UP, CLOSED, REOPENED = (
    "new", "assessment", "plan", "services", "follow_up", "closed", "reopened",
)  # fmt: skip
Facts = Mapping[str, object]
Why = str | Promise | None


def agreed(facts: Facts) -> Why:
    """SAFETY 16: nothing begins before somebody agreed, or the child path applies."""
    if facts["is_held"]:
        return _("Nobody has agreed yet that a file is kept. Record who agreed first.")
    return None


def assessed(facts: Facts) -> Why:
    """An assessment has asked about danger and found at least one need. A guardian is no condition (SAFETY 14)."""
    if agreed(facts):
        return agreed(facts)
    if facts["danger"] == "not_known" and facts["danger_reason"] != "not_asked":
        return _("Ask about danger first, or say that it was not safe to ask yet.")
    if not facts["needs"]:
        return _("Write down at least one need first.")
    return None


def planned(facts: Facts) -> Why:
    """A plan has a goal that the person chose."""
    if agreed(facts):
        return agreed(facts)
    return None if facts["goals"] else _("Write down at least one goal that the person chose.")


def served(facts: Facts) -> Why:
    """Follow-up begins when no urgent need waits."""
    return _("An urgent need still waits. Meet it, or say what became of it.") if facts["urgent_open"] else None


def reasoned(facts: Facts) -> Why:
    """Closing has a reason."""
    return None if facts["has_closure"] else _("Say why the case is to be closed.")


def _close(source: str) -> Transition:
    return Transition(source, "close", CLOSED, _("Close the case"), "case.move", reasoned, needs_approval=True)


CASE: Final = register(
    Machine(
        "case",
        states=(
            State(NEW, _("New")),
            State(ASSESSMENT, _("Assessment")),
            State(PLAN, _("Plan")),
            State(SERVICES, _("Services")),
            State(FOLLOW_UP, _("Follow-up")),
            State(CLOSED, _("Closed"), is_end=True),
            State(REOPENED, _("Reopened")),
        ),
        transitions=(
            Transition(NEW, "assess", ASSESSMENT, _("Start the assessment"), "case.move", agreed),
            Transition(
                ASSESSMENT, "plan", PLAN, _("Finish the assessment"), "case.move", assessed, needs_approval=True
            ),
            Transition(PLAN, "serve", SERVICES, _("Finish the plan"), "case.move", planned, needs_approval=True),
            Transition(SERVICES, "replan", PLAN, _("Change the plan"), "case.move"),
            Transition(SERVICES, "follow", FOLLOW_UP, _("Begin follow-up"), "case.move", served),
            Transition(FOLLOW_UP, "resume", SERVICES, _("Services again"), "case.move"),
            *(_close(stage) for stage in (NEW, ASSESSMENT, PLAN, SERVICES, FOLLOW_UP, REOPENED)),
            Transition(CLOSED, "reopen", REOPENED, _("Open again"), "case.move"),
            Transition(REOPENED, "assess", ASSESSMENT, _("Assess again"), "case.move", agreed),
            Transition(REOPENED, "replan", PLAN, _("Change the plan"), "case.move"),
            Transition(REOPENED, "resume", SERVICES, _("Services again"), "case.move"),
        ),
    )
)
STEPS: Final = (NEW, ASSESSMENT, PLAN, SERVICES, FOLLOW_UP, CLOSED)

# Lengths are defaults; each jurisdiction may set its own (workflow.ClockSetting).
ASSESSMENT_DUE: Final = declare(ClockKind("case.assessment", _("Assessment"), 3, WORKING_DAYS))
PLAN_DUE: Final = declare(ClockKind("case.plan", _("Support plan"), 10, WORKING_DAYS))
SAFETY_PLAN_DUE: Final = declare(ClockKind("case.safety_plan", _("Safety plan"), 3, CALENDAR_DAYS))
SAFETY_REVIEW: Final = declare(ClockKind("case.safety_review", _("Safety plan review"), 30, CALENDAR_DAYS))
FOLLOW_UP_DUE: Final = declare(ClockKind("case.follow_up", _("Follow-up"), 1, CALENDAR_DAYS))
HOLD_ENDS: Final = declare(ClockKind("case.hold", _("Hold ends"), 14, CALENDAR_DAYS))
CHILD_NOTICE: Final = declare(ClockKind("case.child_notice", _("Duty to notify about a child"), 1, WORKING_DAYS))
DANGER_CODE: Final = "case.danger"
DANGER_MINUTES: Final = 30
DANGER_STEPS: Final = 3


def declare_danger(escalate: object) -> None:
    """Declare the danger clock, with whom it tells when nobody answers (set by `actions`)."""
    declare(
        ClockKind(
            DANGER_CODE, _("Danger now: waits for somebody"), DANGER_MINUTES, MINUTES,
            escalate=escalate,  # type: ignore[arg-type]
            escalate_every_minutes=DANGER_MINUTES, most_steps=DANGER_STEPS,
        )
    )  # fmt: skip


# Which clock starts with a stage, and which ends when it is left.
STARTS: Final = {NEW: "case.assessment", ASSESSMENT: "case.assessment", REOPENED: "case.assessment", PLAN: "case.plan"}
ENDS: Final = {
    PLAN: ("case.assessment",),
    SERVICES: ("case.assessment", "case.plan"),
    FOLLOW_UP: ("case.assessment", "case.plan"),
}
