# SPDX-License-Identifier: Apache-2.0
"""The browser itself: it runs, and it reaches nothing outside."""

import pytest
from playwright.sync_api import Error, Page


def test_a_page_is_drawn(page: Page):
    page.set_content("<h1>Open line</h1>")
    assert page.inner_text("h1") == "Open line"


def test_the_browser_cannot_resolve_a_name_outside(page: Page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
