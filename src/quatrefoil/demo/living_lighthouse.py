# SPDX-License-Identifier: Apache-2.0
"""What is going on at Lighthouse: the cases that a visitor opens first, with something waiting on each."""

from typing import Final
from uuid import UUID

from quatrefoil.demo import casework
from quatrefoil.demo.casework import Who, to_service
from quatrefoil.demo.names import make_name, script_of
from quatrefoil.demo.scene import CASES, Scene
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records.emergency import exclude
from quatrefoil.foundation.requests import actions as requests
from quatrefoil.foundation.sharing.actions import withdraw_consent
from quatrefoil.foundation.sharing.answer_actions import accept
from quatrefoil.protection.cases import actions as cases
from quatrefoil.protection.cases import part_actions, plan_actions
from quatrefoil.protection.cases.child_actions import ChildFacts, save_child_record

AMINA: Final = "Amina Sarr"
BELA: Final = "Bela Novak"
CHIDI: Final = "Chidi Obi"


def play(scene: Scene) -> dict[str, UUID]:
    """The leading cases by name; each function is one person's story."""
    files = {
        "amber": amber(scene),
        "cedar": cedar(scene),
        "willow": willow(scene),
        "juniper": juniper(scene),
        "slate": slate(scene),
        "maple": maple(scene),
        "linden": linden(scene),
        "pebble": pebble(scene),
    }
    tasks(scene, files)
    return files


def amber(scene: Scene) -> UUID:
    """Danger now, a plan that is overdue and waits for Chidi, a clinic that has not answered."""
    who = Who(AMINA, "Feminine", "25-29", "am", "karsa", second_language="ar", source_number=f"{scene.now.year}-1043")
    file = casework.opened(scene, who, 18, "09:50", danger="some")
    scene.call_it(file, "Amber", "4821")
    name = make_name(scene.rng)
    casework.named(scene, file, AMINA, 18, name.written(script_of("am")), scene.now.year - 27, scene.phone())
    known = SafeContactInput(
        channel=SafeChannel.TEXT, address=scene.phone(), hours="weekdays 10:00 to 12:00", from_hour=10, to_hour=12,
        weekdays_only=True, phone_state=PhoneState.SHARED, may_write=True, safe_word="lantern", duress_word="umbrella",
        instructions="The phone belongs to a friend. Never leave voice mail. Say “clinic reminder”.", language="am",
    )  # fmt: skip
    casework.reach_safely(scene, file, AMINA, 3, known)
    casework.agreed(scene, file, AMINA, 18, ("services", "contact", "statistics"), "am")
    shelter, clinic = to_service(scene, "Harbour House", "shelter"), to_service(scene, "Port Clinic", "medical")
    casework.may_share(scene, file, AMINA, 18, shelter, "shelter", "am")
    casework.may_share(scene, file, AMINA, 18, clinic, "medical", "am")
    place, doctor = scene.service("Harbour House", "shelter").id, scene.service("Port Clinic", "medical").id
    casework.need(scene, file, AMINA, 17, "place_to_stay", "urgent", service=place, state="in_plan")
    casework.need(scene, file, AMINA, 17, "medical", "soon", service=doctor)
    casework.need(scene, file, AMINA, 17, "owed_pay", "later", detail="Seven months of pay; a list of days exists.")
    casework.moved(scene, file, AMINA, CHIDI, (18, 16))
    sent = casework.refer(scene, file, AMINA, 2, "15:10", shelter, "shelter")
    with scene.working(
        scene.people("Harbour House", "case_manager")[0], 0.4, "08:12", "page sharing:received"
    ) as provider:
        accept(provider, sent)
    casework.refer(scene, file, AMINA, 2, "16:40", clinic, "medical")
    casework.goal(
        scene, file, AMINA, 6, "Sleep without fear, and see a doctor", "Safe place first; then the clinic.", "Health"
    )
    casework.goal(
        scene, file, AMINA, 6, "Get the pay that is owed", "Law for Workers, when she is ready.", "Livelihood"
    )
    amber_today(scene, file)
    return file


def amber_today(scene: Scene, file: UUID) -> None:
    """The safety plan is written, the plan waits for approval and is late, danger is marked again."""
    with scene.working(AMINA, 16, "14:02") as amina:
        part_actions.save_safety_plan(
            amina, file,
            {"warning_signs": "A grey van in front of the house.", "what_helps": "Music, and somebody on the phone.",
             "people": "The friend with the phone.", "way_out": "Through the laundry, then the bus."},
            0, scene.day(-8),
        )  # fmt: skip
        part_actions.save_health(
            amina,
            file,
            {"needs_now": "Pain in the left hand since the kitchen; cannot sleep.", "wishes": "A woman doctor."},
            0,
        )
        part_actions.save_account(
            amina, file, {"what_happened": "Worked in a house, 16 hours a day. Papers were taken on the first day."}, 0,
            exploitation="Servitude", region="karsa",
        )  # fmt: skip
    casework.awaiting_approval(scene, file, AMINA, CHIDI, 1, "serve", "plan", "Two goals, both in her words.")
    with scene.working(AMINA, 1, "17:05") as amina:
        plan_actions.begin_stay(amina, file, scene.service("Harbour House", "shelter").id, scene.day(1))
        records.write_note(
            amina, file, "She heard that the employer asked for her at the bakery. We talked through the way out."
        )
    with scene.just_now(AMINA, 95, CASES) as amina:
        cases.set_danger(amina, file, "high", "place_known")
    with scene.just_now(CHIDI, 70, CASES) as chidi:
        cases.answer_danger(chidi, file, "plan_made")


def cedar(scene: Scene) -> UUID:
    """An assessment that is due today; he wants services and nothing shared."""
    who = Who(AMINA, "Masculine", "30-34", "bn", "velo", source="outreach")
    file = casework.opened(scene, who, 3, "11:40", danger="some")
    scene.call_it(file, "Cedar", "1170")
    casework.named(scene, file, AMINA, 3, str(make_name(scene.rng)), scene.now.year - 32, scene.phone())
    casework.agreed(scene, file, AMINA, 3, ("services",), "bn")
    casework.need(scene, file, AMINA, 2, "owed_pay", "soon", detail="Five months on the farm.")
    casework.need(scene, file, AMINA, 2, "papers", "soon")
    casework.moved(scene, file, AMINA, CHIDI, (2,))
    known = SafeContactInput(channel=SafeChannel.CALL, address=scene.phone(), hours="after 20:00", from_hour=20, to_hour=22,
                             phone_state=PhoneState.OWN, instructions="Ask for the blue bicycle.", safe_word="gravel", language="bn")  # fmt: skip
    casework.reach_safely(scene, file, AMINA, 3, known)
    return file


def willow(scene: Scene) -> UUID:
    """A girl on the child path: the duty to notify, a guardian sought, her own view written down."""
    who = Who(AMINA, "Feminine", "14-15", "ti", "sarvate", under_18="yes", agreed="child_path", source="referral")
    file = casework.opened(scene, who, 1, "13:15", danger="high")
    scene.call_it(file, "Willow", "0932")
    casework.need(scene, file, AMINA, 1, "guardian", "urgent")
    casework.need(scene, file, AMINA, 1, "education", "soon")
    casework.need(
        scene, file, AMINA, 1, "place_to_stay", "urgent", service=scene.service("Meadow Shelter", "shelter").id
    )
    with scene.working(AMINA, 0.9, "14:30") as amina:
        facts = ChildFacts(duty=scene.duties["children"], child_was_told=True)
        said = {"own_view": "I want to stay where my friend is, and go to school on Monday.",
                "best_interests": "Not the uncle’s house before anybody has looked into it."}  # fmt: skip
        save_child_record(amina, file, facts, said, 0)
    casework.moved(scene, file, AMINA, CHIDI, (0.8,))
    with scene.just_now(AMINA, 40, CASES) as amina:
        cases.answer_danger(amina, file, "moved")
    return file


def juniper(scene: Scene) -> UUID:
    """In follow-up; she agreed that her numbers are used."""
    who = Who(AMINA, "Feminine", "40-49", "es", "dunabar", source="walk_in")
    file = casework.opened(scene, who, 160, danger="low")
    scene.call_it(file, "Juniper", "5504")
    casework.named(scene, file, AMINA, 160, str(make_name(scene.rng)), scene.now.year - 44, scene.phone())
    casework.agreed(scene, file, AMINA, 160, ("services", "contact", "statistics"), "es", months=12)
    casework.need(scene, file, AMINA, 158, "work", "soon", state="in_plan")
    casework.goal(scene, file, AMINA, 150, "Work in a kitchen of my own choosing", kind="Livelihood")
    casework.moved(scene, file, AMINA, CHIDI, (159, 155, 149, 35))
    return file


def slate(scene: Scene) -> UUID:
    """Services running: a counsellor and a school, both of whom answered."""
    who = Who(AMINA, "Masculine", "18-20", "fr", "pellin", source="family_friend")
    file = casework.opened(scene, who, 48, danger="some")
    scene.call_it(file, "Slate", "2216")
    casework.named(scene, file, AMINA, 48, str(make_name(scene.rng)), scene.now.year - 19, scene.phone())
    casework.agreed(scene, file, AMINA, 48, ("services", "contact"), "fr")
    counsellor, school = (
        to_service(scene, "Mind and Rest", "counselling"),
        to_service(scene, "Evening School", "education"),
    )
    casework.may_share(scene, file, AMINA, 47, counsellor, "counselling", "fr", frozenset({"health", "account"}))
    casework.may_share(scene, file, AMINA, 47, school, "livelihood", "fr", frozenset({"plan"}))
    casework.need(scene, file, AMINA, 46, "psychological", "soon", state="in_plan")
    casework.need(scene, file, AMINA, 46, "education", "later", state="in_plan")
    casework.goal(scene, file, AMINA, 40, "Finish the year that I missed", kind="Education")
    casework.moved(scene, file, AMINA, CHIDI, (47, 44, 38))
    with scene.working(AMINA, 46, "14:00") as amina:
        words = {
            "warning_signs": "His brother’s car.",
            "what_helps": "The gym, early.",
            "way_out": "The sports hall has two doors.",
        }
        part_actions.save_safety_plan(amina, file, words, 0, scene.day(-6))
    for choice, purpose, organisation in (
        (counsellor, "counselling", "Mind and Rest"),
        (school, "livelihood", "Evening School"),
    ):
        sent = casework.refer(scene, file, AMINA, 37, "10:15", choice, purpose)
        with scene.working(
            scene.people(organisation, "service_provider")[0], 35, "09:05", "page sharing:received"
        ) as provider:
            accept(provider, sent)
    return file


def maple(scene: Scene) -> UUID:
    """She took her consent back: what was shared stopped that minute; services go on until a private talk."""
    who = Who(AMINA, "Feminine", "21-24", "ro", "tomirra")
    file = casework.opened(scene, who, 75, danger="low")
    scene.call_it(file, "Maple", "7718")
    casework.named(scene, file, AMINA, 75, str(make_name(scene.rng)), scene.now.year - 22, scene.phone())
    services = casework.agreed(scene, file, AMINA, 75, ("services", "contact"), "ro")[0]
    lawyer = to_service(scene, "Free Counsel", "legal")
    casework.may_share(scene, file, AMINA, 74, lawyer, "legal", "ro", frozenset({"account", "identity"}))
    casework.need(scene, file, AMINA, 73, "legal", "soon", state="in_plan")
    casework.goal(scene, file, AMINA, 70, "A school for evenings", kind="Education")
    casework.moved(scene, file, AMINA, CHIDI, (74, 72, 69))
    casework.refer(scene, file, AMINA, 60, "10:00", lawyer, "legal")
    with scene.working(AMINA, 2, "18:20") as amina:
        withdraw_consent(amina, services, asker="unsure", how="phone")
    return file


def linden(scene: Scene) -> UUID:
    """Nobody has agreed yet: held, and erased in three days unless somebody does."""
    who = Who(AMINA, "Masculine", "35-39", "vi", "orsel", agreed="nobody", source="other")
    file = casework.opened(scene, who, 11, danger="low")
    scene.call_it(file, "Linden", "0357")
    return file


def pebble(scene: Scene) -> UUID:
    """Bela's case: the person excluded somebody by name; Chidi returned the plan with a reason."""
    who = Who(BELA, "Feminine", "30-34", "uk", "ludova")
    file = casework.opened(scene, who, 9, danger="some")
    scene.call_it(file, "Pebble", "6640")
    casework.named(scene, file, BELA, 9, make_name(scene.rng).written("cyrillic"), scene.now.year - 31, scene.phone())
    casework.agreed(scene, file, BELA, 9, ("services", "contact"), "uk")
    casework.need(scene, file, BELA, 8, "legal", "soon")
    casework.moved(scene, file, BELA, CHIDI, (8,))
    with scene.working(BELA, 7, "16:00") as bela:
        other = scene.actors[scene.people("Lighthouse", "case_manager")[3]]
        exclude(bela, file, other.member_id)
    asked = casework.awaiting_approval(scene, file, BELA, CHIDI, 2, "plan", "assessment")
    with scene.working(CHIDI, 1, "09:40") as chidi:
        casework.answer_request(chidi, asked, "returned", "Ask about the children first, then send it again.")
    return file


def tasks(scene: Scene, files: dict[str, UUID]) -> None:
    """What stands on Amina's list: one thing overdue, some for today, one asked of a colleague."""
    wanted = (
        ("maple", "call", "Ask in private whether services should go on.", 1), ("cedar", "document", "Pay slips from the farm.", 0),
        ("slate", "visit", "See the school together.", 0), ("amber", "accompany", "To the clinic.", -1),
        ("juniper", "follow_up", "Three months.", -12),
    )  # fmt: skip
    for name, subject, words, days in wanted:
        with scene.working(AMINA, 4, "17:30") as amina:
            requests.ask(
                amina, "task", amina.member_id, record=files[name], record_kind="case", subject=subject, question=words,
                due_on=scene.day(days),
            )  # fmt: skip
    with scene.working(BELA, 1, "10:10") as bela:
        requests.ask(
            bela, "question", scene.actors[AMINA].member_id, question="Who knows a doctor who speaks Ukrainian?"
        )
