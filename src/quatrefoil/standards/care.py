# SPDX-License-Identifier: Apache-2.0
"""Code lists of the case: danger, needs, referrals, follow-up, closure."""

import calendar
from datetime import date
from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

DANGER_LEVELS: Final = CodeList(
    "danger",
    N_("Danger"),
    (
        Code("high", N_("Danger now: high"), N_("Harm is likely within a day. Starts the danger clock.")),
        Code("some", N_("Danger now: some"), N_("Harm is possible soon. A safety plan within three days.")),
        Code("low", N_("Danger now: low")),
        Code("not_known", N_("Danger now: not known"), N_("Ask as soon as it is safe to ask.")),
    ),
)

NEEDS: Final = CodeList(
    "need",
    N_("Needs"),
    (
        Code("safety", N_("Safety")),
        Code("place_to_stay", N_("A place to stay")),
        Code("food_clothes", N_("Food and clothes")),
        Code("medical", N_("Medical care")),
        Code("psychological", N_("Psychological support")),
        Code("interpretation", N_("Interpretation")),
        Code("legal", N_("Legal advice")),
        Code("papers", N_("Papers and residence")),
        Code("owed_pay", N_("Owed pay and compensation")),
        Code("children", N_("Care for children")),
        Code("guardian", N_("Independent guardian")),
        Code("family", N_("Contact with family")),
        Code("education", N_("School, training, language")),
        Code("work", N_("Work and income")),
        Code("return", N_("Return, if chosen")),
        Code("social", N_("People and community")),
        Code("disability", N_("Support with a disability")),
        Code("substance_use", N_("Help with alcohol or drugs")),
        Code("court", N_("Support at court")),
    ),
)

NEED_STATES: Final = CodeList(
    "need_state",
    N_("How it stands"),
    (
        Code("open", N_("Open")),
        Code("in_plan", N_("In the plan")),
        Code("met", N_("Met")),
        Code("not_met", N_("Request not met"), N_("No place, no service or no money: counted, so that it can change.")),
        Code("declined", N_("Not wanted")),
    ),
)

REFERRAL_STATES: Final = CodeList(
    "referral_state",
    N_("Referral"),
    (
        Code("in_progress", N_("Waiting for an answer")),
        Code("accepted", N_("Accepted")),
        Code("declined", N_("Declined")),
        Code("done", N_("Done")),
        Code("revoked", N_("Revoked")),
        Code("expired", N_("No answer in time")),
    ),
)

REFERRAL_MOVES: Final = (
    ("in_progress", "accept", "accepted"),
    ("in_progress", "decline", "declined"),
    ("in_progress", "expire", "expired"),
    ("in_progress", "revoke", "revoked"),
    ("accepted", "finish", "done"),
    ("accepted", "revoke", "revoked"),
)
"""State, event, next state. What is done, declined or revoked stays so: news is a new referral."""

DECLINE_REASONS: Final = CodeList(
    "decline_reason",
    N_("Why it was declined"),
    (
        Code("no_place", N_("No place at present")),
        Code("not_for_this", N_("The service does not cover this need")),
        Code("not_for_person", N_("The service is not for this age or gender")),
        Code("no_language", N_("No interpreter in the language")),
        Code("not_safe", N_("Not safe for the person here")),
        Code("conflict", N_("A conflict of interest")),
        Code("more_needed", N_("Something more is needed: ask the sender")),
        Code("other", N_("Other")),
    ),
)

SERVICE_DEADLINES_HOURS: Final = {"one_hour": 1, "three_hours": 3, "one_day": 24, "three_days": 72}

FOLLOW_UP_MONTHS: Final = (1, 3, 6, 12, 24)
"""Months after closing. A common practice, not a standard; twice within the window in which return to exploitation is
most often seen. Configurable per organisation."""

FOLLOW_UP_OUTCOMES: Final = CodeList(
    "follow_up_outcome",
    N_("Follow-up"),
    (
        Code("well", N_("Reached: well")),
        Code("needs_help", N_("Reached: needs something")),
        Code("danger", N_("Reached: in danger")),
        Code("exploited_again", N_("Reached: exploited again")),
        Code("declined", N_("Reached: wants no more contact")),
        Code("not_reached", N_("Not reached")),
        Code("not_safe", N_("Not tried: no safe way")),
    ),
)

CLOSURE_REASONS: Final = CodeList(
    "closure_reason",
    N_("Why the case is closed"),
    (
        Code("plan_completed", N_("The plan is completed")),
        Code("person_wishes", N_("The person wishes it")),
        Code("transferred", N_("Transferred to another organisation")),
        Code("returned", N_("Returned, by choice")),
        Code("moved", N_("Moved away")),
        Code("not_reached", N_("Not reached")),
        Code("not_trafficking", N_("Something other than trafficking: referred on")),
        Code("came_of_age", N_("Came of age and did not wish to stay")),
        Code("died", N_("The person died")),
        Code("other", N_("Other")),
    ),
)

LIVING_SITUATIONS: Final = CodeList(
    "living_situation",
    N_("Where the person lives at closing"),
    (
        Code("own_home", N_("In a home of their own")),
        Code("family", N_("With family")),
        Code("friends", N_("With friends")),
        Code("shelter", N_("In a safe place")),
        Code("supported", N_("In supported housing")),
        Code("foster", N_("In a foster family or a children's home")),
        Code("asylum", N_("In a reception centre")),
        Code("employer", N_("With an employer")),
        Code("institution", N_("In a hospital or institution")),
        Code("detention", N_("In detention")),
        Code("no_home", N_("Without a home")),
        Code("not_known", N_("Not known")),
    ),
)

CARE_LISTS: Final = (
    DANGER_LEVELS,
    NEEDS,
    NEED_STATES,
    REFERRAL_STATES,
    DECLINE_REASONS,
    FOLLOW_UP_OUTCOMES,
    CLOSURE_REASONS,
    LIVING_SITUATIONS,
)


def next_referral_state(state: str, event: str) -> str:
    """The state after an event. Raises ValueError when the event does not fit the state."""
    for before, happens, after in REFERRAL_MOVES:
        if (before, happens) == (state, event):
            return after
    raise ValueError(f"a referral that is {state!r} cannot {event}")


def follow_up_days(closed_on: date, months: tuple[int, ...] = FOLLOW_UP_MONTHS) -> tuple[date, ...]:
    """The days on which to follow up; the last day of a month stands in for a day that the month lacks."""
    return tuple(_months_after(closed_on, count) for count in months)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
