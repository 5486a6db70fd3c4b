# SPDX-License-Identifier: Apache-2.0
"""Every component, written out."""

import re

import pytest
from django.test import Client

from quatrefoil.foundation.ui.gallery import views
from quatrefoil.foundation.ui.templatetags import ui as tags
from tests.unit.ui.reading import Page
from tests.unit.ui.room import PAGES

TEMPLATE = "src/quatrefoil/foundation/ui/templates/ui/gallery"


def test_the_list_of_pages_is_whole():
    assert set(PAGES) == set(views.PAGES)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_and_holds_no_inline_script_or_style(client: Client, name: str, language: str):
    page = Page(client.get(f"/ui/gallery/{name}/?lang={language}").content.decode())
    assert page.everything_wrong() == []
    assert page.of("html")[0]["lang"] == language
    assert page.of("html")[0]["dir"] == ("rtl" if language == "ar" else "ltr")
    assert len(page.of("h1")) == 1
    assert page.of("main")[0]["id"] == "main"


def test_every_component_stands_in_the_gallery():
    import quatrefoil.foundation.ui as room

    folder = room.__path__[0] + "/templates/ui"
    from pathlib import Path

    written = "".join(path.read_text() for path in Path(folder).rglob("*.html"))
    used = set(re.findall(r"{% ([a-z_]+)", written))
    assert set(tags.register.tags) - used == set()


def test_the_mirrored_sheet_is_taken_for_arabic_only(client: Client):
    sheets = [link["href"] for link in Page(client.get("/ui/gallery/?lang=ar").content.decode()).of("link")]
    assert "/static/built/kit.rtl.css" in sheets
    sheets = [link["href"] for link in Page(client.get("/ui/gallery/?lang=fr").content.decode()).of("link")]
    assert "/static/built/kit.css" in sheets


def test_exit_this_page_comes_first_on_public_pages(client: Client):
    page = Page(client.get("/ui/gallery/question/").content.decode())
    reached = [attrs for tag, attrs in page.tags if tag in {"a", "button", "input", "summary"}]
    assert reached[0]["href"] == "https://example.org/"
    assert "noreferrer" in reached[0]["rel"]


def test_the_search_is_posted_so_that_no_name_stands_in_an_address(client: Client):
    searches = [form for form in Page(client.get("/ui/gallery/").content.decode()).of("form") if form.get("role")]
    assert [(form["method"], form["action"]) for form in searches] == [("post", "/search/")]


def test_a_page_of_the_gallery_that_does_not_exist_is_answered_calmly(client: Client):
    answer = client.get("/ui/gallery/nowhere/")
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()
