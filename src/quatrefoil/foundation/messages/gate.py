# SPDX-License-Identifier: Apache-2.0
"""The one way out to a person (SAFETY 4). The default is silence; no name of a programme stands in a text."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.models import (
    Outgoing,
    OutgoingState,
    PhoneState,
    SafeChannel,
    SafeContact,
)
from quatrefoil.foundation.records import history


@dataclass(frozen=True, slots=True)
class Template:
    """A canned text. It names no programme, no service, no place and no person."""

    code: str
    label: str | Promise
    text: str | Promise
    channels: frozenset[str] = frozenset({SafeChannel.TEXT, SafeChannel.EMAIL, SafeChannel.THREAD})


TEMPLATES: dict[str, Template] = {
    template.code: template
    for template in (
        Template("please_call_back", _("Please call when you can"), _("Hello, please call back when it suits you.")),
        Template(
            "appointment", _("Reminder of an appointment"), _("A reminder of what we agreed. Call if it changes.")
        ),
        Template("answer_waiting", _("An answer waits"), _("There is an answer for you under your number.")),
        Template("date_changed", _("A date has changed"), _("A date has changed. Please call back when it suits you.")),
        Template(
            "how_was_it", _("Short question afterwards"), _("Was this of use to you? Answer 1 for yes, 2 for no.")
        ),
    )
}

REASONS: dict[str, str | Promise] = {
    "no_instructions": _(
        "Nobody has written down how this person may be reached. Ask first; until then nothing goes out."
    ),
    "silence": _("The person asked for no contact."),
    "phone_taken": _("The phone was taken. Nothing goes out to it."),
    "may_not_write": _("The person did not agree to be written to."),
    "wrong_channel": _("This is not the channel that the person said is safe."),
    "outside_hours": _("It is outside the hours that the person said are safe."),
    "out_of_date": _("The instructions have run out. Ask again before you write."),
    "no_channel": _("No service carries this channel yet. The text waits; reach the person another way."),
}

# A channel that can carry a text: (file id, text) -> True when it was taken over. The thread is the first one.
CARRIERS: dict[str, Callable[[UUID, str], bool]] = {}


WHOLE_DAY: Final = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """May this go out now? If not, why, in words."""

    may_go: bool
    reason: str = ""

    @property
    def words(self) -> str:
        """The reason for the person at the desk."""
        return str(REASONS.get(self.reason, ""))


def verdict(row: SafeContact | None, channel: str, now: datetime.datetime) -> Verdict:
    """The rule itself, pure: silence unless the instructions say otherwise."""
    reason = _why_not(row, channel, timezone.localtime(now))
    return Verdict(not reason, reason)


def _why_not(row: SafeContact | None, channel: str, local: datetime.datetime) -> str:
    if row is None:
        return "no_instructions"
    checks = (
        (row.phone_state == PhoneState.TAKEN and channel != SafeChannel.THREAD, "phone_taken"),
        (row.channel == SafeChannel.NONE, "silence"),
        (row.channel != channel, "wrong_channel"),
        (channel in {SafeChannel.TEXT, SafeChannel.EMAIL} and not row.may_write, "may_not_write"),
        (row.good_until is not None and row.good_until < local.date(), "out_of_date"),
        (channel != SafeChannel.THREAD and not _within_hours(row, local), "outside_hours"),
    )
    return next((reason for stops, reason in checks if stops), "")


def _is_taken_elsewhere(file_id: UUID) -> bool:
    """Did another desk note since, on a file about the same person, that the phone was taken?"""
    newest = safe_contact.newest_of_person(file_id)
    return newest is not None and newest.file_id != file_id and newest.phone_state == PhoneState.TAKEN


def _within_hours(row: SafeContact, local: datetime.datetime) -> bool:
    if row.weekdays_only and local.weekday() > 4:  # noqa: PLR2004 - Friday
        return False
    # One end alone is a limit too: "not before 14:00" leaves the morning silent.
    start = 0 if row.from_hour is None else row.from_hour
    end = WHOLE_DAY if row.to_hour is None else row.to_hour
    if start <= end:
        return start <= local.hour < end
    return local.hour >= start or local.hour < end


def _carried(file_id: UUID, chosen: Template, channel: str) -> bool:
    """Is there something that carries this text on this channel, and did it take it over?"""
    carrier = CARRIERS.get(channel) if channel in chosen.channels else None
    return carrier is not None and carrier(file_id, str(chosen.text))


@action("message.send")
def send(actor: Actor, file_id: UUID, template: str, channel: str) -> Verdict:
    """Send a canned text through the gate. What was stopped is kept with its reason; nothing is queued past it."""
    require_visible(actor, file_id, "safe_contact")
    chosen = TEMPLATES[template]
    found = verdict(safe_contact.current(file_id), channel, timezone.now())
    if found.may_go and _is_taken_elsewhere(file_id):
        found = Verdict(may_go=False, reason="phone_taken")
    if found.may_go and not _carried(file_id, chosen, channel):
        found = Verdict(may_go=False, reason="no_channel")
    state = OutgoingState.SENT if found.may_go else OutgoingState.STOPPED
    Outgoing(
        file_id=file_id, template=template, channel=channel, state=state, reason=found.reason, asked_by=actor.member_id
    ).save(force_insert=True)
    codes = {"template": template, "channel": channel, "state": state, "reason": found.reason}
    history.record(file_id, "messages", "outgoing.asked", codes, part="safe_contact")
    trail.wrote("message.send", file_id, "safe_contact", detail=f"{template} {state} {found.reason}")
    return found
