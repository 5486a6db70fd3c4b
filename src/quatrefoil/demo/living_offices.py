# SPDX-License-Identifier: Apache-2.0
"""What is going on elsewhere: work in every office, a referral waiting at every service, and what needs a second pair of eyes."""

import datetime
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from quatrefoil.demo import casework
from quatrefoil.demo.building import BUILDER
from quatrefoil.demo.casework import Who, to_service
from quatrefoil.demo.names import make_name, script_of
from quatrefoil.demo.scene import CASES, SHARING, Scene
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.records.emergency import break_glass, cover_absence
from quatrefoil.foundation.sharing import actions as sharing
from quatrefoil.foundation.sharing import disclosure_actions as disclosures
from quatrefoil.foundation.sharing.answer_actions import accept, ask, decline, finish
from quatrefoil.foundation.sharing.selectors import approvers_for, target
from quatrefoil.foundation.sharing.sheets import Chosen
from quatrefoil.foundation.workflow.actions import plan_appointment
from quatrefoil.protection.cases.part_actions import save_safety_plan

RECEIVED: Final = "page sharing:received"

# Service, need, purpose: one referral waits at each, one more was answered.
WAITING: Final = (
    ("Karsa Hospital", "medical", "medical"), ("Ludova Health Centre", "medical", "medical"),
    ("Selmark Clinic", "medical", "medical"), ("Mind and Rest", "counselling", "counselling"),
    ("Law for Workers", "legal", "legal"), ("Migrants' Desk", "papers", "papers"), ("Free Counsel", "legal", "legal"),
    ("Meadow Shelter", "shelter", "shelter"), ("North Gate Shelter", "shelter", "shelter"),
    ("Identification Office", "identification", "identification"), ("City of Velo", "money", "livelihood"),
    ("City of Karsa", "money", "livelihood"), ("Ostrima District", "money", "livelihood"), ("Work Again", "work", "livelihood"),
    ("Technical College", "education", "livelihood"), ("Evening School", "education", "livelihood"), ("Way Home", "return", "return"),
    ("Port Clinic", "medical", "medical"),
)  # fmt: skip
OFFICES: Final = (
    "Lighthouse", "River Women", "Field Workers Aid", "Second Morning", "Coast Mission", "Hill Country Aid", "Harbour House",
)  # fmt: skip
NEED_OF: Final = {
    "medical": "medical", "counselling": "psychological", "legal": "legal", "papers": "papers", "shelter": "place_to_stay",
    "identification": "legal", "livelihood": "work", "return": "return",
}  # fmt: skip
PARTS_OF: Final = {
    "medical": frozenset({"health", "identity"}), "counselling": frozenset({"health", "account"}), "legal": frozenset({"account", "identity"}),
    "papers": frozenset({"identity"}), "shelter": frozenset({"plan"}), "identification": frozenset({"account"}),
    "livelihood": frozenset({"plan"}), "return": frozenset({"identity", "plan"}),
}  # fmt: skip
WORDS: Final = (
    "Worked on a boat for nine months; the skipper kept the papers.", "Cleaned in a hotel at night, paid a third of what was said.",
    "Picked fruit through two harvests. The debt grew each week.", "Was told it would be a restaurant. It was not.",
    "Looked after three children and a house; had no day off.", "Built walls, slept where he built.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One case of the round: whose, about whom, since when."""

    owner: str
    who: Who
    days: float


def play(scene: Scene) -> dict[str, int]:
    """Everything; returns counts."""
    files = referrals(scene)
    without_consent(scene)
    agreements(scene)
    held_by_others(scene, files)
    return {"cases with a referral waiting": len(files)}


def referrals(scene: Scene) -> list[UUID]:
    """A round of cases, each with a service that has not answered, and one that has."""
    files = []
    for number, (organisation, service_need, purpose) in enumerate(WAITING):
        turn = _turn(scene, number, organisation)
        file = _case(scene, turn, NEED_OF[purpose], WORDS[number % len(WORDS)])
        choice = to_service(scene, organisation, service_need)
        casework.may_share(scene, file, turn.owner, turn.days, choice, purpose, turn.who.language, PARTS_OF[purpose])
        sent = casework.refer(scene, file, turn.owner, 1 + number % 3, "14:20", choice, purpose)
        if number % 3 == 0:
            _answered(scene, turn, file, number)
        if number == 5:  # noqa: PLR2004 - one of them asks back
            _asks_back(scene, organisation, sent)
        files.append(file)
    return files


def _turn(scene: Scene, number: int, receiver: str) -> Turn:
    rng = scene.rng
    office = next(each for each in OFFICES[number % len(OFFICES) :] + OFFICES if each != receiver)
    workers = scene.people(office, "case_manager")
    language = ("am", "ar", "bn", "ro", "uk", "es", "hi", "ti", "vi", "sw", "fr", "en")[int(rng.integers(12))]
    band = ("18-20", "21-24", "25-29", "30-34", "35-39", "40-49")[int(rng.integers(6))]
    regions = ("karsa", "velo", "ostrima", "dunabar", "pellin", "sarvate", "tomirra", "brenhold")
    source = ("hotline", "referral", "walk_in", "outreach", "family_friend")[int(rng.integers(5))]
    who = Who(
        workers[number % len(workers)], ("Feminine", "Masculine")[int(rng.random() < 0.45)], band, language,  # noqa: PLR2004
        regions[int(rng.integers(len(regions)))], source=source,
    )  # fmt: skip
    return Turn(who.owner, who, 4 + 2.4 * number)


def _case(scene: Scene, turn: Turn, need: str, words: str) -> UUID:
    danger = ("low", "some", "some", "low", "low")[int(scene.rng.integers(5))]
    file = casework.opened(scene, turn.who, turn.days, "10:20", danger=danger)
    name, year = make_name(scene.rng), scene.now.year - int(turn.who.band[:2]) - 1
    written = name.written(script_of(turn.who.language)) if scene.rng.random() < 0.4 else str(name)  # noqa: PLR2004
    casework.named(scene, file, turn.owner, turn.days, written, year, scene.phone())
    kinds = ("services", "contact", "statistics")[: 2 + int(scene.rng.random() < 0.5)]  # noqa: PLR2004
    casework.agreed(scene, file, turn.owner, turn.days, kinds, turn.who.language)
    casework.need(scene, file, turn.owner, turn.days, need, "soon", detail=words)
    casework.goal(scene, file, turn.owner, turn.days, "A life that nobody else decides about")
    if danger == "some":
        with scene.working(turn.owner, turn.days - 0.3, "13:10") as actor:
            said = {"what_helps": "Somebody to call at night.", "way_out": "Through the yard, to the stop of the tram."}
            save_safety_plan(actor, file, said, 0, scene.day(-9))
    supervisor = scene.people(_house(scene, turn.owner), "supervisor")[0]
    steps = min(3, int(turn.days // 8))
    moments = [turn.days - 0.5, turn.days - 2, turn.days - 6][:steps]
    casework.moved(scene, file, turn.owner, supervisor, moments)
    return file


def _house(scene: Scene, name: str) -> str:
    return scene.actors[name].organisation_name


def _answered(scene: Scene, turn: Turn, file: UUID, number: int) -> None:
    """Another service answered: done, taken, or declined with a reason."""
    organisation, need, purpose = WAITING[(number + 4) % len(WAITING)]
    if organisation == _house(scene, turn.owner):
        return
    choice = to_service(scene, organisation, need)
    casework.may_share(scene, file, turn.owner, turn.days, choice, purpose, turn.who.language, PARTS_OF[purpose])
    sent = casework.refer(scene, file, turn.owner, turn.days - 0.5, "15:45", choice, purpose)
    with scene.working(_receiver(scene, organisation), turn.days - 1.2, "11:30", RECEIVED) as provider:
        if number % 2:
            decline(provider, sent, ("full", "language", "not_eligible")[number % 3])
            return
        accept(provider, sent)
    if turn.days > 8:  # noqa: PLR2004 - long enough ago to be over
        with scene.working(_receiver(scene, organisation), 2, "16:10", RECEIVED) as provider:
            finish(provider, sent, "helped", "Came twice. We agreed to go on in the new year.")


def _asks_back(scene: Scene, organisation: str, sent: UUID) -> None:
    with scene.working(_receiver(scene, organisation), 0.6, "09:20", RECEIVED) as provider:
        ask(provider, sent, "Is there any paper with a date of birth on it?")


def _receiver(scene: Scene, organisation: str) -> str:
    for role in ("service_provider", "competent_authority", "case_manager"):
        found = scene.people(organisation, role)
        if found:
            return found[0]
    raise LookupError(organisation)


def without_consent(scene: Scene) -> None:
    """A duty to notify that waits for a second person; and a child, for whom nobody is asked."""
    owner = scene.people("River Women", "case_manager")[0]
    adult = Turn(owner, Who(owner, "Feminine", "25-29", "ru", "brenhold"), 5)
    file = _case(scene, adult, "legal", "She does not want any office to know her name.")
    office = f"organisation:{scene.organisations['Identification Office'].id}"
    _propose(scene, owner, file, office, "identification", scene.duties["everybody"], 1)
    child_owner = scene.people("Young Steps", "case_manager")[0]
    who = Who(
        child_owner, "Masculine", "16-17", "fa", "selmark", under_18="yes", agreed="child_path", source="outreach"
    )
    boy = casework.opened(scene, who, 2, "16:30", danger="some")
    casework.need(scene, boy, child_owner, 2, "guardian", "urgent")
    north = f"organisation:{scene.organisations['Child Care Office North'].id}"
    _propose(scene, child_owner, boy, north, "child_protection", scene.duties["children"], 0.7)


def _propose(scene: Scene, owner: str, file: UUID, choice: str, purpose: str, duty: UUID, days: float) -> None:
    with scene.working(owner, days, "10:35", SHARING) as actor:
        chosen = Chosen(target(actor, choice), purpose, duty_id=duty)
        choices = approvers_for(actor, scene.cast.team_of(scene.cast.called(owner)), chosen.target.recipient.id)
        lighthouse = scene.organisations["Lighthouse"].id
        approver = next((each for each in choices if each.holder == lighthouse), choices[0])
        disclosures.propose_without_consent(
            actor, file, chosen, approver=approver.holder, person_told=True, sending_id=scene.new_id()
        )


def agreements(scene: Scene) -> None:
    """What organisations have agreed on paper, and one agreement that has run out."""
    house = {name: organisation.id for name, organisation in scene.organisations.items()}
    rows = (
        ("Shelter places", "Lighthouse", "Harbour House", ("shelter", "danger"), ("plan", "health", "safe_contact"), 700, None),
        ("Care without papers", "Lighthouse", "Port Clinic", ("medical", "counselling"), ("health", "identity", "safe_contact"), 500, None),
        ("Desk and case work", "Open line", "Lighthouse", ("transfer", "danger"), ("identity", "account", "report"), 900, None),
        ("Legal help in the harvest", "Field Workers Aid", "Migrants' Desk", ("papers", "legal"), ("identity", "account"), 800, 40),
    )  # fmt: skip
    scene.clock.set(scene.now)
    with acting_as(BUILDER, "demo"):
        for title, one, other, purposes, parts, since, ended in rows:
            sharing.save_agreement(
                BUILDER, title, house[one], house[other], purposes=purposes, parts=parts, valid_from=scene.day(since),
                valid_until=scene.day(ended) if ended else None, matching_allowed=title == "Desk and case work",
                signed_by="Signed on paper by both boards",
            )  # fmt: skip


def held_by_others(scene: Scene, files: list[UUID]) -> None:
    """Break-glass that two people still have to look at, a cover for an absence, a court's demand."""
    lighthouse = scene.people("Lighthouse", "case_manager")
    with scene.working("Bela Novak", 0.8, "23:40", CASES) as night:
        break_glass(night, "Slate 2216", "owner_unreachable")
    chief = scene.people("Lighthouse", "supervisor")[0]
    with scene.working(chief, 1, "08:30", CASES) as chidi:
        absent, by = (scene.actors[name].member_id for name in lighthouse[4:6])
        cover_absence(chidi, absent, by, scene.now + datetime.timedelta(days=6))
    first = next(each for each in files)
    with scene.working(lighthouse[0], 3, "15:50", SHARING) as amina:
        sharing.record_demand(
            amina, first, "court_order", "District Court of Velo", received_on=scene.day(3), answer_by=scene.day(-9),
            file_mark="K 118/26",
        )  # fmt: skip
        plan_appointment(amina, first, "visit", scene.now + datetime.timedelta(days=1, hours=2))
