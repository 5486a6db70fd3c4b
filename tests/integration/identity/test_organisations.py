# SPDX-License-Identifier: Apache-2.0
"""Mio's organisation runs the installation: he adds bodies, invites who manages each, closes them, and sees no file of theirs."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.models import Account, Member, Organisation, Team
from quatrefoil.foundation.identity.selectors import actor_at_work, actor_for, memberships_of
from quatrefoil.foundation.registers.organisations import actions, selectors
from quatrefoil.foundation.registers.organisations.actions import About

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
SHELTER = About("Harbour House", "shelter", contact="Office, ext. 12")


@pytest.fixture
def mio(people, acting):
    with acting(people.mio):
        yield people.mio


def test_an_organisation_is_added_with_its_teams_and_audited(mio):
    made = actions.add(mio, SHELTER, ("Days", "Nights", "Days", " "))
    row = selectors.organisation(mio, made)
    assert (row.name, row.kind, row.contact, row.teams) == (
        "Harbour House",
        "shelter",
        "Office, ext. 12",
        ("Days", "Nights"),
    )
    assert (row.members, row.has_administrator, row.is_open) == (0, False, True)
    assert AuditEvent.objects.filter(act="organisation.add", record=made).count() == 1


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (About("  ", "ngo"), "no_name"),
        (About("New", "castle"), "no_kind"),
        (About("New", "ngo", "nowhere"), "no_region"),
        (About("port clinic", "health"), "name_taken"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(mio, about, code):
    with pytest.raises(Refused) as refusal:
        actions.add(mio, about)
    assert refusal.value.code == code


def test_an_administrator_of_another_organisation_keeps_none(people, acting, browsing):
    Organisation.objects.filter(name="Lighthouse").update(runs_installation=False)
    with acting(people.mio):
        for act in (lambda: selectors.page_of_organisations(people.mio), lambda: actions.add(people.mio, SHELTER)):
            with pytest.raises(NotVisible):
                act()
    client = browsing(people.mio)
    assert client.get("/registers/organisations/").status_code == 404
    assert client.get("/api/organisations").status_code == 404
    assert b"/registers/organisations/" not in client.get("/access/members/").content


def test_its_administrator_is_invited_once_and_gets_in_there_only(mio):
    made = actions.add(mio, SHELTER)
    link = actions.invite_administrator(mio, made, "Nina@Example.org", "Nina Post")
    assert b'type="password"' in Client().get(link).content
    member = Member.objects.get(account__email="nina@example.org")
    nina = actor_for(member.pk)
    assert (nina.organisation_id, nina.role_keys) == (made, {"administrator"})
    assert selectors.keeps_organisations(nina) is False


def test_an_invitation_nobody_used_is_replaced_and_one_that_was_used_is_not(mio):
    made = actions.add(mio, SHELTER)
    first = actions.invite_administrator(mio, made, "wrong@example.org", "Nina Post")
    actions.invite_administrator(mio, made, "nina@example.org", "Nina Post")
    assert b'type="password"' not in Client().get(first).content
    assert Client().get(first).status_code < 500
    assert not Account.objects.filter(email="wrong@example.org").exists()
    nina = Account.objects.get(email="nina@example.org")
    nina.set_password("correct horse battery staple")
    nina.save()
    with pytest.raises(Refused) as refusal:
        actions.invite_administrator(mio, made, "other@example.org", "Olga")
    assert refusal.value.code == "has_one"


def test_people_get_in_until_the_last_day_and_no_longer(mio, people):
    clinic = Organisation.objects.get(name="Port Clinic")
    account = Member.objects.get(pk=people.karim.member_id).account_id
    actions.close(mio, clinic.pk, clinic.revision, TODAY)
    assert actor_at_work(account) is not None
    assert selectors.organisation(mio, clinic.pk).is_open
    Organisation.objects.filter(pk=clinic.pk).update(ends_on=YESTERDAY)
    assert actor_at_work(account) is None
    assert memberships_of(account) == []
    with pytest.raises(Member.DoesNotExist):
        actor_for(people.karim.member_id)
    actions.reopen(mio, clinic.pk, clinic.revision + 1)
    assert actor_at_work(account) is not None


def test_nobody_refers_to_an_organisation_after_its_last_day(mio, people, acting):
    from quatrefoil.foundation.sharing.selectors import organisation_choices

    Organisation.objects.filter(name="Port Clinic").update(ends_on=YESTERDAY)
    with acting(people.amina):
        assert "Port Clinic" not in {name for _key, name in organisation_choices(people.amina)}
        assert "Harbour Police" in {name for _key, name in organisation_choices(people.amina)}


def test_who_runs_the_installation_cannot_be_closed_and_no_day_lies_in_the_past(mio):
    clinic, own = (Organisation.objects.get(name=name) for name in ("Port Clinic", "Lighthouse"))
    for body, day, code in ((own, TOMORROW, "own_organisation"), (clinic, YESTERDAY, "end_in_past")):
        with pytest.raises(Refused) as refusal:
            actions.close(mio, body.pk, body.revision, day)
        assert refusal.value.code == code


def test_two_who_change_the_same_organisation_lose_nothing(mio):
    made = actions.add(mio, SHELTER)
    actions.change(mio, made, 1, About("Harbour House", "ngo"))
    with pytest.raises(Stale):
        actions.change(mio, made, 1, About("Another name", "ngo"))
    assert selectors.organisation(mio, made).kind == "ngo"


def test_the_list_is_searched_narrowed_and_paged_by_name(mio):
    names = sorted(Organisation.objects.values_list("name", flat=True))
    first = selectors.page_of_organisations(mio, size=4)
    second = selectors.page_of_organisations(mio, after=first.older, size=4)
    assert [row.name for row in (*first.rows, *second.rows)] == names
    assert second.older is None
    assert [row.name for row in selectors.page_of_organisations(mio, "CLIN").rows] == ["Port Clinic"]
    assert [row.name for row in selectors.page_of_organisations(mio, kind="police").rows] == ["Harbour Police"]


def test_on_sqlite_people_of_a_second_organisation_are_refused_outside_demo_and_test(mio, settings):
    made = actions.add(mio, SHELTER)
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"mode": "production", "database": "sqlite"})
    with pytest.raises(Refused) as refusal:
        actions.invite_administrator(mio, made, "nina@example.org", "Nina Post")
    assert refusal.value.code == "sqlite"
    assert not Account.objects.filter(email="nina@example.org").exists()


def test_the_pages_add_invite_change_and_close(people, browsing):
    client = browsing(people.mio)
    added = client.post(
        "/registers/organisations/new/",
        {"name": "Harbour House", "kind": "shelter", "teams": "Days\nNights", "revision": "1"},
    )
    made = Organisation.objects.get(name="Harbour House")
    here = f"/registers/organisations/{made.pk}/"
    assert added.headers["Location"] == f"{here}administrator/"
    assert Team.objects.filter(organisation=made).count() == 2
    invited = client.post(f"{here}administrator/", {"name": "Nina Post", "email": "nina@example.org"})
    assert b"/invitation/" in invited.content
    assert client.post(f"{here}change/", {"name": "", "kind": "ngo", "revision": "1"}).status_code == 422
    client.post(f"{here}change/", {"name": "Harbour Home", "kind": "ngo", "revision": "1"})
    assert client.post(f"{here}close/", {"last_day": "not a day", "revision": "2"}).status_code == 422
    client.post(
        f"{here}close/",
        {"last_day": TOMORROW.isoformat(), "revision": "2"},
    )
    made.refresh_from_db()
    assert (made.name, made.ends_on) == ("Harbour Home", TOMORROW)
    assert b"Harbour Home" in client.get("/registers/organisations/?words=home").content


def test_the_api_answers_in_the_same_words(people, browsing):
    client = browsing(people.mio)

    def send(path, body, how=client.post):
        return how(f"/api/organisations{path}", body, content_type="application/json")

    made = send("", {"name": "Harbour House", "kind": "shelter", "teams": ["Days"]}).json()["id"]
    assert send("", {"name": "Harbour House", "kind": "shelter"}).json()["code"] == "name_taken"
    assert client.get(f"/api/organisations/{made}").json()["teams"] == ["Days"]
    assert send(f"/{made}", {"name": "Home", "kind": "ngo", "revision": 1}, client.put).status_code == 204
    assert send(f"/{made}/close", {"last_day": TOMORROW.isoformat(), "revision": 1}).json()["code"] == "stale"
    assert send(f"/{made}/close", {"last_day": TOMORROW.isoformat(), "revision": 2}).status_code == 204
    assert (
        "/invitation/" in send(f"/{made}/administrator", {"name": "Nina", "email": "nina@example.org"}).json()["link"]
    )
    page = client.get("/api/organisations?limit=2").json()
    assert len(page["rows"]) == 2
    assert client.get(f"/api/organisations?limit=2&after={page['older']}").json()["rows"][0]["name"] not in {
        row["name"] for row in page["rows"]
    }
    assert browsing(people.amina).get("/api/organisations").status_code == 404


def test_the_command_goes_through_the_same_doors(people):
    def run(*words):
        said = io.StringIO()
        call_command("organisation", *words, stdout=said)
        return said.getvalue()

    run("add", "Harbour House", "--kind", "shelter", "--team", "Days")
    assert "/invitation/" in run("invite", "Harbour House", "--email", "nina@example.org", "--person", "Nina Post")
    run("close", "Harbour House", "--last-day", TOMORROW.isoformat())
    assert "Harbour House\tshelter\topen until" in run("list")
    run("reopen", "Harbour House")
    with pytest.raises(CommandError, match="of this name already"):
        run("add", "harbour house", "--kind", "shelter")
    with pytest.raises(CommandError, match="no organisation of this name"):
        run("close", "Nothing", "--last-day", TOMORROW.isoformat())
    run("runs", "Harbour House")
    assert Organisation.objects.get(name="Harbour House").runs_installation
