# SPDX-License-Identifier: Apache-2.0
"""What a worker hears in a screening: answers that follow the truth, with what is not said, and not asked."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from quatrefoil.standards.instruments.definition import NO, UNKNOWN, YES, Item, ItemKind, Questionnaire, Strength
from quatrefoil.standards.instruments.delphi_labour import VERSION

LEFT_OPEN: Final = 0.22
SHARE_OF_YES: Final = {Strength.STRONG: 0.34, Strength.MEDIUM: 0.40, Strength.WEAK: 0.35, None: 0.38}
SHARE_WITHOUT: Final = 0.05  # of somebody who is not trafficked: hard work and need look alike
AREAS: Final = 6


def answers_to(rng: np.random.Generator, questionnaire: Questionnaire, *, exploited: bool) -> dict[str, dict[str, Any]]:
    """Answers of one person to an instrument, by section."""
    return {
        section.code: {item.code: said for item in section.items if (said := _answer(rng, item, exploited=exploited))}
        for section in questionnaire.sections
    }


def _answer(rng: np.random.Generator, item: Item, *, exploited: bool) -> str:
    if item.kind is not ItemKind.YES_NO_UNKNOWN or rng.random() < LEFT_OPEN:
        return ""
    share = SHARE_OF_YES[item.strength] if exploited else SHARE_WITHOUT
    draw = rng.random()
    return YES if draw < share else UNKNOWN if draw < share + 0.1 else NO


def result_codes(rng: np.random.Generator, *, exploited: bool, is_child: bool) -> Mapping[str, str | int | bool]:
    """What the history keeps of a screening of the past, whose answers are not kept any more."""
    signs = int(rng.binomial(AREAS, 0.72 if exploited else 0.14))
    return {
        "instrument": "delphi_labour_child" if is_child else "delphi_labour_adult",
        "version": VERSION,
        "signs_in": signs,
        "of": AREAS,
        "overall": _overall(signs, is_child=is_child),
        "is_child": is_child,
        "is_new_version": False,
    }


def _overall(signs: int, *, is_child: bool) -> str:
    if is_child:
        return CHILD[min(signs, len(CHILD) - 1)]
    return ADULT[min(signs, len(ADULT) - 1)]


# What the published rule mostly says of so many areas; the last for more.
CHILD: Final = ("child_none_shown", "child_exploited", "child_all_elements")
ADULT: Final = ("none_shown", "exploited", "deceived_and_exploited", "no_published_combination", "all_elements")
