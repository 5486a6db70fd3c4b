# SPDX-License-Identifier: Apache-2.0
"""Every page of both sides as its people find it: by links, in English and in Arabic, wide and narrow, with axe.

Everybody of the demo follows every link from their home page. A link that leads nowhere is a fault; so is an address
that nobody finds, unless it only acts, or stands in NOT_BY_LINK with the way to it. Then each address is opened once
for axe.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Browser, Page

from quatrefoil.demo.organisations import STORIES
from quatrefoil.foundation.records.actions import close_file, open_file
from tests.contract.test_access_matrix import STAFF, filled
from tests.e2e.country import Demo, at, fill, press, running_country, send, sign_in_by_one_click

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PEOPLE = (
    "Hana Kim", "Iben Holm", "Juma Otieno", "Amina Sarr", "Chidi Obi", "Karim", "Cosmo Wray", "Emre", "Dana Levi",
    "Farah Idris", "Mio Sato",
)  # fmt: skip
# Pages of one address that somebody opens before the search goes on elsewhere; of one that is known already, fewer.
NEW, KNOWN = 8, 3
PICTURES = os.environ.get("QUATREFOIL_PICTURES", "")
UUID_AT_END = re.compile(r"/[0-9a-f-]{36}/$")
ENDS_THE_WALK = {"account_logout", "identity:lock"}
# Signing in has its own tests with axe, and these are passed only with a second factor, a device or a fresh invitation.
NOT_HERE = {
    "account_reauthenticate", "access:end_lock_out", "access:remove_second_factors", "identity:invitation",
    "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_login_webauthn", "mfa_remove_webauthn",
    "mfa_view_recovery_codes", "account_change_password", "identity:demo_sign_in",
}  # fmt: skip
# test_sharing_pages opens the sheet for a recipient without an account.
NOT_HERE |= {"sharing:print_sheet"}
# The three tests at the end open these.
SIGNED_OUT = {"account_login": "/sign-in/", "account_inactive": "/sign-in/closed/", "identity:help": "/sign-in/help/"}
NOT_HERE |= {*SIGNED_OUT, "records:compare", "vault:search", "records:erase", "records:certificate"}
# Only a demo or a test has the gallery of components; test_components looks at it.
NOT_HERE |= {"ui:gallery", "ui:gallery_page"}


@dataclass(slots=True)
class Found:
    """What the people found: for each address who opened which page, and the links that led nowhere."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)


class Person:
    """Somebody of the demo: reads quickly without drawing, or works in a browser."""

    def __init__(self, browser: Browser, demo: Demo, name: str) -> None:
        self.name, self.demo = name, demo
        self.page: Page = browser.new_context().new_page()
        self.page.set_default_timeout(20_000)
        if name:
            sign_in_by_one_click(self.page, demo, name)

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, words or where it leads, kind of content."""
        asked: APIRequestContext = self.page.context.request
        came = asked.get(self.demo.staff + path, max_redirects=0)
        kind = came.headers.get("content-type", "")
        is_page = came.status == 200 and "html" in kind
        return came.status, came.text() if is_page else came.headers.get("location", ""), kind

    def first(self, path: str, pattern: str) -> str:
        """The first link on a page whose address fits."""
        found = re.search(rf'href="({pattern})"', self.get(path)[1])
        assert found, f"{self.name} sees no {pattern} on {path}"
        return found[1].replace("&amp;", "&")

    def speak(self, language: str) -> None:
        """Use the switch of languages."""
        at(self.page, self.demo, "/me/")
        with self.page.expect_navigation():  # the switch lies in a menu
            self.page.locator(f"button[name=language][value={language}]").first.evaluate("each => each.click()")

    def here(self) -> str:
        """The path of the open page."""
        return self.page.url.removeprefix(self.demo.staff)


def view_at(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def follow_every_link(person: Person, found: Found, begin: list[str]) -> None:
    """From the home page on, breadth first, a few pages of each address."""
    todo, seen = [*begin, "/"], dict[str, int]()
    told = set(todo)
    while todo:
        path = todo.pop(0)
        name = view_at(path)
        if name is None or name in ENDS_THE_WALK or seen.get(name, 0) >= (KNOWN if name in found.pages else NEW):
            found.dead += [f"{person.name}: {path}"] if name is None else []
            continue
        seen[name] = seen.get(name, 0) + 1
        fresh = [link for link in links_of(person, name, path, found) if link not in told]
        told.update(fresh)
        todo += fresh


def links_of(person: Person, name: str, path: str, found: Found) -> list[str]:
    status, words, kind = person.get(path)
    if status in {301, 302}:
        found.elsewhere.add(name)
        return [words] if words.startswith("/") else []
    if status == 409 and name == "audit:record":
        return []  # it stands on every record, and says whom to ask
    if status != 200:
        found.dead.append(f"{person.name}: {path} answered {status}")
        return []
    if "html" not in kind:
        found.elsewhere.add(name)
        return []
    found.pages.setdefault(name, (person.name, path))
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', words)]
    return [link for link in links if not link.startswith(("/static/", "/api/"))]


# What stands behind a form, or needs that somebody did something first ------------------------------------------


def file_of(person: Person, path: str, room: str) -> UUID:
    return UUID(person.first(path, rf"/{room}/[0-9a-f-]{{36}}/").split("/")[-2])


def a_document_and_a_note(amina: Person) -> list[str]:
    case = file_of(amina, "/cases/?view=team", "cases")
    picture = str(Path(__file__).parents[1] / "e2e" / "out" / "sheet.png")
    Path(picture).parent.mkdir(exist_ok=True)
    amina.page.screenshot(path=picture)
    fill(amina.page, amina.demo, f"/documents/of/{case}/add/", uploads=picture, category="letter")
    fill(amina.page, amina.demo, f"/records/{case}/notes/", body="She likes tea.")
    return [f"/records/{case}/notes/", f"/documents/of/{case}/", f"/cases/{case}/same-person/"]


def agree_to(person: Person, case: UUID, **kind: str) -> None:
    told = {"told": "told_interview|told_purpose|told_use|told_research|told_rights|told_storage|told_withdrawal"}
    agree = {"agreed": "yes", "language": "en", "how": "spoken"}
    fill(person.page, person.demo, f"/sharing/files/{case}/consent/ask/", **kind, **told, **agree)


def a_stay(amina: Person) -> list[str]:
    case = file_of(amina, "/cases/?view=mine", "cases")
    at(amina.page, amina.demo, f"/cases/{case}/stay/")
    send(amina.page, service_id=amina.page.locator("[name=service_id]").first.get_attribute("value") or "")
    return [f"/cases/{case}/stay/end/", f"/cases/{case}/"]


def closed_cases(chidi: Person) -> list[str]:
    closed = chidi.first("/cases/?view=team&stage=closed", r"/cases/[0-9a-f-]{36}/")
    return [*a_document_and_a_note(chidi), f"{closed}reopen/"]


def another_second_factor(_mio: Person) -> list[str]:
    return ["/me/second-factors/passkeys/new/", "/me/second-factors/codes/new/", "/me/second-factors/passkeys/"]


def another_name(juma: Person) -> list[str]:
    return [juma.first("/hotline/?whose=all", r"/hotline/contacts/[0-9a-f-]{36}/")]


def a_held_case_in_danger(amina: Person) -> list[str]:
    told = {"danger": "high", "danger_reason": "threats", "agreed_by": "nobody", "under_18": "no"}
    fill(amina.page, amina.demo, "/cases/new/", **told)
    return [amina.here()]


def a_sheet_and_the_law(amina: Person) -> list[str]:
    case = file_of(amina, "/cases/?view=mine", "cases")
    fill(amina.page, amina.demo, f"/sharing/files/{case}/refer/", purpose="investigation", where="Harbour Police")
    return [amina.here(), amina.here().replace("/sheet/", "/duty/")]


def two_screenings(amina: Person) -> list[str]:
    case = file_of(amina, "/cases/?view=mine", "cases")
    fill(amina.page, amina.demo, f"/screening/file/{case}/start/", instrument="general_indicators")
    send(amina.page, "Save and finish now")
    press(amina.page, amina.page.locator("form[action$='/go-on/'] button"))
    send(amina.page, "Save and finish now")
    return [amina.here(), f"/screening/file/{case}/"]


def services_to_be_confirmed(amina: Person) -> list[str]:
    case = file_of(amina, "/cases/?view=mine", "cases")
    agree_to(amina, case, kind="services")
    back = amina.first(f"/sharing/files/{case}/consent/", r"/sharing/consents/[0-9a-f-]{36}/take-back/")
    fill(amina.page, amina.demo, back, asker="person", how="phone")
    return [f"/sharing/files/{case}/consent/"]


def a_situation(hana: Person) -> list[str]:
    contact = hana.first("/hotline/?whose=mine", r"/hotline/contacts/[0-9a-f-]{36}/")
    at(hana.page, hana.demo, f"{contact}join/")
    hana.page.locator("select[name=to]").select_option(index=2)
    send(hana.page, to=hana.page.locator("select[name=to]").input_value())
    return [hana.here()]


def a_job(dana: Person) -> list[str]:
    at(dana.page, dana.demo, "/audit/")
    press(dana.page, dana.page.locator("form[action='/audit/check/'] button"))
    return [dana.here()]


def a_member_who_left(mio: Person) -> list[str]:
    at(mio.page, mio.demo, "/access/members/")
    others = [
        link
        for link in mio.page.locator("main a[href*='/access/members/']").all()
        if UUID_AT_END.search(str(link.get_attribute("href")))
    ]
    member = next(link for link in reversed(others) if link.inner_text() not in STORIES.values()).get_attribute("href")
    fill(mio.page, mio.demo, f"{member}close/")
    return [str(member), "/me/work-as/"]


def a_body_with_a_last_day(mio: Person) -> list[str]:
    body = mio.first("/registers/organisations/?words=Young", r"/registers/organisations/[0-9a-f-]{36}/")
    fill(mio.page, mio.demo, f"{body}close/", last_day=f"{date.today().year + 1}-06-30")
    return [body]


WAYS: dict[str, tuple[Callable[[Person], list[str]], ...]] = {
    "Amina Sarr": (
        a_document_and_a_note, a_sheet_and_the_law, two_screenings, services_to_be_confirmed,
        a_stay,
        a_held_case_in_danger,
    ),
    "Hana Kim": (a_situation,),
    "Dana Levi": (a_job,),
    "Mio Sato": (a_member_who_left, another_second_factor, a_body_with_a_last_day),
    "Juma Otieno": (another_name,),
    "Chidi Obi": (closed_cases,),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A country of its own: what other tests do in the shared one takes links away."""
    yield from running_country(tmp_path_factory.mktemp("linked") / "home")


@pytest.fixture(scope="module")
def everybody(browser: Browser, demo: Demo) -> Iterator[dict[str, Person]]:
    known = {name: Person(browser, demo, name) for name in PEOPLE}
    yield known
    for person in known.values():
        person.page.context.close()


@pytest.fixture(scope="module")
def found(everybody: dict[str, Person]) -> Found:
    found = Found()
    for name, person in everybody.items():
        begin = [path for way in WAYS.get(name, ()) for path in way(person)]
        follow_every_link(person, found, begin)
    return found


def test_no_link_leads_nowhere(found: Found):
    assert found.dead == []


def only_acts(person: Person, path: str) -> bool:
    known = {"case": UUID(int=7), "contact": UUID(int=7)}
    return person.get(filled(path, known, "case"))[0] == 405


def test_every_address_is_found_by_somebody(found: Found, everybody: dict[str, Person]):
    left = {name: path for name, path in STAFF if name not in found.pages.keys() | found.elsewhere | NOT_HERE}
    hana = everybody["Hana Kim"]
    left = {name: path for name, path in left.items() if name not in ENDS_THE_WALK and not only_acts(hana, path)}
    assert left == {}, "link to the page from where it is needed, or show the way to it in WAYS"


def faults_of(page: Page, name: str, language: str) -> list[tuple[str, ...]]:
    assert page.locator("html").get_attribute("lang") == language
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    faults = [(name, language, fault["id"], fault["nodes"][0]["html"]) for fault in found]
    for width in (390, 1360):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((name, language, "runs off the page", str(width)))
        if PICTURES:
            picture = f"{name.replace(':', '-')}-{language}-{width}.png"
            page.screenshot(path=Path(PICTURES) / picture, full_page=True)
    return faults


@pytest.mark.parametrize("name", PEOPLE)
def test_axe_finds_nothing_on_the_pages_of(found: Found, everybody: dict[str, Person], name: str):
    person, faults = everybody[name], list[tuple[str, ...]]()
    own = {view: path for view, (who, path) in found.pages.items() if who == name}
    own[f"home of {name}"] = "/"
    for language in ("en", "ar"):
        person.speak(language)
        for view, path in own.items():
            at(person.page, person.demo, path)
            faults += faults_of(person.page, view, language)
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_pages_without_a_sign_in(browser: Browser, demo: Demo, language: str):
    stranger, faults = Person(browser, demo, ""), list[tuple[str, ...]]()
    for name, path in SIGNED_OUT.items():
        at(stranger.page, demo, path)
        press(stranger.page, stranger.page.locator(f"button[name=language][value={language}]").first)
        faults += faults_of(stranger.page, name, language)
    for path in ("", "ask/", "tell/", "number/", "places/", "work/"):
        stranger.page.goto(f"{demo.public}/{language}/{path}")
        faults += faults_of(stranger.page, f"public {path.rstrip('/')}", language)
    stranger.page.context.close()
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_what_a_search_and_a_comparison_show(everybody: dict[str, Person], language: str):
    amina = everybody["Amina Sarr"]
    amina.speak(language)
    page, demo, named = amina.page, amina.demo, {"full_name": "Selam Tesfaye", "birth_date": "1998-04-02"}
    for _both in range(2):
        known = {"agreed_by": "person", "danger": "low", "under_18": "no", "team_id": "", **named}
        known.pop("team_id")
        fill(page, demo, "/cases/new/", **known)
        if page.url.endswith("/new/"):
            send(page)
    case = amina.here()
    fill(page, demo, "/search/", reason="returned", name="Selam Tesfaye", birth_year="1998")
    faults = faults_of(page, "vault:search", language)
    fill(page, demo, case.replace("/cases/", "/records/") + "same-person/", reason="returned")
    press(page, page.locator("main form[action*='/same-person/'] button").first)
    faults += faults_of(page, "records:compare", language)
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.django_db(databases=["default", "keyring"], transaction=True)
def test_axe_finds_nothing_on_an_erasure_and_its_certificate(
    people: Any, acting: Any, browsing: Any, live_server: Any, page: Page, language: str
):
    with acting(people.amina):
        case = open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids))
        close_file(case.id, date(2015, 5, 4))
    client = browsing(people.mio)
    session = client.session
    session["language"] = language
    session.save()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/records/retention/{case.id}/")
    faults = faults_of(page, "records:erase", language)
    send(page, number=case.number)
    page.goto(f"{live_server.url}/records/retention/certificates/")
    press(page, page.locator("main td a, main th a").first)
    faults += faults_of(page, "records:certificate", language)
    assert not faults, "\n".join(map(str, faults))
