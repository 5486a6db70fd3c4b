# SPDX-License-Identifier: Apache-2.0
"""Five years written in chunks: the contacts of the desk and the cases that came from them, each as a page can open it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from quatrefoil.demo.geography import Place
from quatrefoil.demo.ids import stream
from quatrefoil.demo.known import Known
from quatrefoil.demo.offices import Offices
from quatrefoil.demo.organisations import Cast
from quatrefoil.demo.past_cases import Setting, write_case
from quatrefoil.demo.past_contacts import write_contact, write_counted
from quatrefoil.demo.past_names import write_names
from quatrefoil.demo.past_referrals import Referrer
from quatrefoil.demo.pile import Ids, Pile, owner_of
from quatrefoil.demo.signs import result_codes
from quatrefoil.demo.story import CasePlan, ContactPlan, Journey, Story
from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.records.models import File, FileLink
from quatrefoil.foundation.registers.models import LegalDuty

SAY_EVERY = 5_000


@dataclass(slots=True)
class Past:
    """What was written."""

    people: list[Known] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class PastWriter:
    """Writes a story; keeps who has which files."""

    def __init__(self, seed: int, story: Story, cast: Cast, places: tuple[Place, ...]) -> None:
        self.rng, self.story, self.cast = stream(seed, 5), story, cast
        self.pile = Pile(Ids(stream(seed, 6)))
        self.offices = Offices(seed, cast, places, self.pile.new_id)
        duty = LegalDuty.objects.get(applies_to="children")
        self.setting = Setting(story.today, duty.id, _supervisors(cast))
        self.past = Past()
        names = {organisation.id: organisation.name for organisation in cast.organisations}
        self.referrer = Referrer(stream(seed, 7), self.pile, names, story.today)

    def write(self, scale: int, say: Callable[[str], object]) -> Past:
        """Everything."""
        for number, journey in enumerate(self.story.journeys(), 1):
            self._person(journey)
            if number % SAY_EVERY == 0:
                say(f"  {number:,} people who met a desk")
        self.pile.write()
        desk = Organisation.objects.get(name="Open line").id
        calls = write_counted(self.story.counted(scale), desk, self.pile)
        self.offices.write_counters()
        self.past.counts = {**self.pile.written, "calls counted without a file": calls}
        return self.past

    def write_sealed(self, seed: int) -> None:
        """What only its readers may read: names, and the packages of referrals."""
        self.past.counts["names sealed"] = write_names(stream(seed, 8), self.pile.new_id, self.past.people)
        self.past.counts["referrals that can be opened"] = self.referrer.write_packages()

    def _person(self, journey: Journey) -> None:
        draw = int(self.rng.integers(1 << 30))
        known, contact = Known(journey), None
        for plan in journey.contacts:
            worker = self.offices.advocate(draw)
            contact = self.offices.file("contact", worker, journey.region, plan.at, plan.at + plan.waited)
            contact.closed_on = (plan.at + plan.waited).date()
            write_contact(self.pile, contact, plan, journey, worker)
            if journey.screened and not known.files:
                self._screening(contact, journey, plan)
            known.files.append(contact)
        if journey.case and contact:
            self._cases(known, journey.case, known.files[0], draw)
        self.past.people.append(known)

    def _screening(self, contact: File, journey: Journey, plan: ContactPlan) -> None:
        """Asked at the desk, twenty minutes into the first contact."""
        codes = result_codes(self.rng, exploited=journey.exploited, is_child=journey.is_child)
        at = plan.at + plan.waited + datetime.timedelta(minutes=20)
        said = {**codes, "age_band": journey.age_band}
        self.pile.happened(contact, "protection", "screening.completed", at, said, part="screening")

    def _cases(self, known: Known, plan: CasePlan, contact: File, draw: int) -> None:
        journey, first = known.journey, None
        for turn in range(2 if plan.second_file else 1):
            worker = self.offices.case_manager(
                journey.region,
                draw + turn,
                is_child=journey.is_child,
                other_than=first.organisation_id if first else None,
            )
            changed = datetime.datetime.combine(plan.stages[-1][1], plan.opened_at.timetz())
            case = self.offices.file("case", worker, journey.region, plan.opened_at, max(plan.opened_at, changed))
            write_case(self.pile, case, plan, journey, contact, self.setting)
            self.referrer.refer(case, plan, journey)
            known.files.append(case)
            first = first or case
        if first:
            self.pile.add(_link(self.pile, first, contact))


def _link(pile: Pile, case: File, contact: File) -> FileLink:
    return FileLink(
        id=pile.new_id(), kind="came_from", left_id=case.id, right_id=contact.id, ground="opened_from", made_by=owner_of(case),
        made_at=case.recorded_at,
    )  # fmt: skip


def _supervisors(cast: Cast) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for organisation in cast.organisations:
        for member in cast.with_role(organisation, "supervisor"):
            found |= {team.id: member.id for team in cast.teams[organisation.name]}
    return found
