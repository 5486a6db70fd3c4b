# SPDX-License-Identifier: Apache-2.0
"""What passes from hand to hand: cases that change their organisation, a letter that comes in, paper, one person's two files."""

import datetime
from typing import Final
from uuid import UUID

from quatrefoil.demo import casework
from quatrefoil.demo.casework import Who
from quatrefoil.demo.living_lighthouse import AMINA, BELA
from quatrefoil.demo.names import make_name
from quatrefoil.demo.scene import CASES, SHARING, Scene
from quatrefoil.foundation.documents.actions import About, attach
from quatrefoil.foundation.documents.codes import Category
from quatrefoil.foundation.records.actions import link_same_person
from quatrefoil.foundation.records.emergency import declare_conflict
from quatrefoil.foundation.sharing.answer_actions import take_over
from quatrefoil.foundation.sharing.codes import Purpose
from quatrefoil.foundation.sharing.disclosure_actions import offer_transfer
from quatrefoil.foundation.sharing.models import Kind
from quatrefoil.foundation.sharing.selectors import target
from quatrefoil.foundation.sharing.sheets import Chosen
from quatrefoil.protection.cases import opening, part_actions
from quatrefoil.protection.cases.actions import Core
from quatrefoil.protection.cases.opening import NewCase

RECEIVED: Final = "page sharing:received"
LETTER: Final = """To whom it may concern

The person who brings this letter was in our care on the ward from Monday to Thursday.
We found two broken fingers that were not treated for about three weeks. She needs a check in fourteen days.

The ward
"""


def play(scene: Scene, leading: dict[str, UUID]) -> dict[str, int]:
    """Everything; returns counts."""
    moved = [taken_over(scene), offered(scene)]
    letter(scene, leading["amber"])
    scene.same_person.append(second_file(scene, leading["slate"]))
    from_paper(scene)
    conflict(scene, leading["maple"])
    return {"cases offered to another organisation": len(moved)}


def taken_over(scene: Scene) -> UUID:
    """She moved to the coast: Bela took her case over five days ago, and the one at River Women ended with that."""
    owner = scene.people("River Women", "case_manager")[1]
    file = _moving(scene, Who(owner, "Feminine", "30-34", "es", "brenhold", source="outreach"), 26, 6)
    with scene.working(BELA, 5, "10:05", RECEIVED) as bela:
        take_over(bela, file)
    return file


def offered(scene: Scene) -> UUID:
    """He has found work near Lighthouse: the offer waits for whoever takes it."""
    owner = scene.people("Coast Mission", "case_manager")[0]
    return _moving(scene, Who(owner, "Masculine", "25-29", "sw", "velo", source="walk_in"), 14, 0.3)


def _moving(scene: Scene, who: Who, days: float, offered_ago: float) -> UUID:
    """A case whose person agreed that Lighthouse takes it over; returns the offer."""
    file = casework.opened(scene, who, days, danger="low")
    year = scene.now.year - int(who.band[:2]) - 2
    casework.named(scene, file, who.owner, days, str(make_name(scene.rng)), year, scene.phone())
    casework.agreed(scene, file, who.owner, days, ("services", "contact", "statistics"), who.language)
    casework.need(scene, file, who.owner, days, "work", "soon")
    with scene.working(who.owner, days, "12:30") as actor:
        part_actions.save_health(actor, file, {"needs_now": "Glasses; reads with pain."}, 0)
    there = f"organisation:{scene.organisations['Lighthouse'].id}"
    parts = frozenset({"identity", "health"})
    casework.may_share(scene, file, who.owner, days - 1, there, Purpose.TRANSFER, who.language, parts)
    with scene.working(who.owner, offered_ago, "14:00", SHARING) as actor:
        chosen = Chosen(target(actor, there), Purpose.TRANSFER, kind=Kind.TRANSFER)
        return offer_transfer(actor, file, chosen, sending_id=scene.new_id())


def letter(scene: Scene, file: UUID) -> None:
    """A letter of the ward, sealed as it came; the worker makes the copy that people open."""
    with scene.working(AMINA, 1, "16:15") as amina:
        about = About(category=Category.MEDICAL, title="Letter of the ward", happened_on=scene.day(4))
        attach(amina, file, "letter.txt", LETTER.encode(), about, document_id=scene.new_id())


def second_file(scene: Scene, first: UUID) -> tuple[UUID, UUID]:
    """He came again by himself and was taken for somebody new; the paper he showed was the same."""
    file = casework.opened(scene, Who(AMINA, "Masculine", "18-20", "fr", "pellin", source="walk_in"), 6, danger="low")
    with scene.working(AMINA, 5, "09:35") as amina:
        link_same_person(amina, first, file, "same_document")
    return first, file


def from_paper(scene: Scene) -> UUID:
    """A case of two winters ago, entered yesterday from its folder with its own dates."""
    opened_on = scene.day(0) - datetime.timedelta(days=640)
    core = Core(sex="Feminine", age_band="35-39", under_18="no", language="en")
    team = scene.cast.team_of(scene.cast.called(AMINA))
    with scene.working(AMINA, 1, "17:40") as amina:
        new = NewCase(
            agreed_by="person", agreed_on=opened_on, core=core, danger="low", danger_reason="person_says", region="karsa",
            source="paper", source_number="Folder 14", opened_on=opened_on, is_paper=True, team_id=team, file_id=scene.new_id(),
        )  # fmt: skip
        return opening.open_case(amina, new)


def conflict(scene: Scene, file: UUID) -> None:
    """A colleague in Amina's team knows the other side, says so, and sees the case no more."""
    team = scene.cast.team_of(scene.cast.called(AMINA))
    colleagues = scene.people("Lighthouse", "case_manager")
    name = next(each for each in colleagues if each != AMINA and scene.cast.team_of(scene.cast.called(each)) == team)
    with scene.working(name, 3, "12:20", CASES) as actor:
        declare_conflict(actor, file)
