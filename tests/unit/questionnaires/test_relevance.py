# SPDX-License-Identifier: Apache-2.0
"""Skip logic goes out as XLSForm and comes back meaning the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.questionnaires import relevance
from quatrefoil.standards.instruments.conditions import All, Any_, AnyOf, Equals, Not, holds

ITEMS, VALUES = ("danger", "channel", "d1_03"), ("yes", "no", "60+", "a.b")
plain = st.builds(Equals, st.sampled_from(ITEMS), st.sampled_from(VALUES)) | st.builds(
    AnyOf, st.sampled_from(ITEMS), st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(tuple)
)
conditions = st.recursive(
    plain,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Any_, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
answers = st.dictionaries(
    st.sampled_from(ITEMS), st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=2)
)


@given(conditions, answers)
def test_what_was_written_reads_as_the_same_condition(condition, given_answers):
    several = {"channel"}
    back = relevance.read(relevance.written(condition, several))
    assert holds(back, given_answers) == holds(condition, given_answers)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "${a} > 3",
        "${a} = 'b' and",
        "(${a} = 'b'",
        "count(${a}) = '1'",
        "${a} = 'b' ; drop",
        "(" * 60 + "${a} = 'b'",
    ],
)
def test_what_is_more_than_comparisons_is_refused(expression: str):
    with pytest.raises(relevance.NotReadable):
        relevance.read(expression)
