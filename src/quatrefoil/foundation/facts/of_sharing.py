# SPDX-License-Identifier: Apache-2.0
"""What the country counts of sharing: referrals that left, and what their recipients answered.

It stands here because sharing lies below this room and cannot declare it itself.
"""

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.facts.kinds import FactKind, declare


def declare_facts() -> None:
    """Called once at start."""
    reason = {"reason": "purpose"}
    declare(
        FactKind("referral_sent", _("Referrals sent"), "referrals", "disclosure.sent", dimensions=reason, headline=4)
    )
    declare(
        FactKind("referral_accepted", _("Referrals accepted"), "referrals", "disclosure.accepted", dimensions=reason)
    )
    declined = {"reason": "purpose", "outcome": "reason"}
    declare(
        FactKind("referral_declined", _("Referrals declined"), "referrals", "disclosure.declined", dimensions=declined)
    )
