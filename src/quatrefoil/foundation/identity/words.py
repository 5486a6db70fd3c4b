# SPDX-License-Identifier: Apache-2.0
"""Parts and rights of identity/roles.py in words, for the page "what would this person see".

A part or right without words here shows its code; a unit test names what is missing.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity import roles

PARTS: Final[dict[str, Promise]] = {
    roles.CORE: _("That there is a file: its number, reference name, stage and team"),
    roles.IDENTITY: _("Name, age and documents of the person"),
    roles.SAFE_CONTACT: _("How the person may be reached safely"),
    roles.HEALTH: _("Health"),
    roles.ACCOUNT: _("What happened, in the person’s words"),
    roles.SCREENING: _("Screening answers"),
    roles.NOTES: _("Notes"),
    roles.PLAN: _("Needs, safety plan and services"),
    roles.CONSENT: _("What the person agreed to"),
    roles.DOCUMENTS: _("Documents and pictures"),
    roles.STAY: _("Where the person stays"),
    roles.REPORT: _("What a reporter or caller said"),
    roles.PACKAGE: _("Referrals, as they were sent to the organisation"),
    "request": _("Questions asked of the organisation, and the answers"),
}

RIGHTS: Final[dict[str, Promise]] = {
    "absence.cover": _("Let somebody cover for an absent colleague"),
    "access.break_glass": _("Open a file in an emergency; it is told to the supervisor and an independent reviewer"),
    "access.exclude": _("Close a file to somebody by name"),
    "accounts.manage": _("Invite people, change their roles and teams, and end their access"),
    "audit.read": _("Read who saw what, across files"),
    "audit.record": _("Read who saw one file, and why"),
    "audit.verify": _("Check that the audit was not altered"),
    "backup.run": _("Make a backup"),
    "break_glass.review": _("Review emergency access"),
    "case.approve": _("Approve assessments, plans and closures"),
    "case.assign": _("Give a case to a person or a team"),
    "case.edit": _("Change a case"),
    "case.enter_paper": _("Enter a paper case later, with its own dates"),
    "case.hold": _("Hold a contact before anybody has agreed, with an end"),
    "case.move": _("Move a case to its next stage"),
    "case.open": _("Open a case"),
    "case.reference_name": _("Change the reference name of a person"),
    "case.share": _("Share a case with a colleague"),
    "child.record": _("Record the child’s view, the guardian and the duty to notify"),
    "conflict.declare": _("Declare a conflict of interest"),
    "consent.record": _("Record what a person agreed to"),
    "consent.withdraw": _("Record that a person withdrew an agreement"),
    "contact.answer": _("Answer a report"),
    "contact.claim": _("Take a report from the queue"),
    "contact.hand_over": _("Hand over at the end of a shift"),
    "contact.join": _("Join contacts about one situation"),
    "contact.log": _("Write down a call, a message or a visit"),
    "contact.refer_on": _("Send a caller on to somebody else, without a file"),
    "danger.answer": _("Say that danger was taken up"),
    "danger.mark": _("Mark danger now"),
    "disclosure.answer": _("Accept or decline a referral, and say what became of it"),
    "disclosure.revoke": _("Take back a referral"),
    "disclosure.second_approve": _("Approve, as the second person, sharing under a legal duty"),
    "disclosure.send": _("Refer a person to another organisation"),
    "disclosure.transfer": _("Hand a case over to another organisation"),
    "document.add": _("Add a document"),
    "document.open": _("Open a document"),
    "document.discard": _("Take a document out of a file, with a reason"),
    "document.original": _("Take the untouched original of a document as evidence"),
    "jobs.watch": _("Watch and stop background work"),
    "keys.rotate": _("Change the keys"),
    "message.send": _("Send a message through the outgoing gate"),
    "note.write": _("Write a note"),
    "token.make": _("Make tokens for programs that act in one’s name"),
    "numbers.read": _("Read the country’s numbers"),
    "organisations.manage": _("Add and close organisations, where one’s own organisation runs this installation"),
    "part.edit": _("Change parts of a file"),
    "part.open": _("Open hidden values, with a reason"),
    "person.link": _("Say that two files are about one person"),
    "person.search": _("Search for a person, with a reason"),
    "registers.edit": _("Change regions, services, duties and holidays"),
    "request.answer": _("Answer a question of another team or organisation"),
    "request.ask": _("Ask another team or organisation"),
    "retention.hold": _("Keep a file beyond its date, with a reason"),
    "retention.run": _("Carry out what retention rules demand"),
    "rota.edit": _("Change the rota"),
    "screening.complete": _("Complete a screening"),
    "services.end": _("End services, after a private confirmation"),
}


def part_in_words(part: str) -> str:
    """A part in words; its code when nobody has written them."""
    return str(PARTS.get(part, part))


def right_in_words(right: str) -> str:
    """A right in words; its code when nobody has written them."""
    return str(RIGHTS.get(right, right))
