# SPDX-License-Identifier: Apache-2.0
"""What was typed in agrees with the reference data beside the checkout."""

import csv
from pathlib import Path

import pytest

from quatrefoil.standards.instruments.definition import Questionnaire
from quatrefoil.standards.instruments.delphi_labour import DELPHI_LABOUR_ADULT, DELPHI_LABOUR_CHILD, item_code


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("questionnaire", "column"), [(DELPHI_LABOUR_ADULT, "adult_labour"), (DELPHI_LABOUR_CHILD, "child_labour")]
)
def test_the_indicator_lists_have_the_published_codes_areas_and_strengths(
    questionnaire: Questionnaire, column: str, reference_data: Path
) -> None:
    published = {
        item_code(row["dimension"], int(row["order"])): (row["dimension"], row[column])
        for row in rows(reference_data / "codelists/delphi_labour_indicators.csv")
        if row[column] != "-"
    }
    typed = {
        item.code: (section.code, str(item.strength))
        for section in questionnaire.sections
        for item in section.items
        if item.strength
    }
    assert typed == published


def test_the_indicators_point_at_the_same_signs_of_forced_labour(reference_data: Path) -> None:
    for row in rows(reference_data / "codelists/delphi_labour_indicators.csv"):
        item = DELPHI_LABOUR_ADULT.item(item_code(row["dimension"], int(row["order"])))
        numbers = row["ilo11"].replace("/", "+").split("+") if row["ilo11"] else []
        assert item.tags == tuple(f"ilo11:{number}" for number in numbers)
        assert item.text.lower() != row["indicator"].lower(), "the published wording is not ours to copy"
