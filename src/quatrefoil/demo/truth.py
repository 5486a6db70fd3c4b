# SPDX-License-Identifier: Apache-2.0
"""The truth of the country: a file that tests read and the product never does.

It says how many people are exploited and how many of them nobody has identified, which files are about one person, in
which region few are identified of those who are screened, how much longer a person waits who calls at night, and in which
months, on which days and at which hours people call.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from quatrefoil.demo.geography import Place
from quatrefoil.demo.known import Known
from quatrefoil.demo.people import FORMS, IS_IDENTIFIED, IS_MISSED, Flags, Indices, Population
from quatrefoil.demo.story import (
    GROWTH_A_YEAR,
    HARVEST,
    HOURS,
    HOURS_TO_HELP,
    MINUTES_TO_ANSWER,
    NIGHT,
    NIGHT_FACTOR,
    WEEKDAYS,
)

FILE: Final = "truth.json"


def truth_of(
    seed: int, scale: int, places: tuple[Place, ...], people: Population, known: Iterable[Known]
) -> dict[str, Any]:
    """Everything that was planted, as JSON."""
    exist, found = people.exploited, people.exploited & people.identified
    regions = [place.code for place in places]
    return {
        "seed": seed,
        "scale": scale,
        "exploited": int(exist.sum()),
        "hidden": int((exist & ~found).sum()),
        "by_region": _counted(regions, people.region, exist, found),
        "by_form": _counted([form for form, *_more in FORMS], people.form, exist, found),
        "by_region_screened": _counted(regions, people.region, people.screened, people.identified),
        "under_identifying_region": {
            "region": regions[people.missed_region],
            "share_identified_of_screened": IS_MISSED,
            "elsewhere": IS_IDENTIFIED,
        },
        "night": {
            "hours": sorted(NIGHT),
            "hours_to_help_by_day": HOURS_TO_HELP,
            "minutes_to_answer_by_day": MINUTES_TO_ANSWER,
            "factor": NIGHT_FACTOR,
        },
        "seasons": {
            "growth_a_year": GROWTH_A_YEAR,
            "by_month": {str(month): HARVEST.get(month, 1.0) for month in range(1, 13)},
            "by_weekday": list(WEEKDAYS),
            "by_hour": list(HOURS),
        },
        "same_person": _same_person(known),
    }


def _counted(names: list[str], of: Indices, exist: Flags, found: Flags) -> dict[str, dict[str, int]]:
    total = np.bincount(of[exist], minlength=len(names))
    seen = np.bincount(of[found], minlength=len(names))
    return {
        name: {"people": int(total[at]), "identified": int(seen[at]), "hidden": int(total[at] - seen[at])}
        for at, name in enumerate(names)
    }


def _same_person(known: Iterable[Known]) -> dict[str, dict[str, list[str]]]:
    """By person with more than one file: the files, by kind."""
    found = {}
    for each in known:
        if len(each.files) > 1:
            by_kind: dict[str, list[str]] = defaultdict(list)
            for file in each.files:
                by_kind[file.kind].append(str(file.id))
            found[str(each.journey.person)] = dict(by_kind)
    return found


def write_truth(home: Path, truth: dict[str, Any]) -> Path:
    """Write it beside the data, readable by its owner only."""
    path = home / FILE
    path.write_text(json.dumps(truth, indent=1, sort_keys=True))
    path.chmod(0o600)
    return path
