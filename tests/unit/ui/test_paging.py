# SPDX-License-Identifier: Apache-2.0
"""Pages of short lists: strange addresses give the first page, filters stay in the links."""

import pytest
from django.test import RequestFactory

from quatrefoil.foundation.ui.paging import PAGE_SIZE, numbered, page_start


def asked(query: str):
    return RequestFactory().get(f"/list/?{query}")


@pytest.mark.parametrize("query", ["", "page=", "page=0", "page=-1", "page=x", "page=\u0663", "page=99999", "page=1"])
def test_an_address_that_names_no_page_shows_the_first(query: str):
    assert page_start(asked(query)) == 0


def test_the_second_page_begins_after_the_first_and_leads_both_ways_with_its_filters():
    request = asked("state=done&page=2")
    assert page_start(request) == PAGE_SIZE
    pager = numbered(request, PAGE_SIZE, has_more=True)
    assert (pager.newer_url, pager.older_url) == ("?state=done&page=1", "?state=done&page=3")
    assert numbered(request, PAGE_SIZE, has_more=False).older_url == ""
    assert numbered(asked(""), 0, has_more=False).newer_url == ""
