# SPDX-License-Identifier: Apache-2.0
"""Roles as plain classes: this file is the text of the policy.

`parts` are the kinds of part a role may see of a file it reaches; `rights` are the acts it may do there.
Reach says *which* files, the role says *what of them*. There is no role that sees or may do everything.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Parts = frozenset[str]
Rights = frozenset[str]

# Every kind of part there is; a part is what may be seen separately (DESIGN 5.2).
CORE = "core"
IDENTITY = "identity"
SAFE_CONTACT = "safe_contact"
HEALTH = "health"
ACCOUNT = "account"  # what happened, in the person's words
SCREENING = "screening"
NOTES = "notes"
PLAN = "plan"
CONSENT = "consent"
DOCUMENTS = "documents"
STAY = "stay"  # where somebody stays: never leaves
REPORT = "report"  # what a reporter or caller said
PACKAGE = "package"  # a disclosure as it was received
REQUEST = "request"  # a question asked or answered
ALL_PARTS: Parts = frozenset(
    {
        CORE,
        IDENTITY,
        SAFE_CONTACT,
        HEALTH,
        ACCOUNT,
        SCREENING,
        NOTES,
        PLAN,
        CONSENT,
        DOCUMENTS,
        STAY,
        REPORT,
        PACKAGE,
        REQUEST,
    }
)


class Role:
    """What somebody is trusted with; subclasses are the roles of the product."""

    key: ClassVar[str]
    label: ClassVar[Promise]
    description: ClassVar[Promise]
    parts: ClassVar[Parts] = frozenset()
    rights: ClassVar[Rights] = frozenset()
    sees_people: ClassVar[bool] = True


class Advocate(Role):
    """Hotline desk."""

    key = "advocate"
    label = _("Hotline advocate")
    description = _("Takes calls, messages and reports, judges danger, screens and hands over.")
    parts = frozenset(
        {CORE, SAFE_CONTACT, REPORT, SCREENING, NOTES, CONSENT, DOCUMENTS, IDENTITY, ACCOUNT, PACKAGE, REQUEST}
    )
    rights = frozenset(
        {
            "contact.log", "contact.claim", "contact.answer", "contact.join", "contact.hand_over", "contact.refer_on",
            "danger.mark", "danger.answer", "screening.complete", "case.open", "case.hold", "disclosure.send",
            "consent.record", "consent.withdraw", "message.send", "note.write", "document.add", "document.open",
            "person.search", "part.open", "request.ask", "request.answer", "access.break_glass", "conflict.declare", "token.make",
            "disclosure.answer", "disclosure.revoke",
        }
    )  # fmt: skip


class CaseManager(Role):
    """Case work in an NGO, a shelter or a public service."""

    key = "case_manager"
    label = _("Case manager")
    description = _("Works with the person: consent, safety, needs, plan, services and follow-up.")
    parts = ALL_PARTS
    rights = frozenset(
        {
            "case.open", "case.hold", "case.edit", "case.move", "case.share", "case.enter_paper", "case.reference_name",
            "screening.complete", "consent.record", "consent.withdraw", "disclosure.send", "disclosure.revoke",
            "disclosure.answer", "disclosure.transfer", "message.send", "note.write", "document.add", "document.open",
            "person.search", "person.link", "part.open", "part.edit", "request.ask", "request.answer",
            "access.break_glass", "access.exclude", "conflict.declare", "danger.mark", "danger.answer",
            "child.record", "services.end", "token.make", "document.discard",
        }
    )  # fmt: skip


class Supervisor(Role):
    """Leads a team, approves, watches over the clocks."""

    key = "supervisor"
    label = _("Supervisor")
    description = _("Approves assessments, plans and closures, assigns cases, and is told of break-glass.")
    parts = ALL_PARTS
    rights = CaseManager.rights | frozenset(
        {
            "case.approve", "case.assign", "absence.cover", "contact.log", "contact.claim", "contact.answer",
            "contact.join", "contact.hand_over", "contact.refer_on", "case.hold", "break_glass.review",
            "disclosure.second_approve", "audit.record", "rota.edit", "document.original", "retention.hold",
        }
    )  # fmt: skip


class ServiceProvider(Role):
    """Receives referrals: a clinic, a lawyer, a counsellor."""

    key = "service_provider"
    label = _("Service provider")
    description = _("Accepts or declines referrals, and says what became of them.")
    parts = frozenset({PACKAGE, REQUEST})
    rights = frozenset({"disclosure.answer", "request.answer", "request.ask", "conflict.declare"})


class CompetentAuthority(Role):
    """National referral mechanism."""

    key = "competent_authority"
    label = _("Competent authority")
    description = _("Receives referrals and duties to notify, and decides within their clocks.")
    parts = frozenset({PACKAGE, REQUEST})
    rights = frozenset({"disclosure.answer", "request.answer", "request.ask", "conflict.declare"})


class Rapporteur(Role):
    """Reads the country's numbers without seeing one case."""

    key = "rapporteur"
    label = _("National rapporteur")
    description = _("Reads the country's numbers. Sees no file about a person.")
    rights = frozenset({"numbers.read", "token.make"})
    sees_people = False


class Auditor(Role):
    """Reads who saw what and why."""

    key = "auditor"
    label = _("Auditor")
    description = _("Reads who saw what and why, across records, and reviews break-glass. Opens no file.")
    rights = frozenset({"audit.read", "audit.record", "audit.verify", "break_glass.review", "numbers.read"})
    sees_people = False


class Administrator(Role):
    """Accounts and settings; sees no record."""

    key = "administrator"
    label = _("Administrator")
    description = _("Manages accounts, teams, services and keys. Sees no file about a person.")
    rights = frozenset(
        {
            "accounts.manage", "organisations.manage", "registers.edit", "keys.rotate", "backup.run", "retention.run",
            "jobs.watch", "rota.edit",
        }
    )  # fmt: skip
    sees_people = False


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        Advocate,
        CaseManager,
        Supervisor,
        ServiceProvider,
        CompetentAuthority,
        Rapporteur,
        Auditor,
        Administrator,
    )
}
ROLE_CHOICES = [(key, role.label) for key, role in ROLES.items()]
