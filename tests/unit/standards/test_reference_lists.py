# SPDX-License-Identifier: Apache-2.0
"""What was typed in agrees with the reference data beside the checkout."""

import csv
import re
from dataclasses import fields
from pathlib import Path

import pytest

from quatrefoil.standards.hsds.objects import KINDS
from quatrefoil.standards.hsds.shape import REQUIRED
from quatrefoil.standards.htcds.fields import FIELDS
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


def test_every_htcds_field_has_the_published_name_part_label_type_tier_and_codes(reference_data: Path) -> None:
    published = [
        (
            row["full_name"],
            row["object"],
            row["label"],
            row["type"],
            row["core"] == "Core",
            row["status"] == "DEPRECATED",
            list(zip(row["values"].split("|"), row["labels"].split("|"), strict=True)) if row["values"] else [],
        )
        for row in rows(reference_data / "htcds/htcds_2.0_fields.csv")
    ]
    typed = [
        (
            known.name,
            str(known.part),
            known.label,
            str(known.type),
            known.is_core,
            known.is_deprecated,
            list(known.codes.choices()) if known.codes else [],
        )
        for known in FIELDS
    ]
    assert sorted(typed) == sorted(published)


def test_every_hsds_attribute_exists_in_the_specification_and_what_it_requires_is_required(
    reference_data: Path,
) -> None:
    specified = {
        (row["table_name"], row["name"]): row["constraints_required"] == "true"
        for row in rows(reference_data / "hsds/hsds_3.0_schema.csv")
    }
    for name, kind in KINDS.items():
        table = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        for each in fields(kind):
            column = {"addresses": "addresss"}.get(each.name, each.name)
            if (table, column) == ("organization", "services"):
                continue  # ours: the specification nests the organisation in each service, as `to_services` does
            assert (table, column) in specified, f"{table}.{column}"
            if specified[table, column]:
                assert each.metadata.get(REQUIRED), f"{table}.{column}"
