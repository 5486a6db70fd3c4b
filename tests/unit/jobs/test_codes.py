# SPDX-License-Identifier: Apache-2.0
"""Only ids, codes, dates and small numbers are written down with a job."""

import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.jobs.codes import LARGEST_NUMBER, NotACode, decode, encode

codes = st.one_of(
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=st.just(datetime.UTC)),
    st.booleans(),
    st.none(),
    st.integers(-LARGEST_NUMBER + 1, LARGEST_NUMBER - 1),
    st.from_regex(r"[a-z]{1,20}\.[a-z_]{1,15}", fullmatch=True),
)


@given(
    st.dictionaries(st.sampled_from(["file", "since", "act", "size"]), st.one_of(codes, st.lists(codes, max_size=5)))
)
def test_what_is_encoded_comes_back_with_its_types(given_codes: dict[str, Any]):
    assert decode(encode(given_codes)) == given_codes


@pytest.mark.parametrize(
    "value",
    [
        "Amina",
        "amina sarr",
        "+2547001122",
        "2547001122",
        "4444333322221111",
        "ab1234567",
        "x" * 41,
        "she asks not to be called",
        "amina@example.org",
        "line\nbreak",
        "é",
        "نور",
        7_001_122_33,
        -(10**9),
        1.5,
        {"name": "x"},
        b"bytes",
        ["fine", "Not Fine"],
    ],
)
def test_a_name_a_number_or_a_text_is_refused(value: Any):
    with pytest.raises(NotACode, match="'note'"):
        encode({"note": value})


@pytest.mark.parametrize("value", ["case.opened", "en", "danger_to_life", "0-5", "2026-03", "", "_all"])
def test_codes_as_the_product_uses_them_pass(value: str):
    assert encode({"act": value}) == {"act": value}


def test_a_list_that_is_too_long_is_refused():
    with pytest.raises(NotACode, match="split the job"):
        encode({"files": [UUID(int=1)] * 201})
