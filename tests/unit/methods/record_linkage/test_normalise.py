# SPDX-License-Identifier: Apache-2.0
"""One form for what is written in many, and nothing from what is not readable."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.record_linkage import BadRecords, normalise
from quatrefoil.methods.record_linkage.normalise import Address, Born, Document
from quatrefoil.methods.record_linkage.records import prepare, together


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1994-03-05", Born("1994", "03", "05")),
        ("19940305", Born("1994", "03", "05")),
        ("1994-03", Born("1994", "03")),
        ("1994", Born("1994")),
        ("١٩٩٤-٠٣-٠٥", Born("1994", "03", "05")),
        ("1994-03-05 00:00:00", Born("1994", "03", "05")),
        ("1994-02-30", Born("1994", "02")),
        ("1994-00-00", Born("1994")),
        ("05/03/1994", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_a_date_of_birth_is_read_year_first_or_not_at_all(text, wanted):
    assert normalise.born(text) == wanted


@pytest.mark.parametrize("text", ["+251 91 123 4567", "00251911234567", "+251-911-23-45-67", "\u202e+251911234567"])
def test_a_phone_is_one_however_it_is_written(text):
    assert normalise.phone(text) == "+251911234567"


def test_a_phone_without_country_is_its_digits_and_with_a_region_the_same_as_abroad():
    assert normalise.phone("0911 23 45 67") == "0911234567"
    assert normalise.phone("0911 23 45 67", "ET") == "+251911234567"
    assert normalise.phone("none") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ET:Passport:EP 123-4567", Document("et passport", "ep1234567")),
        ("ep1234567", Document("", "ep1234567")),
        ("unknown", None),
        ("12", None),
    ],
)
def test_a_document_is_kind_and_number(text, wanted):
    assert normalise.document(text) == wanted


def test_an_organisation_is_its_words_without_legal_forms_in_any_order():
    assert normalise.organisation("Bright Harbour Fishing Co., Ltd.") == normalise.organisation(
        "FISHING Bright-Harbour L.T.D."
    )
    assert normalise.organisation("Ltd") is None


def test_plates_and_accounts_lose_what_differs_only_in_writing():
    assert normalise.plate("AB-12 cd") == normalise.plate("ab12CD") == "ab12cd"
    assert normalise.account("https://www.example.com/Sunny.Jobs/") == normalise.account("example:@sunny.jobs")


def test_an_address_on_one_line_is_parted_at_commas():
    assert normalise.address("12 Acacia Street, Old Town 1234") == Address("acacia street", "12", "old town", "1234")
    assert normalise.address("Old Town") == Address(None, None, "old town", None)


@given(st.text(max_size=60))
def test_no_text_breaks_anything(text):
    for function in (normalise.born, normalise.phone, normalise.document, normalise.plate, normalise.account,
                     normalise.organisation, normalise.words, normalise.address, normalise.yes):  # fmt: skip
        function(text)


def test_the_same_name_in_two_scripts_has_the_same_bones():
    table = prepare({"record_id": ["a", "b"], "given": ["Mohammed", "محمد"], "family": ["Al Ahmad", "الأحمد"]}).table
    assert len(set(table["name_bones"].to_pylist())) == 1


def test_the_key_of_both_names_does_not_know_their_order():
    table = prepare({"record_id": ["a", "b"], "given": ["Selam", "Tesfaye"], "family": ["Tesfaye", "Selam"]}).table
    assert len(set(table["name_bones"].to_pylist())) == 1


def test_records_are_held_by_their_ids_whatever_their_order():
    columns = {"record_id": ["b", "a", "c"], "family": ["bora", "ara", "cora"]}
    turned = {name: cells[::-1] for name, cells in columns.items()}
    assert prepare(columns).table.equals(prepare(turned).table)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"record_id": []}, "no records"),
        ({"record_id": ["a", "a"]}, "row 3, column record_id"),
        ({"record_id": ["a", ""]}, "row 3, column record_id"),
        ({"given": ["a"]}, "row 2, column record_id"),
        ({"record_id": ["a"], "type": ["ship"]}, "row 2, column type"),
        ({"record_id": ["a"], "sealed": ["perhaps"]}, "row 2, column sealed"),
    ],
)
def test_what_cannot_be_used_names_its_place(columns, words):
    with pytest.raises(BadRecords, match=words):
        prepare(columns)


def test_two_files_with_one_id_are_refused():
    one = prepare({"record_id": ["a"]})
    with pytest.raises(BadRecords, match="Both files"):
        together(one, one)


def test_a_name_of_a_megabyte_is_cut_and_not_an_outage():
    table = prepare({"record_id": ["a"], "given": ["x" * 1_000_000], "address": ["1 " * 500_000]}).table
    assert len(table["given"][0].as_py()) <= 200


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_numbers_that_a_spreadsheet_made_stay_whole(make):
    columns = {"record_id": ["a", "b"], "phone": [251911234567.0, None], "postcode": [1234.0, float("nan")]}
    table = prepare(make(columns)).table
    assert table["phone"].to_pylist() == ["251911234567", None]
    assert table["postcode"].to_pylist() == ["1234", None]


def test_what_is_no_character_is_named_by_its_column():
    with pytest.raises(BadRecords, match="column family"):
        prepare({"record_id": ["a"], "family": ["\ud800"]})
