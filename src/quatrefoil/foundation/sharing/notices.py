# SPDX-License-Identifier: Apache-2.0
"""How notices of sharing read, and what they open."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.roles import PACKAGE
from quatrefoil.foundation.messages import actions as messages
from quatrefoil.foundation.messages.selectors import describe, page_for
from quatrefoil.foundation.sharing import hooks

# What a notice opens; one that was taken back opens nothing any more.
OPENS = {
    "disclosure.received": "disclosure",
    "disclosure.replied": "disclosure",
    "disclosure.approve": "approval",
    "disclosure.revoked": "",
}
SENTENCES = {
    "disclosure.received": _("A referral was received."),
    "disclosure.replied": _("The sender of a referral answered your question."),
    "disclosure.revoked": _("A referral was taken back and can be opened no more."),
    "disclosure.approve": _("Sharing without consent waits for your decision."),
    "disclosure.approved": _("Sharing without consent was approved, and it was sent."),
    "disclosure.not_approved": _("Sharing without consent was not approved."),
    "disclosure.accepted": _("A referral was accepted."),
    "disclosure.declined": _("A referral was declined."),
    "disclosure.done": _("A referral is done."),
    "disclosure.asked": _("A recipient asks something about a referral."),
    "disclosure.taken_over": _("A case was taken over by another organisation."),
}


def declare() -> None:
    """Called once at start-up."""
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    page_for("disclosure", lambda record: reverse("sharing:received_one", args=[record]), PACKAGE)
    page_for("sending", lambda record: reverse("sharing:sent_one", args=[record]))
    page_for("approval", lambda record: reverse("sharing:approval", args=[record]), PACKAGE)
    hooks.register_notifier(tell)


def tell(holder: UUID, code: str, record: UUID) -> None:
    """Put a notice on the holder's list."""
    messages.notify(holder, code, record, OPENS.get(code, "sending"))
