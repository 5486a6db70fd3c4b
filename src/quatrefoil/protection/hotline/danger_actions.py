# SPDX-License-Identifier: Apache-2.0
"""Danger now: marking it, answering it, and saying what made the person safer."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.records import history
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.hotline.codes import DANGER_ACTS, DANGER_ANSWERS, DANGER_REASONS
from quatrefoil.protection.hotline.contact_actions import contact_of
from quatrefoil.protection.hotline.escalation import DANGER_NOW, open_danger
from quatrefoil.protection.hotline.models import Contact, Danger


@action("danger.mark")
def mark_danger(actor: Actor, file_id: UUID, reason: str, *, steps_shown: bool = False) -> UUID:
    """Start the danger clock and tell the desk. Marking what is marked already changes nothing."""
    contact = contact_of(actor, file_id)
    if reason not in DANGER_REASONS:
        raise Refused(_("Choose why there is danger."), code="reason")
    danger_id = open_danger(actor, contact, reason, steps_shown=steps_shown)
    trail.wrote("danger.mark", file_id, detail=reason)
    return danger_id


@action("danger.answer")
def answer_danger(actor: Actor, danger_id: UUID, answer: str = "with_me") -> None:
    """Say that one acts. The clock stops; who answered and when stays visible. The second is told."""
    danger = _danger(actor, danger_id)
    if answer not in DANGER_ANSWERS:
        raise Refused(_("Choose an answer."), code="answer")
    now = timezone.now()
    first = Danger.objects.filter(id=danger_id, answered_at__isnull=True)
    if not first.update(answered_by=actor.member_id, answered_at=now, answer=answer):
        raise Stale(_("Somebody has answered already; the page shows who."), code="answered")
    clocks.end(danger.file_id, DANGER_NOW.code, "answered")
    history.record(danger.file_id, "protection", "danger.answered", {"answer": answer})
    trail.wrote("danger.answer", danger.file_id, detail=answer)
    if danger.marked_by != actor.member_id:
        notify(danger.marked_by, "hotline.danger_answered", danger.file_id, "contact")


@action("danger.answer")
def act_on_danger(actor: Actor, danger_id: UUID, act: str) -> None:
    """Say what made the person safer (or that nothing could). Ends the danger; answering it first is not needed."""
    danger = _danger(actor, danger_id)
    if act not in DANGER_ACTS:
        raise Refused(_("Choose what was done."), code="act")
    now = timezone.now()
    if not Danger.objects.filter(id=danger_id, acted_at__isnull=True).update(
        acted_by=actor.member_id, acted_at=now, act=act
    ):
        raise Stale(_("Somebody has already said what was done."), code="acted")
    if danger.answered_at is None:
        Danger.objects.filter(id=danger_id).update(answered_by=actor.member_id, answered_at=now, answer="with_me")
        clocks.end(danger.file_id, DANGER_NOW.code, "answered")
    Contact.objects.filter(file_id=danger.file_id).update(danger="low" if act == "not_danger" else "some", priority=2)
    history.record(danger.file_id, "protection", "danger.acted", {"act": act})
    trail.wrote("danger.act", danger.file_id, detail=act)


def _danger(actor: Actor, danger_id: UUID) -> Danger:
    danger = visible(Danger.objects.filter(id=danger_id), actor).first()
    if danger is None:
        raise NotVisible
    return danger
