# SPDX-License-Identifier: Apache-2.0
"""What to try as whom: said on the demo's sign-in page for the people of its stories."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.demo.organisations import address
from quatrefoil.foundation.identity.demo_accounts import suggest

# Name, organisation, what to try.
TO_TRY: Final[tuple[tuple[str, str, str | Promise], ...]] = (
    ("Amina Sarr", "Lighthouse", _("Open Amber 4821: danger now, a late plan, and a clinic that has not answered. Then see what Maple 7718 took back.")),
    ("Bela Novak", "Lighthouse", _("See why Chidi returned Pebble 6640, and what opening Slate 2216 by break-glass left behind.")),
    ("Chidi Obi", "Lighthouse", _("Approve the plan of Amber 4821, or return it with a reason. A break-glass waits for your review.")),
    ("Mio Sato", "Lighthouse", _("Invite a colleague, and see what that person would see. You see no file about a person.")),
    ("Hana Kim", "Open line", _("Somebody is in danger now and nobody has answered. Then take the report that came six minutes ago.")),
    ("Iben Holm", "Open line", _("Read what the reporter wrote back, and see the phone that was taken: nothing goes out to it.")),
    ("Juma Otieno", "Open line", _("Look at the rota and the figures of the desk; a contact has waited too long for its first answer.")),
    ("Dana Levi", "Oversight Board", _("Review the break-glass of last night, check the log, and see who saw what. You open no file.")),
    ("Karim Haddad", "Port Clinic", _("A referral waits for your answer, due today. You see the sheet that was sent, and nothing else.")),
    ("Lena Berg", "Identification Office", _("Decide on a referral before its clock runs out; a duty to notify is on its way.")),
    ("Farah Idris", "National Rapporteur", _("Read the country’s numbers. In one region few of those who are screened are identified.")),
    ("Emre Aydin", "Harbour Police", _("See how little police receive without the consent that cannot be taken back.")),
)  # fmt: skip


def declare() -> None:
    """Called once at start; says nothing outside the demo, where none of these addresses exists."""
    for name, organisation, words in TO_TRY:
        suggest(address(name, organisation), words)
