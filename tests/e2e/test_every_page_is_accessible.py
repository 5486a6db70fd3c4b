# SPDX-License-Identifier: Apache-2.0
"""axe on every staff page that needs no id, for those who may open it, in English and in Arabic."""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TABLE = json.loads((Path(__file__).parents[1] / "contract" / "access_matrix.json").read_text())
WHO = ("amina", "hana", "chidi", "karim", "dana", "farah", "mio")
# Signing in has a test of its own; these only act, download, or lock the browser out.
NO_PAGES = {"hotline:drop_draft", "correspondence:see_all", "identity:lock", "identity:work_as", "registers:export"}
NO_PAGES |= {"ui:language", "audit:check", "audit:list", "audit:proof"}
pytestmark = pytest.mark.django_db(databases=["default", "keyring"], transaction=True)


def addresses(who: str) -> list[str]:
    """Addresses without parameters that the table opens for somebody."""
    found = []
    for name, opens in TABLE.items():
        if who not in opens.get("any", ()) or name in NO_PAGES or name.startswith(("account_", "mfa_")):
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue  # it needs an id
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("who", WHO)
def test_axe_finds_nothing_on_any_page_without_an_id(
    people: Any, page: Page, live_server: Any, browsing: Any, who: str, language: str
) -> None:
    client = browsing(getattr(people, who))
    session = client.session
    session["language"] = language
    session.save()
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    faults = []
    for path in addresses(who):
        answered = page.goto(live_server.url + path)
        assert answered is not None and answered.status == 200, path
        found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
        faults += [(path, fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert len(addresses(who)) > 5
    assert not faults, "\n".join(map(str, faults))
