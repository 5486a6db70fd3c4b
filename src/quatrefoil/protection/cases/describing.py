# SPDX-License-Identifier: Apache-2.0
"""The sentences of the timeline and of notices, in whole sentences for translators."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.messages import selectors as messages
from quatrefoil.foundation.records.history import describe
from quatrefoil.protection.cases import codes, stages
from quatrefoil.standards import care

STAGES: Final[dict[str, codes.Words]] = {state.code: state.label for state in stages.CASE.states}
STEPS: Final[dict[str, codes.Words]] = {step.event: step.label for step in stages.CASE.transitions}


def declare() -> None:
    """Called once at start."""
    _opening()
    _work()
    _parts()
    _appointments()
    _notices()


def _opening() -> None:
    agreed, source = codes.choices_of(codes.Agreed), codes.choices_of(codes.Source)
    describe("case.opened", _("Case opened. Agreed: %(agreed)s."), words={"agreed": agreed, "source": source})
    describe("case.held", _("Held for 14 days: nobody has agreed yet that a file is kept."), tone="warn")
    describe("case.agreed", _("Kept from now on. Agreed: %(agreed)s."), words={"agreed": agreed})
    describe("case.hold_ended", _("The hold ended without agreement: erased."))
    describe("case.facts", _("Age, sex, languages or region changed."))


def _work() -> None:
    danger = {"danger": codes.DANGER_SHORT, "reason": codes.choices_of(codes.DangerReason)}
    describe("case.danger", _("Danger now judged: %(danger)s. %(reason)s."), tone="danger", words=danger)
    answers = {"answer": codes.choices_of(codes.DangerAnswer)}
    describe("case.danger_answered", _("Danger now answered: %(answer)s."), words=answers)
    describe("case.stage", _("From “%(from)s” to “%(stage)s”."), words={"from": STAGES, "stage": STAGES})
    describe("case.approved", _("“%(step)s” approved by a second person."), tone="good", words={"step": STEPS})
    describe("case.returned", _("“%(step)s” returned with a reason."), tone="warn", words={"step": STEPS})
    reasons = {"reason": codes.lazily(care.CLOSURE_REASONS)}
    describe("case.closed", _("Case closed: %(reason)s."), words=reasons)


def _parts() -> None:
    describe("case.identity", _("Identity written down or changed."))
    describe("case.health", _("Health written down or changed."))
    describe("case.account", _("What happened: written down or changed."))
    describe("case.exploitation", _("Kinds of exploitation noted."))
    describe("case.safetyplan", _("Safety plan made or changed."), tone="good")
    need = {
        "need": codes.lazily(care.NEEDS),
        "level": codes.choices_of(codes.Level),
        "state": codes.lazily(care.NEED_STATES),
    }
    describe("case.need", _("Need: %(need)s, %(level)s. %(state)s."), words=need)
    describe("case.need_removed", _("Need taken back: %(need)s."), words=need)
    goal = {"type": dict(codes.goal_type_choices()), "state": codes.choices_of(codes.GoalState)}
    describe("case.goal", _("Goal: %(type)s. %(state)s."), words=goal)
    describe("case.stay_began", _("Stays in a safe place."), tone="good")
    describe("case.stay_ended", _("Left the safe place."))
    found = {"outcome": codes.lazily(care.FOLLOW_UP_OUTCOMES)}
    describe("case.followed_up", _("Follow-up after %(months)s months. %(outcome)s."), words=found)
    child = {"notified": codes.choices_of(codes.Notified), "guardian": codes.choices_of(codes.Guardian)}
    describe("case.child", _("Child path: %(notified)s. %(guardian)s."), words=child)


def _appointments() -> None:
    kinds = {"kind": codes.APPOINTMENT_KINDS}
    describe("appointment.planned", _("Appointment planned: %(kind)s."), words=kinds)
    describe("appointment.kept", _("Appointment kept: %(kind)s."), words=kinds)
    describe("appointment.missed", _("Appointment: %(kind)s. Not reached."), words=kinds)
    describe("appointment.cancelled", _("Appointment cancelled: %(kind)s."), words=kinds)


def _notices() -> None:
    messages.describe("case.danger_high", _("Danger now: high."))
    messages.describe("case.danger_waits", _("Danger now waits for somebody: nobody has answered."))
    messages.describe("case.assigned", _("A case was given to you."))
    messages.describe("request.case_approval", _("A step of a case waits for your approval."))
    messages.describe("request.case_approval.answered", _("The step that you asked about was answered."))
