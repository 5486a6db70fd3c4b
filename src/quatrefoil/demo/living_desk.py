# SPDX-License-Identifier: Apache-2.0
"""What is going on at the hotline's desk: calls, danger now, what the last shift left, holds, interpreters, one situation."""

import datetime
from typing import Any, Final
from uuid import UUID

from quatrefoil.demo.scene import DESK, Scene
from quatrefoil.foundation.messages import gate
from quatrefoil.protection.hotline import (
    case_actions,
    contact_actions,
    danger_actions,
    draft_actions,
    interpreter_actions,
)
from quatrefoil.protection.hotline import rota_actions as rota
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.models import Danger

HANA: Final = "Hana Kim"
IBEN: Final = "Iben Holm"
JUMA: Final = "Juma Otieno"
CONTACT: Final = "page hotline:contact"


def play(scene: Scene) -> dict[str, int]:
    """Everything; returns counts."""
    ready_the_desk(scene)
    files = [*ended(scene), *of_hana(scene), *waiting(scene), danger_yesterday(scene), *same_phone(scene)]
    files += [*situation(scene), held(scene), phone_taken(scene), became_a_case(scene), *left_by_iben(scene)]
    danger_now(scene)
    counted(scene)
    return {"contacts of these days": len(files) + 1}


def ready_the_desk(scene: Scene) -> None:
    """Hours, interpreters, and the promise on the public site that somebody is on duty, as long as the rota carries it."""
    with scene.working(JUMA, 30, "09:00", DESK) as juma:
        day = (datetime.time(0), datetime.time(0))
        rota.set_opening_hours(juma, dict.fromkeys(range(7), day))
        for number, language in enumerate(("am", "ar", "bn", "uk", "vi", "es")):
            interpreters = scene.people("Language Bridge", "service_provider")
            member = scene.actors[interpreters[number % len(interpreters)]].member_id
            interpreter_actions.list_interpreter(juma, member, language)
    scene.clock.set(scene.now)
    rota.keep_promise()


def log(scene: Scene, name: str, at: datetime.datetime, **known: Any) -> UUID:
    """One contact, written down while talking."""
    with scene.at_desk(name, at) as actor:
        entry = ContactEntry(**{"started_at": at, "heard_of_us": "friend", **known})
        made = contact_actions.log_contact(actor, entry, contact_id=scene.new_id())
    if made.file_id is None:
        raise ValueError("This kind of contact is only counted.")
    return made.file_id


def ended(scene: Scene) -> list[UUID]:
    """Contacts of the last two weeks that are over."""
    rows = (
        ("phone", "help_request", "self", "ro", "velo", 1.2, "09:14", "safety_plan"),
        ("phone", "tip", "neighbour", "en", "karsa", 1.6, "20:41", "listened"),
        ("app", "help_request", "self", "bn", "pellin", 2.3, "22:05", "referral"),
        ("walk_in", "help_request", "friend", "ti", "karsa", 3.1, "13:30", "warm_handover"),
        ("professional", "tip", "professional", "en", "ostrima", 4.2, "11:02", "referral"),
        ("phone", "labour_exploitation", "colleague", "uk", "sarvate", 5.4, "18:47", "listened"),
        ("text", "help_request", "self", "hi", "tomirra", 6.5, "01:22", "safety_plan"),
        ("phone", "referral_request", "family", "fr", "brenhold", 8.1, "15:11", "referral"),
        ("phone", "help_request", "self", "ar", "ludova", 10.2, "10:58", "listened"),
        ("outreach", "help_request", "self", "sw", "dunabar", 12.0, "16:20", "referral"),
    )
    advocates, made = scene.people("Open line", "advocate"), []
    for number, (channel, kind, caller, language, region, days, at, outcome) in enumerate(rows):
        file = log(
            scene, advocates[number % len(advocates)], scene.moment(days, at), channel=channel, kind=kind, caller=caller,
            language=language, region=region, danger=("low", "some", "not_known")[number % 3], age_band=("25-29", "", "30-34")[number % 3],
            outcome=outcome, then="done", counted_minutes=8 + 3 * number, needs_interpreter=language not in {"en", "fr"},
        )  # fmt: skip
        made.append(file)
    return made


def of_hana(scene: Scene) -> list[UUID]:
    """What Hana works on."""
    first = log(
        scene, HANA, scene.ago(150), channel="phone", kind="help_request", caller="self", language="am", region="karsa",
        danger="some", age_band="25-29", under_18="no", phone=scene.phone(), reach="call", safe_to_call_back="at_times",
        phone_state="shared", hours="10:00 to 12:00", instructions="Ring twice, hang up, ring again.", safe_word="candle",
        duress_word="postcard", needs_interpreter=True, heard_of_us="poster",
        words="She works in a house and may not go out alone. She wants to know whether she can leave before the pay.",
    )  # fmt: skip
    second = log(
        scene, HANA, scene.ago(80), channel="app", kind="tip", caller="colleague", language="es", region="velo", danger="low",
        words="Eight men sleep in one container behind the packing hall.", phone=scene.phone(), reach="text",
        safe_to_call_back="yes", phone_state="own", safe_word="marble",
    )  # fmt: skip
    with scene.just_now(HANA, 60, CONTACT) as hana:
        interpreters = scene.people("Language Bridge", "service_provider")
        interpreter_actions.book_interpreter(hana, first, scene.actors[interpreters[0]].member_id, "am")
        gate.send(hana, second, "please_call_back", "text")
        fields = {
            "channel": "phone",
            "kind": "help_request",
            "language": "fr",
            "words": "Speaks very low, a restaurant, the till",
        }
        draft_actions.keep_draft(hana, scene.new_id(), fields)
    return [first, second]


def waiting(scene: Scene) -> list[UUID]:
    """What lies at the desk for whoever is free; one has waited too long."""
    return [
        log(scene, IBEN, scene.ago(380), channel="email", kind="help_request", caller="self", language="vi", region="orsel",
            danger="some", then="desk", words="He asks whether somebody can write back in Vietnamese."),
        log(scene, IBEN, scene.ago(95), channel="professional", kind="referral_request", caller="professional", language="en",
            region="tavrin", danger="low", then="desk", words="A school asks what to do about a boy who never sleeps."),
        log(scene, IBEN, scene.ago(25), channel="letter", kind="tip", caller="unknown", language="en", region="quenby",
            danger="not_known", then="desk", words="A letter without a name about a car wash."),
    ]  # fmt: skip


def danger_yesterday(scene: Scene) -> UUID:
    """Danger in the night: told along the rota, answered after eight minutes, a safe place before morning."""
    file = log(
        scene, scene.people("Open line", "advocate")[2], scene.moment(1, "23:51"), channel="phone", kind="crisis", caller="self",
        language="uk", region="marrow-coast", danger="high", danger_reason="offender_near", age_band="30-34", under_18="no",
        words="Stands at a petrol station with one bag.",
    )  # fmt: skip
    with scene.working(JUMA, 0.99, "23:59", CONTACT) as juma:
        danger = Danger.objects.get(file_id=file)
        danger_actions.answer_danger(juma, danger.id)
    with scene.working(JUMA, 0.9, "02:10", CONTACT) as juma:
        danger_actions.act_on_danger(juma, danger.id, "safe_place")
        contact_actions.finish(juma, file, "emergency_services", 49)
    return file


def danger_now(scene: Scene) -> UUID:
    """Nobody has answered yet."""
    return log(
        scene, scene.people("Open line", "advocate")[3], scene.ago(4), channel="phone", kind="crisis", caller="self",
        language="ar", region="karsa", danger="high", danger_reason="locked_in", age_band="18-20", under_18="no",
        phone=scene.phone(), reach="text", safe_to_call_back="no", phone_state="watched", needs_interpreter=True,
        words="Whispers. The door is locked from outside; they come back at six.", then="mine",
    )  # fmt: skip


def same_phone(scene: Scene) -> list[UUID]:
    """Two calls from one telephone: not shown as one person before the safe word was said."""
    phone = scene.phone()
    known = {
        "phone": phone,
        "reach": "call",
        "safe_to_call_back": "at_times",
        "phone_state": "shared",
        "safe_word": "thimble",
    }
    first = log(scene, IBEN, scene.moment(9, "19:30"), channel="phone", kind="help_request", caller="self", language="bn",
                region="pellin", danger="some", then="done", outcome="listened", counted_minutes=17, **known)  # fmt: skip
    second = log(scene, HANA, scene.ago(210), channel="phone", kind="follow_up", caller="self", language="bn", region="pellin",
                 danger="some", words="Called before, from the same shop.", **known)  # fmt: skip
    return [first, second]


def situation(scene: Scene) -> list[UUID]:
    """Three contacts about one packing hall."""
    made = [
        log(scene, HANA, scene.moment(days, at), channel=channel, kind="tip", caller=caller, language=language, region="sarvate",
            danger="some", then="done", outcome="listened", words=words)
        for days, at, channel, caller, language, words in (
            (3, "21:10", "phone", "neighbour", "en", "Buses at four in the morning, the same faces, no one speaks."),
            (2, "12:40", "app", "colleague", "ro", "The foreman keeps thirty papers in a tin box."),
            (1, "17:25", "professional", "professional", "en", "Three men with the same cut hand within a week."),
        )
    ]  # fmt: skip
    with scene.working(HANA, 0.9, "17:40", CONTACT) as hana:
        contact_actions.join(hana, tuple(made))
    return made


def held(scene: Scene) -> UUID:
    """A friend called; the person has not agreed. Erased in two days unless somebody asks."""
    file = log(scene, HANA, scene.moment(12, "14:15"), channel="phone", kind="help_request", caller="friend", language="es",
               region="velo", danger="low", words="Her friend has not been seen at the language class for three weeks.")  # fmt: skip
    with scene.working(HANA, 12, "14:40", CONTACT) as hana:
        case_actions.place_hold(hana, file)
    return file


def phone_taken(scene: Scene) -> UUID:
    """Nothing goes out any more."""
    file = log(scene, IBEN, scene.moment(5, "22:30"), channel="text", kind="help_request", caller="self", language="hi",
               region="tavrin", danger="some", phone=scene.phone(), reach="text", safe_to_call_back="yes", phone_state="own",
               safe_word="ladder", words="Writes from the staff room.")  # fmt: skip
    with scene.working(IBEN, 4, "08:20", CONTACT) as iben:
        contact_actions.mark_phone_taken(iben, file)
        gate.send(iben, file, "please_call_back", "text")
    return file


def became_a_case(scene: Scene) -> UUID:
    """She agreed, so a case was opened with what the contact knows."""
    file = log(scene, HANA, scene.moment(2, "10:05"), channel="phone", kind="help_request", caller="self", language="ti",
               region="karsa", danger="some", age_band="21-24", under_18="no", phone=scene.phone(), reach="call",
               safe_to_call_back="yes", phone_state="own", safe_word="acorn", words="Left the house on Sunday. Sleeps at a church.")  # fmt: skip
    with scene.working(HANA, 2, "10:50", CONTACT) as hana:
        case_actions.to_case(hana, file, "person")
        contact_actions.finish(hana, file, "case_opened", 41)
    return file


def left_by_iben(scene: Scene) -> list[UUID]:
    """What the shift before left, each with its next step."""
    steps = ("call_back", "safety_check")
    made = [
        log(scene, IBEN, scene.ago(300 + 40 * number), channel="phone", kind="help_request", caller="self", language=language,
            region=region, danger="some", words=words)
        for number, (language, region, words) in enumerate(
            (("am", "karsa", "Can talk between two and three, when the shop is empty."), ("ro", "ostrima", "Went back to get a bag; promised to call."))
        )
    ]  # fmt: skip
    with scene.just_now(IBEN, 45, DESK) as iben:
        contact_actions.hand_over(iben, dict(zip(made, steps, strict=True)))
    return made


def counted(scene: Scene) -> None:
    """Callers who wanted something else: pointed on, counted, and no file."""
    wanted = (
        ("out_of_scope", "legal"),
        ("general_information", ""),
        ("no_answer", ""),
        ("wrong_number", ""),
        ("out_of_scope", "money"),
    )
    for number, (kind, need) in enumerate(wanted):
        with scene.just_now(HANA, 30 + 45 * number, DESK) as hana:
            entry = ContactEntry(channel="phone", kind=kind, language="en", region="velo")
            if need:
                contact_actions.refer_on(hana, entry, need, tally_id=scene.new_id())
            else:
                contact_actions.log_contact(hana, entry, contact_id=scene.new_id())
