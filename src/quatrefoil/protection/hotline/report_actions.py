# SPDX-License-Identifier: Apache-2.0
"""Public reports at the desk: claiming, answering, opening a contact, and closing what is about something else."""

from typing import Final
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused, Stale
from quatrefoil.foundation.documents.from_reports import take_in_report_attachments
from quatrefoil.foundation.exchange import actions as inbox
from quatrefoil.foundation.exchange.selectors import OpenedReport, open_report, report_row
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.hotline.codes import CHANNEL_OF_REPORT, KINDS
from quatrefoil.protection.hotline.contact_actions import Logged, log_contact
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.escalation import DANGER_NOW, FIRST_ANSWER
from quatrefoil.protection.hotline.exposure_selectors import own_exposure
from quatrefoil.protection.hotline.from_report import initial
from quatrefoil.protection.hotline.models import TallyContact

NEVER_LEFT: Final = frozenset({"now", "soon"})


@action("contact.claim")
def claim_report(actor: Actor, report_id: UUID, revision: int | None = None) -> None:
    """Take a report. The second of two who try at once is told who has it; the danger clock stops for the first."""
    row = report_row(actor, report_id)
    if row.state == "claimed":
        raise Refused(_taken(row.claimed_by, is_mine=row.is_mine), code="claimed")
    _refuse_when_it_is_enough(actor, row.danger_code)
    try:
        inbox.claim(actor, report_id, row.revision if revision is None else revision)
    except Stale:
        now_with = report_row(actor, report_id)
        raise Refused(_taken(now_with.claimed_by, is_mine=now_with.is_mine), code="claimed") from None
    for clock in (DANGER_NOW, FIRST_ANSWER):
        clocks.end(report_id, clock.code, "claimed")


def _refuse_when_it_is_enough(actor: Actor, danger: str) -> None:
    """Who has opened as many texts today as the desk allows leaves the rest to colleagues, danger excepted (SAFETY 18)."""
    own = own_exposure(actor)
    if own.is_over and danger not in NEVER_LEFT:
        raise Refused(
            _(
                "You have opened %(count)s reports today. That is enough for one day: leave this one to a colleague. Who is in"
                " danger now or soon can still be taken. Your supervisor sees this and can change the limit."
            )
            % {"count": own.opened},
            code="enough_today",
        )


def _taken(name: str, *, is_mine: bool) -> str:
    if is_mine:
        return _("You have taken this report already.")
    return _("%(name)s has taken this report a moment ago. Ask, or take it over.") % {"name": name}


def read(actor: Actor, report_id: UUID) -> OpenedReport | None:
    """The thread of a report that the actor has claimed or answered (audited); None while it is with nobody or another."""
    row = report_row(actor, report_id)
    if row.state == "waiting" or (row.state == "claimed" and not row.is_mine):
        return None
    return open_report(actor, report_id, "read a report")


@action("contact.log")
def contact_from_report(actor: Actor, report_id: UUID, *, danger_reason: str = "") -> UUID:
    """Open a contact with what the reporter wrote, in one click; with a reason it is marked as danger now."""
    opened = _claimed(actor, report_id)
    if opened.row.contact_id is not None:
        return opened.row.contact_id
    known = initial(opened)
    if danger_reason:
        known |= {"danger": "high", "kind": "crisis", "danger_reason": danger_reason}
    return link(actor, report_id, log_contact(actor, ContactEntry(**known), contact_id=uuid4()))


def link(actor: Actor, report_id: UUID, logged: Logged) -> UUID:
    """Remember which contact a report became, and have its files taken over. Called inside an action."""
    if logged.file_id is None:
        raise Refused(_("Choose a kind of contact that is kept, or count the report and close it."), code="kind")
    inbox.link_contact(actor, report_id, logged.file_id)
    if actor.may("document.add"):
        take_in_report_attachments(actor, report_id, logged.file_id)
    return logged.file_id


def _claimed(actor: Actor, report_id: UUID) -> OpenedReport:
    opened = read(actor, report_id)
    if opened is None:
        raise Refused(_("Take the report first, so that only one person works on it."), code="not_claimed")
    return opened


@action("contact.refer_on")
def count_and_close(actor: Actor, report_id: UUID, kind: str) -> None:
    """The report is about something else: counted in codes and closed; no file about a person is opened."""
    opened = _claimed(actor, report_id)
    if kind not in KINDS:
        raise Refused(_("Choose what it was about."), code="kind")
    known = initial(opened)
    TallyContact(
        organisation=actor.organisation_id,
        channel=CHANNEL_OF_REPORT,
        kind=kind,
        language=known["language"],
        region=known["region"],
    ).save(force_insert=True)
    inbox.close(actor, report_id, opened.row.revision)
