# SPDX-License-Identifier: Apache-2.0
"""What a hotline writes down about a contact: few things, each of which somebody will use.

Kinds of call follow the older definitions of the US hotline and the split, made by several helplines, between contacts
that carry information and those that do not.
"""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

CHANNELS: Final = CodeList(
    "contact_channel",
    N_("How the contact came"),
    (
        Code("phone", N_("Phone call")),
        Code("text", N_("Text message")),
        Code("chat", N_("Chat")),
        Code("app", N_("Messaging app")),
        Code("email", N_("E-mail")),
        Code("web_report", N_("Report on the public site")),
        Code("walk_in", N_("In person")),
        Code("letter", N_("Letter")),
        Code("professional", N_("From another organisation")),
        Code("outreach", N_("Met during outreach")),
    ),
)

KINDS: Final = CodeList(
    "contact_kind",
    N_("Kind of contact"),
    (
        Code("crisis", N_("Crisis: danger, or help needed within a day")),
        Code("help_request", N_("Asks for help, no danger now")),
        Code("tip", N_("Tells of a situation, no danger now")),
        Code("labour_exploitation", N_("Exploitation or abuse without signs of trafficking so far")),
        Code("referral_request", N_("Asks for a service")),
        Code("follow_up", N_("About something already reported")),
        Code("general_information", N_("Asks for general information")),
        Code("training_request", N_("Asks for training or advice for professionals")),
        Code("out_of_scope", N_("About something else: referred on")),
        Code("no_answer", N_("Nobody spoke, or the call broke off")),
        Code("wrong_number", N_("Wrong number")),
        Code("prank", N_("Not meant seriously")),
        Code("test", N_("Test of the line")),
    ),
)

KINDS_WITHOUT_FILE: Final = frozenset(
    {"general_information", "training_request", "out_of_scope", "no_answer", "wrong_number", "prank", "test"}
)
"""Contacts that are counted and closed: no file about a person is opened. Silence may be a person who cannot speak."""

KINDS_WITH_CLOCK: Final = frozenset({"crisis"})
"""Contacts that start the danger clock at once."""

CALLERS: Final = CodeList(
    "contact_caller",
    N_("Who made contact"),
    (
        Code("self", N_("The person concerned")),
        Code("family", N_("Family")),
        Code("friend", N_("Friend or partner")),
        Code("colleague", N_("Somebody at the same work")),
        Code("neighbour", N_("Neighbour or passer-by")),
        Code("client", N_("Customer or client")),
        Code("employer", N_("Employer or company")),
        Code("professional", N_("Professional, such as health, school or social work")),
        Code("official", N_("Police, inspector or other official")),
        Code("unknown", N_("Not known")),
    ),
)

SAFE_TO_CALL_BACK: Final = CodeList(
    "safe_to_call_back",
    N_("Safe to call back"),
    (
        Code("yes", N_("Yes, and the safe word is asked first")),
        Code("at_times", N_("Only at the times noted")),
        Code("no", N_("No")),
        Code("not_asked", N_("Not asked"), N_("Treated as no.")),
    ),
)

PHONE_STATES: Final = CodeList(
    "phone_state",
    N_("The phone or account"),
    (
        Code("own", N_("Used by the person alone")),
        Code("shared", N_("Shared with others")),
        Code("watched", N_("May be read or listened to by others")),
        Code("taken", N_("Phone taken: nothing goes out to it")),
        Code("not_known", N_("Not known"), N_("Treated as watched.")),
    ),
)

SILENT_PHONE_STATES: Final = frozenset({"taken"})
"""In these states nothing goes out to the number, whatever else is noted."""

HEARD_OF_US: Final = CodeList(
    "heard_of_us",
    N_("How they heard of us"),
    (
        Code("friend", N_("Friend or family")),
        Code("professional", N_("A professional")),
        Code("official", N_("Police or another official")),
        Code("poster", N_("Poster, sticker or leaflet")),
        Code("internet", N_("Internet search")),
        Code("social_media", N_("Social media")),
        Code("radio_tv", N_("Radio, television or newspaper")),
        Code("border", N_("At a border, station or airport")),
        Code("workplace", N_("At work or from a union")),
        Code("community", N_("School, faith or community group")),
        Code("before", N_("Was in contact before")),
        Code("other", N_("Other")),
        Code("not_asked", N_("Not asked")),
    ),
)

RESPONSES: Final = CodeList(
    "contact_response",
    N_("What was done"),
    (
        Code("listened", N_("Listened and informed")),
        Code("safety_plan", N_("Safety plan made together")),
        Code(
            "emergency_services", N_("Emergency services called"), N_("They may come with the police: say so before.")
        ),
        Code("referral", N_("Referred to a service")),
        Code("warm_handover", N_("Handed over in person, and somebody took it")),
        Code("police_told", N_("Police told, with agreement")),
        Code("child_protection_told", N_("Child protection told")),
        Code("inspection_told", N_("Labour inspection told, with agreement")),
        Code("case_opened", N_("Case opened")),
        Code("referred_on", N_("Pointed to another service, no file")),
        Code("none_possible", N_("Nothing was possible")),
    ),
)

AGREED: Final = CodeList(
    "contact_agreement",
    N_("Who agreed that a case is opened"),
    (
        Code("person", N_("The person concerned")),
        Code("guardian", N_("Guardian of the child")),
        Code("child_path", N_("Nobody is asked: child path")),
        Code("nobody_yet", N_("Nobody yet"), N_("The contact is held, with an end.")),
    ),
)

CONTACT_LISTS: Final = (CHANNELS, KINDS, CALLERS, SAFE_TO_CALL_BACK, PHONE_STATES, HEARD_OF_US, RESPONSES, AGREED)


def opens_a_file(kind: str) -> bool:
    """Whether a contact of this kind may lead to a file about a person. Raises KeyError for an unknown kind."""
    return KINDS[kind].code not in KINDS_WITHOUT_FILE


def may_send_to(phone_state: str, safe_to_call_back: str) -> bool:
    """Whether anything may go out at all. The default is silence; times, safe word and channel are checked besides."""
    silent = PHONE_STATES[phone_state].code in SILENT_PHONE_STATES
    return not silent and SAFE_TO_CALL_BACK[safe_to_call_back].code in {"yes", "at_times"}
