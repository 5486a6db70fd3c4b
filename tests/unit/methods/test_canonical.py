# SPDX-License-Identifier: Apache-2.0
"""One byte string for one meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.canonical import NotCanonical, canonical_json, parse_canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_escaped_without_need() -> None:
    assert canonical_json({"b": [1, True, None], "a": "أمينة\n"}) == '{"a":"أمينة\\n","b":[1,true,null]}'.encode()


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_the_order_of_keys_makes_no_difference_and_the_bytes_read_back(value: dict[str, object]) -> None:
    data = canonical_json(value)
    assert canonical_json(dict(reversed(value.items()))) == data
    assert parse_canonical(data) == value
    assert b"\n" not in data


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": 2**53}, {1: "a"}, {"a": b"x"}, {"a": [{2: 1}]}, {"a": "\ud800"}])
def test_what_two_programs_could_write_differently_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1.0}',
        b"[]",
        b"1",
        b"",
        b'{"a":NaN}',
        b'{"a":"\\u0061"}',
        b"\xff",
    ],
)
def test_bytes_that_are_not_the_canonical_form_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(data)


def test_a_deeply_nested_document_is_refused_rather_than_fatal() -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(b'{"a":' + b"[" * 100_000)
