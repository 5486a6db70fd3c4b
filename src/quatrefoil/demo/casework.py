# SPDX-License-Identifier: Apache-2.0
"""The steps of case work, each through its own door, so that a story reads as a list of what people did."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from quatrefoil.demo.scene import SHARING, Scene
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.safe_contact import SafeContactInput, record_safe_contact
from quatrefoil.foundation.sharing import disclosure_actions as disclosures
from quatrefoil.foundation.sharing.actions import Answer, record_consent
from quatrefoil.foundation.sharing.codes import Check
from quatrefoil.foundation.sharing.selectors import target
from quatrefoil.foundation.sharing.sheets import Chosen
from quatrefoil.protection.cases import opening, part_actions, plan_actions, stage_actions
from quatrefoil.protection.cases.actions import Core
from quatrefoil.protection.cases.models import Case
from quatrefoil.protection.cases.opening import NewCase

TOLD: Final = frozenset(Check.values)
EVENTS: Final = (("assess", "new"), ("plan", "assessment"), ("serve", "plan"), ("follow", "services"))
APPROVED: Final = frozenset({"plan", "serve"})


@dataclass(frozen=True, slots=True)
class Who:
    """Who a case is about, in codes, and who works on it."""

    owner: str
    sex: str
    band: str
    language: str
    region: str
    second_language: str = ""
    source_number: str = ""
    under_18: str = "no"
    source: str = "hotline"
    agreed: str = "person"


def opened(
    scene: Scene, who: Who, days: float, at: str = "10:20", *, danger: str = "some", came_from: UUID | None = None
) -> UUID:
    """A case, opened so many days ago."""
    core = Core(
        sex=who.sex, age_band=who.band, under_18=who.under_18, language=who.language, second_language=who.second_language,
        needs_interpreter=who.language not in {"en", "fr"},
    )  # fmt: skip
    with scene.working(who.owner, days, at) as actor:
        new = NewCase(
            agreed_by=who.agreed, core=core, danger=danger, danger_reason="person_says" if danger != "not_known" else "",
            region=who.region, source=who.source, source_number=who.source_number, came_from=came_from, file_id=scene.new_id(),
            team_id=scene.cast.team_of(scene.cast.called(who.owner)),
        )  # fmt: skip
        return opening.open_case(actor, new)


def named(scene: Scene, file_id: UUID, owner: str, days: float, name: str, year: int, phone: str) -> None:
    """Who the person is, sealed and searchable."""
    with scene.working(owner, days, "10:41") as actor:
        part_actions.save_identity(actor, file_id, {"full_name": name, "birth_date": str(year), "phones": phone}, 0)


def agreed(
    scene: Scene, file_id: UUID, owner: str, days: float, kinds: Iterable[str], language: str, *, months: int = 6
) -> list[UUID]:
    """Consents without a body: services, contact, statistics."""
    with scene.working(owner, days, "11:05") as actor:
        asked = [answer(scene, kind, language, days, months=months) for kind in kinds]
        return [record_consent(actor, file_id, each) for each in asked]


def answer(scene: Scene, kind: str, language: str, days: float, *, months: int = 6, **more: object) -> Answer:
    """A yes, with everything explained."""
    given = scene.day(days)
    return Answer(
        kind=kind, agreed=True, language=language, how="spoken", given_on=given, told=TOLD,
        expires_on=given + datetime.timedelta(days=30 * months), interpreter_used=language not in {"en", "fr"}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def may_share(
    scene: Scene, file_id: UUID, owner: str, days: float, choice: str, purpose: str, language: str,
    parts: frozenset[str] = frozenset({"health", "plan"}), *, kind: str = "share",
) -> UUID:  # fmt: skip
    """Consent to share with one body for one purpose."""
    with scene.working(owner, days, "11:12") as actor:
        recipient = target(actor, choice).recipient
        yes = answer(
            scene, kind, language, days, recipient=recipient.id, recipient_label=recipient.name, purpose=purpose,
            parts=parts, told_irreversible=kind == "police",
        )  # fmt: skip
        return record_consent(actor, file_id, yes)


def refer(scene: Scene, file_id: UUID, owner: str, days: float, at: str, choice: str, purpose: str) -> UUID:
    """Send what the consent carries."""
    with scene.working(owner, days, at, SHARING) as actor:
        return disclosures.send(actor, file_id, Chosen(target(actor, choice), purpose), sending_id=scene.new_id())


def to_service(scene: Scene, organisation: str, need: str) -> str:
    """A service as the directory names it in a choice."""
    return f"service:{scene.service(organisation, need).id}"


def need(
    scene: Scene, file_id: UUID, owner: str, days: float, code: str, level: str, *, service: UUID | None = None,
    state: str = "open", detail: str = "",
) -> None:  # fmt: skip
    """A need."""
    with scene.working(owner, days, "11:31") as actor:
        texts = {"detail": detail} if detail else {}
        plan_actions.save_need(actor, file_id, None, texts, need=code, level=level, service=service, state=state)


def goal(
    scene: Scene, file_id: UUID, owner: str, days: float, words: str, steps: str = "", kind: str = "SocialCare"
) -> None:
    """A goal that the person chose."""
    with scene.working(owner, days, "11:44") as actor:
        plan_actions.save_goal(
            actor, file_id, None, {"objective": words, "steps": steps}, type=kind, state="open",
            planned_end=scene.day(days) + datetime.timedelta(days=90), review_on=scene.day(days) + datetime.timedelta(days=30),
        )  # fmt: skip


def reach_safely(
    scene: Scene, file_id: UUID, owner: str, days: float, known: SafeContactInput, at: str = "10:30"
) -> None:
    """How the person may be reached."""
    with scene.working(owner, days, at) as actor:
        record_safe_contact(actor, file_id, known)


def moved(scene: Scene, file_id: UUID, owner: str, supervisor: str, days: Iterable[float]) -> None:
    """Through as many stages as there are days given, with approval where a second person decides."""
    for (event, seen), ago in zip(EVENTS, days, strict=False):
        if event in APPROVED:
            approved(scene, file_id, owner, supervisor, ago, event, seen)
        else:
            with scene.working(owner, ago, "12:10") as actor:
                stage_actions.move(actor, file_id, event, seen)


def approved(scene: Scene, file_id: UUID, owner: str, supervisor: str, days: float, event: str, seen: str) -> None:
    """A step asked for in the morning and approved in the afternoon."""
    asked = awaiting_approval(scene, file_id, owner, supervisor, days, event, seen)
    with scene.working(supervisor, days, "15:20") as chief:
        answer_request(chief, asked, "approved")


def awaiting_approval(
    scene: Scene, file_id: UUID, owner: str, supervisor: str, days: float, event: str, seen: str, note: str = ""
) -> UUID:
    """A step asked for, not yet approved."""
    with scene.working(owner, days, "12:10") as actor:
        return stage_actions.ask_approval(actor, file_id, event, scene.actors[supervisor].member_id, note, seen)


def answer_request(actor: Actor, request_id: UUID, code: str, text: str = "") -> None:
    """Answer a question or an approval."""
    from quatrefoil.foundation.requests.actions import answer as answer_question

    answer_question(actor, request_id, code, text)


def stage_of(file_id: UUID) -> str:
    """Where a case stands."""
    return str(Case.objects.get(file_id=file_id).stage)
