# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0: its fields, its labels as the official files really write them, and the words people read instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.htcds.field import FieldType
from quatrefoil.standards.htcds.fields import FIELDS, LIVE_CORE_FIELDS, field
from quatrefoil.standards.htcds.labels import Matched, match_checkbox, match_codes, write_codes
from quatrefoil.standards.htcds.words import CONSENT_CHECKS, checks_missing, choices, shown

MULTISELECTS = [known for known in FIELDS if known.type is FieldType.MULTISELECT and known.codes]


def test_the_standard_has_83_fields_of_which_38_are_live_core() -> None:
    # Counts as read in the official field standards, reference 1.1.
    assert len(FIELDS) == len({known.name for known in FIELDS}) == 83
    assert len([known for known in FIELDS if known.is_core]) == 40
    assert len(LIVE_CORE_FIELDS) == 38
    assert [known.name for known in FIELDS if known.is_deprecated] == [
        "vic_AgreementToManagePersonalData",
        "vic_Vulnerabilities",
        "vic_DetailsOfVulnerabilities",
    ]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("prs_FirstName", "prs_FirstName"),
        ("prs_First_Name", "prs_FirstName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        ("vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"),
        (" VIC_TYPEOFEXPLOITATION ", "vic_TypeOfExploitation"),
    ],
)
def test_a_field_is_found_as_excel_and_xlsform_spell_it(spelling: str, name: str) -> None:
    assert field(spelling).name == name


def test_a_column_that_is_no_field_is_named_with_what_to_do() -> None:
    with pytest.raises(KeyError, match=r"shoe_size.*map this column by hand"):
        field("shoe_size")


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("cas_Status", "Follow up", ("FollowUp",)),
        ("cas_Status", "FOLLOW UP", ("FollowUp",)),
        ("cas_ReasonForOutgoingReferral", "Migration Or Change Of Location", ("MigrationOrChangeOfLocation",)),
        ("prs_Gender", "TransgenderFeminine", ("TransgenderFeminine",)),
        ("prs_Gender", "not specified/unknown", ("NonSpecifiedUnknown",)),
        ("prs_HighestLevelOfEducation", "Bachelor's or Equivalent Level", ("BachelorsOrEquivalentLevel",)),
        ("vic_MethodsOfControl", "DebtBondage ", ("DebtBondage",)),
        ("vic_MethodsOfControl", "Debt bondage; False  promises;Other", ("DebtBondage", "FalsePromises", "Other")),
        ("vic_MethodsOfControl", "Other; Other", ("Other",)),
        ("vic_RelationshipToTrafficker", "Unaquainted", ("Unaquainted",)),
        (
            "vic_ForcedLabourIndustry",
            "Water supply; sewerage, waste management and remediation; Construction",
            ("E_WaterSupplySewerageWasteManagement", "F_Construction"),
        ),
        (
            "vic_ForcedLabourIndustry",
            "Wholesale and retail trade; repair of motor vehicles and motorcycles",
            ("G_WholesaleAndRetailTradeRepairOfMotorVehicles",),
        ),
        ("vic_TypeOfExploitation", "", ()),
    ],
)
def test_labels_and_codes_are_read_as_the_official_files_write_them(
    name: str, text: str, codes: tuple[str, ...]
) -> None:
    assert match_codes(field(name), text) == Matched(codes, ())


def test_what_no_list_knows_is_given_back_and_the_rest_is_kept() -> None:
    read = match_codes(field("vic_MethodsOfControl"), "Debt bondage; Restricts movement; Takes earnings; ???")
    assert read == Matched(("DebtBondage", "TakesEarnings"), ("restricts movement", "???"))


def test_a_label_at_the_start_of_an_unknown_text_is_not_taken_for_it() -> None:
    assert match_codes(field("vic_MethodsOfControl"), "Others") == Matched((), ("others",))


@pytest.mark.parametrize(
    ("text", "value"), [("TRUE", True), ("yes", True), ("FALSE", False), ("0", False), ("", None), ("perhaps", None)]
)
def test_a_checkbox_is_true_false_or_not_known(text: str, value: bool | None) -> None:
    assert match_checkbox(text) is value


@given(st.data())
def test_what_is_written_is_read_back_the_same(data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(MULTISELECTS))
    codes = tuple(data.draw(st.lists(st.sampled_from(known.codes.values()), unique=True)))
    assert match_codes(known, write_codes(known, codes)) == Matched(codes, ())


@given(st.sampled_from(MULTISELECTS), st.text(max_size=80))
def test_any_text_is_read_without_an_error(known, text: str) -> None:
    read = match_codes(known, text)
    assert set(read.codes) <= set(known.codes.values())


def test_every_label_of_every_list_is_read_as_its_own_code() -> None:
    for known in FIELDS:
        for code in known.codes or ():
            assert match_codes(known, code.label).codes == match_codes(known, code.code).codes == (code.code,)


def test_a_field_of_one_value_is_not_written_with_two_and_one_without_a_list_is_not_matched() -> None:
    with pytest.raises(ValueError, match="one value"):
        write_codes(field("cas_Status"), ("Active", "Closed"))
    with pytest.raises(KeyError):
        write_codes(field("cas_Status"), ("Open",))
    with pytest.raises(ValueError, match="no code list"):
        match_codes(field("cas_ReasonForCaseClosure"), "Other")


def test_people_read_other_words_than_the_codes_that_name_them_by_what_was_done() -> None:
    for known in FIELDS:
        if known.name.startswith("vic_") and not known.is_deprecated:
            for code, words in choices(known):
                assert not {"prostitution", "pornography", "victim", "unaquainted"} & set(words.lower().split()), code
    assert shown(field("vic_TypeOfSexExploitation"), "Pornography") == "Sexual images"
    assert write_codes(field("vic_TypeOfSexExploitation"), ("Pornography",)) == "Pornography"


def test_consent_has_seven_checks_and_is_complete_only_with_all_of_them() -> None:
    assert len(CONSENT_CHECKS) == 7
    assert checks_missing(frozenset(CONSENT_CHECKS.values())) == ()
    assert checks_missing(frozenset(CONSENT_CHECKS.values()) - {"knows_storage"}) == ("knows_storage",)
