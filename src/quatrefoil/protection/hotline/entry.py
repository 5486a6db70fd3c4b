# SPDX-License-Identifier: Apache-2.0
"""What an advocate writes down about one contact, as a value: from the page, from the API, or from a report."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.protection.hotline.codes import (
    CALLERS,
    CHANNELS,
    DANGER_LEVELS,
    HEARD_OF_US,
    KINDS,
    PRIORITIES,
    RESPONSES,
)
from quatrefoil.standards.instruments.contact_log import KINDS_WITH_CLOCK, SAFE_TO_CALL_BACK, opens_a_file

SPOKEN: Final = frozenset({"phone", "text", "chat", "app", "walk_in", "outreach", "professional"})
"""Channels in which writing the contact down is already an answer."""
CHANGEABLE: Final = (
    "kind", "language", "needs_interpreter", "caller", "age_band", "under_18", "safe_to_call_back", "heard_of_us",
)  # fmt: skip
"""Codes of a contact that may be corrected later."""
WRITTEN_TO: Final = frozenset({SafeChannel.TEXT, SafeChannel.EMAIL})
LISTS: Final = {
    "channel": CHANNELS,
    "kind": KINDS,
    "caller": CALLERS,
    "danger": DANGER_LEVELS,
    "safe_to_call_back": SAFE_TO_CALL_BACK,
    "heard_of_us": HEARD_OF_US,
    "outcome": RESPONSES,
}


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact. Only channel and kind must be known; everything else may be left out."""

    channel: str
    kind: str
    danger: str = "not_known"
    danger_reason: str = "said_so"
    language: str = ""
    needs_interpreter: bool = False
    region: str = ""
    caller: str = ""
    age_band: str = ""
    under_18: str = ""
    phone: str = ""
    reach: str = SafeChannel.NONE
    safe_to_call_back: str = "not_asked"
    phone_state: str = PhoneState.UNKNOWN
    hours: str = ""
    instructions: str = ""
    safe_word: str = ""
    duress_word: str = ""
    words: str = ""
    translation: str = ""
    heard_of_us: str = ""
    outcome: str = ""
    then: str = "mine"  # mine, desk (for whoever is free) or done
    started_at: datetime.datetime | None = None
    counted_minutes: int | None = None
    report: UUID | None = None

    @property
    def opens_file(self) -> bool:
        """Is this more than a count?"""
        return opens_a_file(self.kind)

    @property
    def is_danger(self) -> bool:
        """Does the danger clock start?"""
        return self.danger == "high" or self.kind in KINDS_WITH_CLOCK

    @property
    def priority(self) -> int:
        """Danger first in every list."""
        return 3 if self.is_danger else PRIORITIES.get(self.danger, 1)

    @property
    def codes(self) -> Mapping[str, str]:
        """What facts may know of the contact."""
        return {
            "channel": self.channel,
            "kind": self.kind,
            "language": self.language,
            "region": self.region,
            "danger": "high" if self.is_danger else self.danger,
            "age_band": self.age_band,
            "caller": self.caller,
            "heard_of_us": self.heard_of_us,
        }

    def check(self) -> None:
        """Refuse what does not fit together; the words say what to do."""
        for name, codes in LISTS.items():
            value = getattr(self, name)
            if value and value not in codes:
                raise Refused(_("Choose from the lists."), code=name)
        if not self.channel or not self.kind:
            raise Refused(_("Say how the contact came and what kind it is."), code="required")
        if not self.opens_file and (self.danger in PRIORITIES or self.report):
            raise Refused(
                _("You noted danger. Choose a kind of contact that is kept, so that somebody can act on it."),
                code="danger_without_file",
            )

    def safe_contact(self) -> SafeContactInput | None:
        """How the person may be reached, if anything was said about it. The default is silence (SAFETY 4)."""
        said = (self.phone, self.hours, self.instructions, self.safe_word, self.duress_word)
        if not any(said) and self.reach == SafeChannel.NONE and self.phone_state == PhoneState.UNKNOWN:
            return None
        may_reach = self.safe_to_call_back in {"yes", "at_times"} or self.reach == SafeChannel.THREAD
        channel = self.reach if may_reach else SafeChannel.NONE
        return SafeContactInput(
            channel=channel,
            address=self.phone,
            hours=self.hours,
            phone_state=self.phone_state,
            may_write=channel in WRITTEN_TO,
            instructions=self.instructions,
            safe_word=self.safe_word,
            duress_word=self.duress_word,
            language=self.language,
        )
