# SPDX-License-Identifier: Apache-2.0
"""What the desk does with public reports."""

import datetime
from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import may_see, require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.documents.from_reports import take_in_report_attachments
from quatrefoil.foundation.exchange import opening, sealed_forms
from quatrefoil.foundation.exchange.desk import REPORT
from quatrefoil.foundation.exchange.models import DeskDuty, InboxReport, ProcessedKey, Reply, ReportState
from quatrefoil.foundation.identity.actors import Actor, current_actor
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel

LONGEST_ANSWER = 15_000
LONGEST_DUTY = datetime.timedelta(hours=24)


@action("contact.claim")
def claim(actor: Actor, report_id: UUID, revision: int) -> None:
    """Take a report, so that everybody sees who works on it."""
    _move(actor, report_id, "claim", revision, claimed_by=actor.member_id, claimed_at=timezone.now())


@action("contact.claim")
def take_over(actor: Actor, report_id: UUID, revision: int) -> None:
    """Take a report from a colleague who works on it."""
    _move(actor, report_id, "take_over", revision, claimed_by=actor.member_id, claimed_at=timezone.now())


@action("contact.claim")
def release(actor: Actor, report_id: UUID, revision: int) -> None:
    """Give a report back to the desk."""
    _move(actor, report_id, "release", revision, claimed_by=None, claimed_at=None)


@action("contact.claim")
def close(actor: Actor, report_id: UUID, revision: int) -> None:
    """Nothing more to do; a new message of the reporter opens it again."""
    _move(actor, report_id, "close", revision)


@action("contact.answer")
def answer(
    actor: Actor, report_id: UUID, text: str, *, reply_id: UUID | None = None, revision: int | None = None
) -> UUID:
    """Write to the reporter: sealed to the receipt, signed by the desk and never by a name. Idempotent on reply_id."""
    words = text.strip()
    if not words:
        raise Refused(_("Write the answer first."), code="empty")
    if len(words) > LONGEST_ANSWER:
        raise Refused(_("This is too long for one answer. Send it in two."), code="too_long")
    report = _report(actor, report_id)
    if reply_id is not None and Reply.objects.filter(id=reply_id, report=report_id).exists():
        return reply_id
    _refuse_taken(report)
    _change(actor, report, "answer", report.revision if revision is None else revision, {})
    return _write(actor, report, words, reply_id or uuid4())


def _refuse_taken(report: InboxReport) -> None:
    """A phone that was taken may hold the number too: the thread is open only where the person said so since (SAFETY 3)."""
    newest = safe_contact.newest_of_person(report.contact) if report.contact else None
    if newest is None or newest.phone_state != PhoneState.TAKEN or newest.channel == SafeChannel.THREAD:
        return
    raise Refused(
        _(
            "The phone was taken: whoever has it may read an answer. Nothing was sent. When the person comes back another"
            " way, write down how they can be reached now, then answer."
        ),
        code="phone_taken",
    )


@action("contact.log")
def link_contact(actor: Actor, report_id: UUID, contact_id: UUID) -> None:
    """Remember which contact was opened from a report; once."""
    report = _report(actor, report_id)
    if report.contact not in {None, contact_id}:
        raise Refused(_("A contact was opened from this report already."), code="linked")
    InboxReport.objects.filter(id=report_id).update(contact=contact_id)
    trail.wrote("report.link", report_id, "report", detail=str(contact_id))
    for listener in ON_LINKED:
        listener(actor, report_id, contact_id)


def take_over_files(actor: Actor, report_id: UUID, contact_id: UUID) -> None:
    """The files of a report become documents of the contact, where whoever opened it may add documents."""
    if actor.may("document.add") and may_see(actor, contact_id, DOCUMENTS):
        take_in_report_attachments(actor, report_id, contact_id)


# Called with (actor, report, contact) when a contact was opened from a report.
ON_LINKED: list[Callable[[Actor, UUID, UUID], None]] = [take_over_files]


def carry(contact_id: UUID, text: str) -> bool:
    """The carrier "thread" of the outgoing gate: answer the report that a contact was opened from. False when there is none.

    Called inside the gate's own action, which has checked the right and audits.
    """
    actor = current_actor()
    report = visible(InboxReport.objects.filter(contact=contact_id), actor).first()
    if report is None:
        return False
    _write(actor, report, text, uuid4())
    return True


def promise_duty(until: datetime.datetime) -> None:
    """Let the public site say that a person is on duty, until then. Only for what the rota carries (see `ticks`)."""
    latest = timezone.now() + LONGEST_DUTY
    DeskDuty.objects.update_or_create(id=1, defaults={"until": min(until, latest)})


def once(scope: str, key: str) -> bool:
    """Is this the first time that the key comes? Call it inside the transaction of the work."""
    _row, made = ProcessedKey.objects.get_or_create(scope=scope, key=key)
    return made


def _move(actor: Actor, report_id: UUID, event: str, revision: int, **changes: object) -> None:
    _change(actor, _report(actor, report_id), event, revision, changes)


def _report(actor: Actor, report_id: UUID) -> InboxReport:
    require_visible(actor, report_id, "report")
    report: InboxReport | None = visible(InboxReport.objects.filter(id=report_id), actor).first()
    if report is None:
        raise NotVisible
    return report


def _change(actor: Actor, report: InboxReport, event: str, revision: int, changes: Mapping[str, object]) -> None:
    facts = {"claimed_by": report.claimed_by, "actor": actor.member_id}
    step = REPORT.step(report.state, event, facts)
    same = InboxReport.objects.filter(id=report.id, revision=revision)
    closed_at = timezone.now() if step.target == ReportState.CLOSED else None
    if not same.update(state=ReportState(step.target), revision=revision + 1, closed_at=closed_at, **changes):
        raise Stale(_("Somebody else changed this report meanwhile. Look at it again."), code="stale")
    trail.wrote(f"report.{event}", report.id, "report")


def _write(actor: Actor, report: InboxReport, words: str, reply_id: UUID) -> UUID:
    sealed = sealed_forms.seal_answer(opening.reply_key_of(report), report.id, reply_id, words)
    row = Reply(id=reply_id, report=report.id, locator=report.locator, sealed=sealed, written_by=actor.member_id)
    row.save(force_insert=True)
    trail.wrote("report.reply", report.id, "report", detail=str(reply_id))
    return reply_id
