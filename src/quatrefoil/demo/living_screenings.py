# SPDX-License-Identifier: Apache-2.0
"""Screenings of these days: finished, stopped because the person wished it, and one that is not finished."""

from typing import Final
from uuid import UUID

from quatrefoil.demo.scene import Scene
from quatrefoil.demo.signs import answers_to
from quatrefoil.protection.screening import actions as screening
from quatrefoil.standards.instruments.catalogue import questionnaire

AMINA: Final = "Amina Sarr"
PAGE: Final = "page screening:page"


def play(scene: Scene, files: dict[str, UUID]) -> dict[str, int]:
    """Some of Amina's people were asked."""
    done = (("amber", "delphi_labour_adult", 17, "am"), ("cedar", "delphi_labour_adult", 2, "bn"), ("willow", "delphi_labour_child", 0.9, "ti"),
            ("slate", "delphi_labour_adult", 46, "fr"), ("juniper", "general_indicators", 158, "es"))  # fmt: skip
    for name, instrument, days, language in done:
        _ask(scene, files[name], instrument, days, language)
    maple = _begin(scene, files["maple"], "delphi_labour_adult", 73, "ro")
    with scene.working(AMINA, 73, "11:20", PAGE) as amina:
        screening.stop(amina, maple, "person_wished")
    _begin(scene, files["cedar"], "general_indicators", 0.5, "bn")
    return {"screenings of these days": len(done) + 2}


def _begin(scene: Scene, file: UUID, instrument: str, days: float, language: str) -> UUID:
    interpreting = "remote" if language not in {"en", "fr"} else "none"
    with scene.working(AMINA, days, "10:50", PAGE) as amina:
        begun = screening.start(
            amina,
            file,
            instrument,
            language=language,
            interpreting=interpreting,
            place="office",
            response_id=scene.new_id(),
        )
        section = questionnaire(instrument).sections[0]
        first = answers_to(scene.rng, questionnaire(instrument), exploited=True)[section.code]
        screening.save_page(amina, begun.id, section.code, first, begun.revision)
    return begun.id


def _ask(scene: Scene, file: UUID, instrument: str, days: float, language: str) -> None:
    """Page by page, with what was left open."""
    asked = questionnaire(instrument)
    given = answers_to(scene.rng, asked, exploited=True)
    with scene.working(AMINA, days, "11:10", PAGE) as amina:
        row = screening.start(
            amina,
            file,
            instrument,
            language=language,
            interpreting="present",
            place="office",
            response_id=scene.new_id(),
        )
        for section in asked.sections:
            row = screening.save_page(amina, row.id, section.code, given[section.code], row.revision)
        screening.complete(amina, row.id)
