# SPDX-License-Identifier: Apache-2.0
"""My account, the membership one works as, invitations, homes, and the people of the demo."""

import uuid

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from quatrefoil.foundation.identity import homes, invitations, second_factor
from quatrefoil.foundation.identity.backends import WORK, SignInBackend
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Organisation
from quatrefoil.foundation.identity.selectors import COLUMNS, actor_at_work, actor_of_account
from quatrefoil.foundation.ui.pieces import Column, Table
from tests.people import PASSWORD


@pytest.fixture
def two_jobs(people, amina) -> Member:
    """Amina also works for the clinic, as a service provider."""
    clinic = Organisation.objects.get(name="Port Clinic")
    member = Member.objects.create(name="Amina Sarr", organisation=clinic, account=amina)
    MemberRole.objects.create(member=member, role="service_provider")
    return member


@pytest.fixture
def demo(monkeypatch):
    monkeypatch.setattr(settings.OPTIONS, "mode", "demo")


def test_my_account_shows_me_my_organisation_and_my_recent_sign_ins(people, sign_in):
    sign_in("amina@example.org", "wrong horse battery")
    page = sign_in("amina@example.org").get("/me/").content.decode()
    for words in ("Amina Sarr", "Lighthouse", "Case manager", "amina@example.org", "refused", "signed in"):
        assert words in page


def test_the_language_of_the_account_is_kept_for_the_next_sign_in(people, amina, sign_in):
    client = sign_in("amina@example.org")
    client.post("/me/", {"language": "ar"})
    assert 'dir="rtl"' in client.get("/me/").content.decode()
    assert 'dir="rtl"' in sign_in("amina@example.org").get("/me/").content.decode()


def test_somebody_with_two_jobs_says_first_whom_she_works_for(two_jobs, sign_in):
    client = sign_in("amina@example.org")
    assert client.get("/").url == "/me/work-as/"
    page = client.get("/me/work-as/").content.decode()
    assert "Port Clinic" in page and "Lighthouse" in page
    assert client.post("/me/work-as/", {"member": str(two_jobs.pk)}).url == "/"
    assert "Port Clinic" in client.get("/me/").content.decode()


def test_nobody_works_as_somebody_else(people, two_jobs, sign_in):
    client = sign_in("amina@example.org")
    for stranger in (people.bela.member_id, uuid.uuid4(), "nonsense"):
        assert client.post("/me/work-as/", {"member": str(stranger)}).status_code == 404


def test_whose_time_has_ended_is_told_whom_to_ask(people, amina, sign_in):
    Member.objects.filter(account=amina).update(ends_on="2020-01-01")
    page = sign_in("amina@example.org").get("/")
    assert page.status_code == 403
    assert "Ask the administrator of your organisation" in page.content.decode()


def test_an_invitation_sets_the_first_password_once(people, amina):
    link = invitations.link_for(amina)
    client = Client()
    new = "purple cloud ladder spoon"
    assert "amina@example.org" in client.get(link).content.decode()
    assert "differ" in client.post(link, {"password1": new, "password2": "something else now"}).content.decode()
    assert client.post(link, {"password1": new, "password2": new}).url == "/sign-in/"
    assert client.get(link).status_code == 410
    assert client.post("/sign-in/", {"login": "amina@example.org", "password": new}).url == "/"


def test_an_invitation_ends_after_thirty_minutes_and_with_the_next_one(people, amina, later):
    first = invitations.link_for(amina)
    second = invitations.link_for(amina)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    later(minutes=31)
    assert Client().get(second).status_code == 410


def test_an_invitation_of_somebody_else_or_to_a_closed_account_is_over(people, amina):
    link = invitations.link_for(amina)
    bela = Account.objects.get(email="bela@example.org")
    assert Client().get(link.replace(str(amina.pk), str(bela.pk))).status_code == 410
    Account.objects.filter(pk=amina.pk).update(is_active=False)
    assert Client().get(link).status_code == 410


def test_a_new_link_ends_every_session_of_the_account(people, amina, sign_in):
    client = sign_in("amina@example.org")
    invitations.link_for(amina)
    assert client.get("/").status_code == 302


def test_the_first_role_with_a_home_wins_and_others_get_the_general_one(people, sign_in, monkeypatch):
    monkeypatch.setattr(homes, "_homes", {})
    homes.register_home("case_manager", lambda _request: HttpResponse("the desk of a case manager"))
    assert sign_in("amina@example.org").get("/").content == b"the desk of a case manager"
    assert "Hello, Chidi" in sign_in("chidi@example.org").get("/").content.decode()
    with pytest.raises(KeyError, match="no role"):
        homes.register_home("superuser", lambda _request: HttpResponse())


def test_the_general_home_shows_what_rooms_have_declared(people, sign_in, monkeypatch):
    monkeypatch.setattr(homes, "_homes", {})
    table = Table("Overdue", (Column("What"),), [("call the clinic",)])
    monkeypatch.setattr(homes, "_lists", [lambda _actor: [(1, homes.HomeList("Overdue", table))]])
    assert "call the clinic" in sign_in("amina@example.org").get("/").content.decode()


@pytest.mark.second_factor
def test_the_demo_lists_its_people_and_signs_in_with_one_click(people, amina, demo):
    client = Client()
    page = client.get("/sign-in/").content.decode()
    for words in (
        "People of the demonstration",
        "Amina Sarr",
        "Lighthouse",
        "Auditor",
        "See who opened which record and why.",
    ):
        assert words in page
    assert client.post("/sign-in/demo/", {"account": str(amina.pk)}).url == "/"
    assert ", Amina" in client.get("/").content.decode()


def test_in_the_demo_one_click_also_confirms(people, amina, demo, later):
    client = Client()
    client.post("/sign-in/demo/", {"account": str(amina.pk)})
    client.get("/lock/")
    assert client.post("/confirm/", {"way": "demo", "next": "/me/"}).url == "/me/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("mode", ["production", "test", "development"])
def test_outside_the_demo_nobody_is_listed_and_one_click_does_nothing(people, amina, monkeypatch, mode):
    monkeypatch.setattr(settings.OPTIONS, "mode", mode)
    client = Client()
    assert "Amina Sarr" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demo/", {"account": str(amina.pk)}).status_code == 404
    assert client.get("/me/").status_code == 302


@pytest.mark.second_factor
def test_outside_the_demo_a_click_confirms_nothing(people, amina, sign_in):
    client = sign_in("amina@example.org")
    client.get("/lock/")
    assert client.post("/confirm/", {"way": "demo", "password": "x"}).status_code == 200
    assert client.get("/me/").url.startswith("/confirm/")
    assert PASSWORD


def test_when_one_job_ends_the_other_is_offered(two_jobs, sign_in):
    client = sign_in("amina@example.org")
    client.post("/me/work-as/", {"member": str(two_jobs.pk)})
    Member.objects.filter(pk=two_jobs.pk).update(is_active=False)
    assert client.get("/").url == "/me/work-as/"


def test_the_actor_of_a_request_is_the_actor_of_its_member(people, amina):
    for actor in (people.amina, people.chidi, people.mio, people.dana):
        account_id = Member.objects.get(pk=actor.member_id).account_id
        assert actor_at_work(account_id) == actor
        assert actor_at_work(account_id, str(actor.member_id)) == actor
        signed_in = SignInBackend().get_user(account_id)
        assert signed_in.work is not None
        assert actor_of_account(signed_in, str(actor.member_id)) == actor
    MemberRole.objects.filter(member_id=people.amina.member_id).update(ends_on="2020-01-01")
    assert actor_at_work(amina.pk).role_keys == frozenset()
    assert actor_at_work(amina.pk, people.bela.member_id) is None
    assert actor_of_account(SignInBackend().get_user(amina.pk), people.bela.member_id) is None


def test_a_closed_account_is_nobody(people, amina):
    Account.objects.filter(pk=amina.pk).update(is_active=False)
    assert SignInBackend().get_user(amina.pk) is None


def test_the_account_brings_the_columns_that_an_actor_is_made_of():
    known = {"members__id": "id", "members__organisation_id": "organisation_id"}
    assert tuple(known.get(path, path.removeprefix("members__")) for path in WORK.values()) == COLUMNS


def test_a_demo_that_others_can_reach_is_warned_about(demo, monkeypatch):
    assert second_factor.check_demo_is_local() == []
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["demo.example.org"])
    assert [found.id for found in second_factor.check_demo_is_local()] == ["identity.W001"]


def test_who_signs_in_without_a_password_is_offered_none_to_change(people, amina, browsing):
    client = browsing(people.amina)
    assert "Change my password" in client.get("/me/").content.decode()
    amina.set_unusable_password()
    amina.save()
    client = browsing(people.amina)
    assert "Change my password" not in client.get("/me/").content.decode()
    assert client.get("/me/password/", follow=True).redirect_chain == [("/me/", 302)]


def test_my_account_links_only_to_what_one_may_open(people, browsing):
    for actor, words in ((people.dana, "My conflicts of interest"), (people.karim, "Tokens for programs")):
        assert words not in browsing(actor).get("/me/").content.decode()
    own = browsing(people.amina).get("/me/").content.decode()
    assert "My conflicts of interest" in own and "Tokens for programs" in own
