# SPDX-License-Identifier: Apache-2.0
"""What every suite shares: databases, people, the browser, reference data; and no network."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.environment import CHOICE

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, Page

    from quatrefoil.foundation.identity.actors import Actor
    from tests.people import People
    from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
BOTH = ["default", "keyring"]
# A test that asks for the fixture carries the marker, and in CI may not be skipped.
NEEDS = {
    "browser": "needs_browser",
    "page": "needs_browser",
    "postgres": "needs_postgres",
    "reference_data": "needs_reference_data",
}

# Other work on the machine must not decide whether a property holds.
hypothesis.settings.register_profile("quatrefoil", deadline=None, print_blob=True)
hypothesis.settings.load_profile("quatrefoil")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they ask for."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        for marker in {NEEDS[name] for name in names if name in NEEDS}:
            item.add_marker(marker)
        if "people" in names and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=BOTH))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a browser, a server or reference data that cannot be had is a failure, not a skip."""
    report: pytest.TestReport = yield  # type: ignore[misc, assignment]
    elsewhere = "make test-postgres runs this" in str(report.longrepr)  # the other half of the same run
    if IN_CI and report.skipped and not elsewhere and any(item.get_closest_marker(marker) for marker in NEEDS.values()):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped in CI: {report.longrepr}"
    return report  # type: ignore[return-value]


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine can be reached from a test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise PermissionError(f"Tests reach only this machine, not {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


if os.environ.get(CHOICE) == "postgres":

    @pytest.fixture(scope="session")
    def django_db_setup(django_db_blocker: Any) -> None:
        """The owner makes the tables; the tests then connect as the serving role, which owns nothing."""
        from tests.installed import install_as_owner

        with django_db_blocker.unblock():
            install_as_owner()


@pytest.fixture(autouse=True, scope="session")
def _emptied_after_a_commit(django_test_environment: None) -> None:
    """Append-only tables are emptied too after a test that commits."""
    from tests.lifting import let_tests_empty_tables

    let_tests_empty_tables()


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> None:
    """A page read in Arabic by the test before leaves its language on the thread: each test begins without one."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_register_of_another_test() -> None:
    """Regions are kept in the process for half a minute; what a test wrote is taken back after it."""
    from quatrefoil.foundation.registers import remembered

    remembered._kept.clear()


@pytest.fixture
def people(db: None) -> "People":
    """Amina and her colleagues, in their organisations and teams (both databases are open)."""
    from tests.people import make_people

    return make_people()


@pytest.fixture(autouse=True)
def _no_second_factor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`client.force_login` opens the pages; tests about second factors carry the marker and get the real rule."""
    if request.node.get_closest_marker("second_factor") is None:
        from quatrefoil.foundation.identity import second_factor

        monkeypatch.setattr(second_factor, "WAIVED_IN", {"demo", "test"})


@pytest.fixture
def acting() -> "Callable[..., AbstractContextManager[Actor]]":
    """`with acting(people.amina):` works as Amina; the purpose may be given."""
    from quatrefoil.foundation.access.acting import acting_as

    return lambda actor, purpose="a test": acting_as(actor, purpose)


@pytest.fixture
def browsing() -> "Callable[[Actor], Client]":
    """`browsing(people.amina)`: a client that is signed in as Amina."""
    from django.test import Client

    from quatrefoil.foundation.identity.models import Account

    def browse(actor: "Actor") -> Client:
        client = Client()
        client.force_login(Account.objects.get(members__id=actor.member_id))
        return client

    return browse


@pytest.fixture(scope="session")
def postgres() -> "Server":
    """A real PostgreSQL server with the roles of an installation, whatever database the suite runs on."""
    from tests.postgres import NoPostgres, start

    try:
        return start()
    except NoPostgres as reason:
        pytest.skip(f"no PostgreSQL: {reason} `make test` installs it")


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Folder of the field's reference data: QUATREFOIL_REFERENCE_DATA, or shared/data beside the checkout."""
    named = os.environ.get("QUATREFOIL_REFERENCE_DATA")
    places = [Path(named)] if named else [parent / "shared" / "data" for parent in ROOT.parents]
    for place in places:
        if place.is_dir():
            return place
    pytest.skip("no reference data: set QUATREFOIL_REFERENCE_DATA to its folder")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A headless chromium."""
    from tests.browser import find_browser, open_browser

    path = find_browser()
    if path is None:
        pytest.skip("no browser: install chromium, or name one in QUATREFOIL_CHROMIUM")
    with open_browser(path) as running:
        yield running


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh page in its own context: no cookie of another test."""
    context = browser.new_context()
    try:
        yield context.new_page()
    finally:
        context.close()
