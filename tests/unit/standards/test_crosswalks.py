# SPDX-License-Identifier: Apache-2.0
"""From the finest code to each coarser standard; every target exists there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.crosswalks import (
    CONTROL_METHODS,
    CTDC_EXPLOITATION,
    CTDC_GENDER,
    HTCDS_RELATIONSHIP,
    NRM_EXPLOITATION,
    control_method,
    ctdc_age_broad,
    ctdc_control,
    htcds_control,
)
from quatrefoil.standards.htcds.fields import field
from quatrefoil.standards.nrm import TYPES_OF_EXPLOITATION

# The control columns of CTDC's 27-column file, codebook v2024.
CTDC_CONTROL_COLUMNS = {
    "meansDebtBondageEarnings",
    "meansThreats",
    "meansAbusePsyPhySex",
    "meansFalsePromises",
    "meansDrugsAlcohol",
    "meansDenyBasicNeeds",
    "meansExcessiveWorkHours",
    "meansWithholdDocs",
}


def test_every_means_of_control_leads_to_a_code_of_htcds_and_every_code_is_reached() -> None:
    assert {method.htcds for method in CONTROL_METHODS} == set(field("vic_MethodsOfControl").codes.values())


def test_every_control_column_of_ctdc_is_reached() -> None:
    assert {method.ctdc for method in CONTROL_METHODS} == CTDC_CONTROL_COLUMNS | {""}


def test_keeping_somebody_from_moving_freely_has_no_code_in_htcds_and_leaves_as_other() -> None:
    assert htcds_control(("RestrictsMovement", "Threats")) == ("Other", "PhysicalThreats")
    assert ctdc_control(("RestrictsMovement", "RestrictsMedicalCare", "Other")) == ("meansDenyBasicNeeds",)


def test_a_code_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(KeyError):
        control_method("Tickling")


def test_every_htcds_type_gender_and_relationship_has_its_place() -> None:
    assert set(CTDC_EXPLOITATION) == set(field("vic_TypeOfExploitation").codes.values())
    assert set(CTDC_GENDER) == set(field("prs_Gender").codes.values())
    known = set(field("vic_RelationshipToTrafficker").codes.values())
    assert {value for value in HTCDS_RELATIONSHIP.values() if value} <= known


def test_every_tick_of_the_uk_form_leads_to_codes_that_exist() -> None:
    assert set(NRM_EXPLOITATION) == set(TYPES_OF_EXPLOITATION.values())
    for meant in NRM_EXPLOITATION.values():
        assert meant.exploitation in field("vic_TypeOfExploitation").codes
        assert not meant.control or meant.control in field("vic_MethodsOfControl").codes
        assert not meant.industry or meant.industry in field("vic_ForcedLabourIndustry").codes


@pytest.mark.parametrize(
    ("age", "literal"),
    [
        (0, "0--8"),
        (8, "0--8"),
        (9, "09--17"),
        (17, "09--17"),
        (18, "18--20"),
        (38, "30--38"),
        (47, "39--47"),
        (48, "48+"),
    ],
)
def test_an_age_has_the_literal_that_ctdc_writes(age: int, literal: str) -> None:
    assert ctdc_age_broad(age) == literal


@given(st.integers(0, 120))
def test_no_ctdc_band_mixes_children_and_adults(age: int) -> None:
    assert (ctdc_age_broad(age) in {"0--8", "09--17"}) == (age < 18)


def test_an_age_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        ctdc_age_broad(-1)
