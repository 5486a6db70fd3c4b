# SPDX-License-Identifier: Apache-2.0
"""Who needs a second factor gets nowhere without one; secrets are sealed; wrong codes count."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from quatrefoil.foundation.identity import second_factor
from quatrefoil.foundation.identity.models import MemberRole
from quatrefoil.foundation.identity.roles import ROLES

pytestmark = pytest.mark.second_factor


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(account) -> str:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


@pytest.mark.parametrize("role", ROLES)
def test_every_role_but_the_rapporteurs_needs_a_second_factor(role):
    assert second_factor.is_needed({role}) is (role != "rapporteur")


def test_before_it_is_set_up_no_other_page_opens(people, sign_in):
    client = sign_in("amina@example.org")
    for path in ("/", "/me/", "/me/password/", "/ui/gallery/"):
        assert client.get(path).url == "/me/second-factors/", path
    page = client.get("/me/second-factors/").content.decode()
    assert "One more step before you begin" in page


def test_farah_who_sees_nobody_needs_none(people, sign_in):
    assert sign_in("farah@example.org").get("/").status_code == 200


def test_an_app_is_added_at_once_after_the_first_sign_in_and_codes_are_shown_once(people, amina, sign_in):
    client = sign_in("amina@example.org")
    page = client.get("/me/second-factors/app/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page).group(1)
    wrong = client.post("/me/second-factors/app/", {"code": "000000"})
    assert "That code does not fit" in wrong.content.decode()
    done = client.post("/me/second-factors/app/", {"code": code_of(secret)})
    assert done.url == "/me/second-factors/codes/"
    codes = re.findall(r'dir="ltr">(\d{4} \d{4})<', client.get(done.url).content.decode())
    assert len(codes) == 10
    assert codes[0] not in client.get(done.url).content.decode()
    assert client.get("/").status_code == 200


def test_the_database_does_not_hold_the_secret_in_the_clear(people, amina):
    secret = enrol(amina)
    RecoveryCodes.activate(amina)
    held = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in held
    assert RecoveryCodes.activate(amina).generate_codes()[0] not in held
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_after_the_password_comes_the_code(people, amina, sign_in):
    secret = enrol(amina)
    client = sign_in("amina@example.org")
    assert client.last.url == "/sign-in/second-step/"
    assert client.get("/").url.startswith("/sign-in/"), "the password alone opens nothing"
    code = code_of(secret)
    spoken = f"{code[:3]} {code[3:]}"
    assert client.post("/sign-in/second-step/", {"code": spoken}).url == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("later", [0, 31])
def test_a_code_that_was_used_opens_nothing_in_another_process_nor_while_it_still_fits(
    people, amina, sign_in, later, monkeypatch
):
    secret, now = enrol(amina), time.time()
    code = code_of(secret)
    assert sign_in("amina@example.org").post("/sign-in/second-step/", {"code": code}).url == "/"
    cache.clear()  # what allauth remembers, it remembers in one process
    monkeypatch.setattr(totp.time, "time", lambda: now + later)
    again = sign_in("amina@example.org").post("/sign-in/second-step/", {"code": code})
    assert "used already" in again.content.decode()
    following = format_hotp_value(hotp_value(secret, int(now + later) // 30 + 1))
    assert sign_in("amina@example.org").post("/sign-in/second-step/", {"code": following}).url == "/"


def test_an_older_code_opens_nothing_after_a_newer_one(people, amina):
    secret, step = enrol(amina), int(time.time()) // 30
    newer, older = (format_hotp_value(hotp_value(secret, each)) for each in (step, step - 1))
    assert second_factor.use_once(amina.pk, secret, newer)
    assert not second_factor.use_once(amina.pk, secret, older)
    assert not second_factor.use_once(amina.pk, secret, newer)
    assert not second_factor.use_once(amina.pk, secret, "000000")


def test_a_recovery_code_opens_once(people, amina, sign_in):
    enrol(amina)
    code = RecoveryCodes.activate(amina).generate_codes()[0]
    assert sign_in("amina@example.org").post("/sign-in/second-step/", {"code": code}).url == "/"
    again = sign_in("amina@example.org").post("/sign-in/second-step/", {"code": code})
    assert "does not fit" in again.content.decode()


def test_five_wrong_codes_close_the_account_also_for_the_right_one(people, amina, sign_in):
    secret = enrol(amina)
    client = sign_in("amina@example.org")
    for _try in range(4):
        assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 429
    right = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert "Try again after" in right.content.decode()
    assert sign_in("amina@example.org").last.status_code == 429


def test_the_last_second_factor_of_a_case_manager_stays(people, amina, sign_in):
    secret = enrol(amina)
    client = sign_in("amina@example.org")
    client.post("/sign-in/second-step/", {"code": code_of(secret)})
    refused = client.post("/me/second-factors/app/remove/")
    assert "Add another one first" in refused.content.decode()
    assert Authenticator.objects.filter(user=amina, type="totp").exists()


def test_farah_may_take_hers_away(people, sign_in):
    from quatrefoil.foundation.identity.models import Account

    farah = Account.objects.get(email="farah@example.org")
    secret = enrol(farah)
    client = sign_in("farah@example.org")
    client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert client.post("/me/second-factors/app/remove/").url == "/me/second-factors/"
    assert not Authenticator.objects.filter(user=farah).exists()


def test_an_ended_role_no_longer_asks_for_one(people, amina, sign_in):
    MemberRole.objects.filter(member_id=people.amina.member_id).update(ends_on="2020-01-01")
    assert sign_in("amina@example.org").get("/").status_code == 200


def test_changes_of_second_factors_are_events(people, sign_in, heard, django_capture_on_commit_callbacks):
    client = sign_in("amina@example.org")
    page = client.get("/me/second-factors/app/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/me/second-factors/app/", {"code": code_of(secret)})
    assert {("second_factor.added", "totp"), ("second_factor.added", "recovery_codes")} < {
        (e.act, e.detail) for e in heard
    }


def test_production_may_not_do_without(monkeypatch):
    call_command("check")
    monkeypatch.setattr(second_factor, "WAIVED_IN", {"demo", "production"})
    with pytest.raises(SystemCheckError, match=r"identity\.E001"):
        call_command("check")
