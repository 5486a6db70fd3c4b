# SPDX-License-Identifier: Apache-2.0
"""Mio, administrator of Lighthouse, manages its people: theirs only, audited, and without seeing a file."""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.members import actions, selectors
from quatrefoil.foundation.access.members.actions import Work
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Team
from quatrefoil.foundation.identity.selectors import actor_for

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)
VOLUNTEER = Work("Nina Post", {"case_manager": TOMORROW}, task="Interpreter for Albanian", ends_on=TOMORROW)
STAFF = Work("Nina Post", {"case_manager": None})


@pytest.fixture
def mio(people, acting):
    with acting(people.mio):
        yield people.mio


@pytest.fixture
def team_a(people) -> Team:
    return Team.objects.get(name="Team A")


def test_an_invited_volunteer_has_a_team_a_task_an_end_and_a_link(mio, team_a):
    done = actions.invite(mio, "Nina@Example.org", Work(**{**_fields(VOLUNTEER), "team_ids": frozenset({team_a.pk})}))
    member = Member.objects.get(pk=done.member_id)
    assert member.account.email == "nina@example.org"
    assert (member.task, member.ends_on) == ("Interpreter for Albanian", TOMORROW)
    assert Client().get(done.link).status_code == 200
    nina = actor_for(member.pk)
    assert (
        nina.organisation_id == mio.organisation_id
        and nina.team_ids == {team_a.pk}
        and nina.role_keys == {"case_manager"}
    )


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (Work("Nina", {}), "no_role"),
        (Work("Nina", {"superuser": None}), "no_role"),
        (Work("Nina", {"case_manager": None}, task="Interpreter"), "task_and_end"),
        (Work("Nina", {"case_manager": None}, ends_on=TOMORROW), "task_and_end"),
        (Work("Nina", {"case_manager": datetime.date(2020, 1, 1)}), "end_in_past"),
        (Work("Nina", {"administrator": None, "case_manager": None}), "roles_do_not_mix"),
        (Work("Nina", {"auditor": None, "advocate": None}), "roles_do_not_mix"),
        (Work("Nina", {"auditor": None, "administrator": None}), "roles_do_not_mix"),
    ],
)
def test_what_does_not_go_together_is_refused_with_a_reason(mio, work, code):
    with pytest.raises(Refused) as refusal:
        actions.invite(mio, "nina@example.org", work)
    assert refusal.value.code == code
    assert not Account.objects.filter(email="nina@example.org").exists()


def test_teams_of_another_organisation_are_refused(people, mio):
    desk = Team.objects.get(name="Desk")
    with pytest.raises(Refused, match="not yours"):
        actions.invite(mio, "nina@example.org", Work("Nina", {"case_manager": None}, frozenset({desk.pk})))


def test_somebody_who_works_elsewhere_joins_with_the_account_she_has_and_no_link(people, mio):
    done = actions.invite(mio, "hana@example.org", Work("Hana Kim", {"case_manager": None}))
    assert done.link == ""
    assert Account.objects.get(email="hana@example.org").has_usable_password()
    with pytest.raises(Refused) as refusal:
        actions.new_link(mio, done.member_id)
    assert refusal.value.code == "works_elsewhere"
    with pytest.raises(Refused):
        actions.remove_second_factors(mio, done.member_id)


def test_a_member_is_not_invited_twice(people, mio):
    with pytest.raises(Refused, match="already a member"):
        actions.invite(mio, "AMINA@example.org", STAFF)


@pytest.mark.parametrize(
    "act", [actions.close, actions.reopen, actions.new_link, actions.remove_second_factors, actions.end_lock_out]
)
def test_people_of_other_organisations_do_not_exist_for_mio(people, mio, act):
    with pytest.raises(NotVisible):
        act(mio, people.hana.member_id)
    with pytest.raises(NotVisible):
        selectors.member_page(mio, people.hana.member_id)


@pytest.mark.parametrize("who", ["amina", "chidi", "dana", "farah", "juma"])
def test_nobody_but_an_administrator_manages_accounts(people, acting, who):
    actor = getattr(people, who)
    with acting(actor):
        with pytest.raises(Refused):
            actions.close(actor, people.bela.member_id)
        with pytest.raises(NotVisible):
            selectors.members_table(actor)
    assert Member.objects.get(pk=people.bela.member_id).is_active


def test_a_changed_role_counts_from_the_next_click(people, mio, team_a):
    actions.change(mio, people.amina.member_id, 1, Work("Amina Sarr", {"supervisor": None}, frozenset({team_a.pk})))
    assert actor_for(people.amina.member_id).role_keys == {"supervisor"}
    line = AuditEvent.objects.get(act="member.change")
    assert (line.record, line.detail, line.actor) == (
        people.amina.member_id,
        "+supervisor -case_manager",
        mio.member_id,
    )


def test_a_change_that_did_not_see_the_last_one_is_refused(people, mio):
    actions.change(mio, people.amina.member_id, 1, Work("Amina Sarr", {"case_manager": None}))
    with pytest.raises(Stale):
        actions.change(mio, people.amina.member_id, 1, Work("Amina Sarr", {"advocate": None}))


def test_mio_gives_herself_nothing_and_locks_herself_out_of_nothing(people, mio):
    with pytest.raises(Refused, match="their own roles"):
        actions.change(mio, mio.member_id, 1, Work("Mio Sato", {"case_manager": None}))
    for act in (actions.close, actions.new_link, actions.remove_second_factors):
        with pytest.raises(Refused, match="own account"):
            act(mio, mio.member_id)


def test_a_closed_member_is_out_at_once(people, sign_in, acting):
    client = sign_in("amina@example.org")
    with acting(people.mio):
        actions.close(people.mio, people.amina.member_id)
    assert client.get("/").status_code == 302
    again = sign_in("amina@example.org").get("/")
    assert "You have no work here today" in again.content.decode()
    with acting(people.mio):
        actions.reopen(people.mio, people.amina.member_id)
    assert sign_in("amina@example.org").get("/").status_code == 200


def test_a_lost_second_factor_is_taken_away_and_audited(people, amina, mio):
    TOTP.activate(amina, generate_totp_secret())
    assert actions.remove_second_factors(mio, people.amina.member_id) == 1
    assert not Authenticator.objects.filter(user=amina).exists()
    assert AuditEvent.objects.filter(act="member.second_factor_removed", record=people.amina.member_id).exists()


def test_an_administrator_opens_a_closed_account(people, sign_in, acting):
    for _try in range(5):
        sign_in("amina@example.org", "wrong horse battery")
    with acting(people.mio):
        assert "Try again after" in selectors.member_page(people.mio, people.amina.member_id).closed_words
        actions.end_lock_out(people.mio, people.amina.member_id)
    assert sign_in("amina@example.org").last.url == "/"


def test_the_page_of_a_member_says_what_that_person_would_see(people, mio):
    amina = selectors.member_page(mio, people.amina.member_id)
    assert "Health" in amina.parts and "Where the person stays" in amina.parts
    itself = selectors.member_page(mio, mio.member_id)
    assert itself.parts == () and "Change the keys" in itself.rights
    MemberRole.objects.filter(member_id=people.amina.member_id).update(ends_on="2020-01-01")
    assert selectors.member_page(mio, people.amina.member_id).parts == ()


def test_the_role_matrix_is_the_policy(people, mio):
    table = selectors.role_matrix(mio)
    header = [str(column.label) for column in table.columns]
    health = next(row for row in table.rows if row[0].text == "Health")
    seen_by = {header[at] for at, cell in enumerate(health) if getattr(cell, "chip", None)}
    assert seen_by == {"Case manager", "Supervisor"}


def test_mio_walks_through_the_pages(people, sign_in, team_a):
    client = sign_in("mio@example.org")
    assert "Amina Sarr" in client.get("/access/members/").content.decode()
    sent = {
        "email": "nina@example.org",
        "name": "Nina Post",
        "roles": ["case_manager"],
        "teams": [str(team_a.pk)],
        "revision": 1,
    }
    page = client.post("/access/members/invite/", {**sent, "until_case_manager": "2019-01-01"}).content.decode()
    assert "The last day lies in the past." in page
    page = client.post("/access/members/invite/", sent).content.decode()
    link = re.search(r'value="(http://testserver/invitation/[^"]+)"', page).group(1)
    assert Client().get(link).status_code == 200
    nina = Member.objects.get(name="Nina Post")
    for name in ("", "change/", "link/", "close/", "second-factors/", "lock-out/", "reopen/"):
        assert client.get(f"/access/members/{nina.pk}/{name}").status_code == 200, name
    assert client.post(f"/access/members/{nina.pk}/close/").status_code == 302
    assert not Member.objects.get(pk=nina.pk).is_active
    assert client.post("/access/members/teams/new/", {"name": "Night shift"}).status_code == 302
    assert client.post("/access/members/teams/new/", {"name": "night shift"}).status_code == 200
    assert "Which role sees which part" in client.get("/access/members/roles/").content.decode()


def test_risky_pages_ask_again_after_ten_minutes(people, sign_in, later):
    client = sign_in("mio@example.org")
    later(minutes=11)
    assert client.get("/access/members/").status_code == 200
    assert client.get("/access/members/invite/").url.startswith("/confirm/")
    assert client.post(f"/access/members/{people.amina.member_id}/close/").status_code == 403
    assert Member.objects.get(pk=people.amina.member_id).is_active


@pytest.mark.parametrize("path", ["", "roles/", "invite/", "teams/new/", "{bela}/", "{bela}/change/", "{bela}/close/"])
def test_these_pages_do_not_exist_for_amina(people, sign_in, path):
    client = sign_in("amina@example.org")
    path = path.format(bela=people.bela.member_id)
    assert client.get(f"/access/members/{path}").status_code == 404


def _fields(work: Work) -> dict[str, object]:
    return {name: getattr(work, name) for name in ("name", "roles", "task", "ends_on")}
