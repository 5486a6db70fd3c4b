# SPDX-License-Identifier: Apache-2.0
"""The demo lets anybody in: it serves no database but its own, and its own is served as nothing else."""

import pytest
from django.apps import apps
from django.conf import settings

from quatrefoil.config.safety import unsafe_settings
from quatrefoil.demo.models import DemoMark


@pytest.fixture
def mode(db, monkeypatch):
    def choose(name):
        monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"mode": name}))

    return choose


def reasons(about):
    return [reason for reason in unsafe_settings() if about in reason]


def test_the_demo_serves_no_database_that_it_did_not_make(mode):
    mode("demo")
    assert reasons("did not make this database")
    DemoMark.objects.create(scale=5, seed=5)
    assert unsafe_settings() == []


@pytest.mark.parametrize("name", ["production", "development"])
def test_an_invented_country_is_served_in_no_other_mode(mode, name):
    mode(name)
    assert not reasons("invented")
    DemoMark.objects.create(scale=5, seed=5)
    assert reasons("invented")


def test_the_public_process_which_has_no_such_table_starts_in_the_demo(mode, monkeypatch):
    mode("demo")
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "quatrefoil.demo")
    assert unsafe_settings() == []
