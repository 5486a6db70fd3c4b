# SPDX-License-Identifier: Apache-2.0
"""Contacts of the past: closed files of the desk, and calls that were only counted."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from quatrefoil.demo.offices import Worker
from quatrefoil.demo.pile import Pile
from quatrefoil.demo.story import NIGHT, NIGHT_FACTOR, SPOKEN, ContactPlan, Counted, Journey
from quatrefoil.foundation.records.models import File
from quatrefoil.protection.hotline.models import Contact, Danger, TallyContact

WING = "protection"


def write_contact(pile: Pile, file: File, plan: ContactPlan, journey: Journey, worker: Worker) -> None:
    """One contact that is over, with what was done about danger."""
    answered = plan.at + plan.waited
    ended = answered + datetime.timedelta(minutes=22)
    outcome = "case_opened" if journey.case else "referral" if journey.exploited else "listened"
    pile.add_file(file)
    pile.add(_contact(file, plan, journey, worker, answered, ended, outcome))
    pile.happened(file, WING, "contact.logged", plan.at, codes_of(plan, journey))
    if plan.channel not in SPOKEN:
        pile.happened(file, WING, "contact.claimed", answered, {})
    if plan.danger == "high":
        _danger(pile, file, plan, worker)
    pile.happened(file, WING, "contact.finished", ended, {"outcome": outcome})


def codes_of(plan: ContactPlan, journey: Journey) -> dict[str, str]:
    """What the desk writes into the history of a contact (hotline.entry.ContactEntry.codes)."""
    return {
        "channel": plan.channel,
        "kind": plan.kind,
        "language": journey.language,
        "danger": plan.danger,
        "age_band": journey.age_band,
        "caller": plan.caller,
        "heard_of_us": plan.heard_of_us,
    }


def _contact(
    file: File, plan: ContactPlan, journey: Journey, worker: Worker, answered: datetime.datetime, ended: datetime.datetime,
    outcome: str,
) -> Contact:  # fmt: skip
    return Contact(
        file_id=file.id,
        channel=plan.channel,
        kind=plan.kind,
        state="done",
        language=journey.language,
        needs_interpreter=journey.language not in {"en", "fr"},
        caller=plan.caller,
        age_band=journey.age_band,
        under_18="yes" if journey.is_child else "no",
        safe_to_call_back="at_times",
        heard_of_us=plan.heard_of_us,
        danger="some" if plan.danger == "high" else plan.danger,
        priority=2 if plan.danger == "high" else 1,
        outcome=outcome,
        team=worker.team,
        logged_by=worker.member,
        claimed_by=worker.member,
        claimed_at=answered,
        started_at=plan.at,
        first_answer_at=answered,
        ended_at=ended,
        counted_minutes=22,
    )


def _danger(pile: Pile, file: File, plan: ContactPlan, worker: Worker) -> None:
    factor = NIGHT_FACTOR if plan.at.hour in NIGHT else 1.0
    minutes = 3 + 4 * factor + len(plan.caller)
    answered, acted = (plan.at + datetime.timedelta(minutes=minutes * times) for times in (1, 3 * factor))
    pile.add(
        Danger(
            id=pile.new_id(), file_id=file.id, team=worker.team, reason="said_so", marked_by=worker.member, marked_at=plan.at,
            answered_by=worker.member, answered_at=answered, answer="with_me", acted_by=worker.member, acted_at=acted,
            act="safety_plan",
        )
    )  # fmt: skip
    pile.happened(file, WING, "danger.marked", plan.at, {"reason": "said_so"})
    pile.happened(file, WING, "danger.answered", answered, {"answer": "with_me"})
    pile.happened(file, WING, "danger.acted", acted, {"act": "safety_plan"})


def write_counted(counted: Iterable[Counted], desk: UUID, pile: Pile) -> int:
    """Calls for which no file was opened; returns how many."""
    rows = [
        TallyContact(
            id=pile.new_id(), organisation=desk, on=each.on, channel=each.channel, kind=each.kind, language=each.language,
            region=each.region,
        )
        for each in counted
    ]  # fmt: skip
    TallyContact.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)
