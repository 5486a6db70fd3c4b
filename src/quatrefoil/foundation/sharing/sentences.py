# SPDX-License-Identifier: Apache-2.0
"""How the events of sharing read on a timeline."""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.history import describe
from quatrefoil.foundation.sharing.codes import (
    Asker,
    Carrier,
    Channel,
    ConsentKind,
    DeclineReason,
    Outcome,
    Purpose,
    RevokeReason,
    SupportConfirmation,
)

PURPOSES = dict(Purpose.choices)
KINDS = dict(ConsentKind.choices)
ANSWERS = {"yes": _("agreed"), "no": _("said no")}


def declare() -> None:
    """Declare every sentence (called at start-up)."""
    describe(
        "consent.recorded", _("Asked about: %(kind)s. The person %(answer)s."), words={"kind": KINDS, "answer": ANSWERS}
    )
    describe(
        "consent.withdrawn",
        _("Consent taken back: %(kind)s. Asked by: %(asker)s, %(how)s."),
        words={"kind": KINDS, "asker": dict(Asker.choices), "how": dict(Channel.choices)},
    )
    describe("consent.sheet", _("The signed sheet was kept: %(kind)s."), words={"kind": KINDS})
    describe("services.confirmed", "%(outcome)s", words={"outcome": dict(SupportConfirmation.choices)})
    describe(
        "disclosure.sent",
        _("Shared for: %(purpose)s. Carried by: %(ground)s."),
        words={"purpose": PURPOSES, "ground": dict(Carrier.choices)},
    )
    plain = {
        "disclosure.proposed": _("A second person was asked about sharing without consent: %(purpose)s."),
        "disclosure.not_approved": _("Sharing without consent was not approved: %(purpose)s."),
        "disclosure.accepted": _("Accepted: %(purpose)s."),
        "disclosure.asked": _("The other side asked something: %(purpose)s."),
        "disclosure.replied": _("A question was answered: %(purpose)s."),
        "disclosure.expired": _("Reading ended by its date: %(purpose)s."),
        "disclosure.taken_over": _("The case was taken over by another organisation."),
    }
    for event, sentence in plain.items():
        describe(event, sentence, words={"purpose": PURPOSES})
    for event, sentence, name, choices in (
        ("disclosure.declined", _("Declined: %(purpose)s. %(reason)s."), "reason", DeclineReason.choices),
        ("disclosure.done", _("Done: %(purpose)s. %(outcome)s."), "outcome", Outcome.choices),
        ("disclosure.revoked", _("Taken back: %(purpose)s. %(reason)s."), "reason", RevokeReason.choices),
    ):
        describe(event, sentence, words={"purpose": PURPOSES, name: dict(choices)})
    describe("demand.received", _("A demand to disclose was received."), tone="warn")
    describe("demand.step", _("A demand to disclose was worked on."))
