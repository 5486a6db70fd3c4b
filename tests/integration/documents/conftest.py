# SPDX-License-Identifier: Apache-2.0
"""Amina has a case; files come to it."""

import pytest

from quatrefoil.foundation.documents import actions, hooks
from quatrefoil.foundation.documents.actions import About
from quatrefoil.foundation.documents.models import Document
from quatrefoil.foundation.records.actions import open_file


@pytest.fixture
def told(monkeypatch):
    """Notices: (holder, code, document)."""
    notices = []
    monkeypatch.setattr(hooks, "NOTIFIERS", [lambda *notice: notices.append(notice)])
    return notices


@pytest.fixture
def file_id(people, acting):
    with acting(people.amina) as amina:
        return open_file(amina, "case", owner_id=amina.member_id, team_id=min(amina.team_ids)).id


@pytest.fixture
def attach(people, acting, file_id):
    """attach(name, data, category): the document as it is after the check."""

    def one(name, data, category="other", **about):
        with acting(people.amina) as amina:
            made = actions.attach(amina, file_id, name, data, About(category, **about))
        with acting(people.amina):
            return Document.objects.get(id=made)

    return one
