# SPDX-License-Identifier: Apache-2.0
"""The demo writes only where nobody is, only in demo mode, and says so on every page."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from quatrefoil.demo.country import NotEmpty, build


def in_mode(monkeypatch, mode):
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"mode": mode}))


def test_a_country_is_not_built_beside_people_who_work_here(people):
    with pytest.raises(NotEmpty):
        build(scale=5, seed=5)


@pytest.mark.parametrize("mode", ["production", "development"])
def test_no_country_is_built_outside_the_demo(monkeypatch, mode):
    in_mode(monkeypatch, mode)
    with pytest.raises(CommandError):
        call_command("build_country", scale=5, seed=5)


def test_every_page_of_the_demo_says_that_nothing_is_real(people, monkeypatch):
    assert "Nothing here is real" not in Client().get("/sign-in/").content.decode()
    in_mode(monkeypatch, "demo")
    assert "Nothing here is real" in Client().get("/sign-in/").content.decode()
