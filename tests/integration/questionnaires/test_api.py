# SPDX-License-Identifier: Apache-2.0
"""Questionnaires over the API: the same doors as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quatrefoil.foundation.questionnaires import xlsform, xlsform_reading
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES
from tests.integration.questionnaires.test_xlsform import GOOD, workbook

ONE = QUESTIONNAIRES[0]


@pytest.fixture
def api(people, browsing):
    def client_of(actor):
        client = browsing(actor)
        client.path = lambda rest="": f"/api/questionnaires{rest}"
        return client

    return client_of


def send(client, data: bytes, query: str = ""):
    upload = SimpleUploadedFile("night.xlsx", data, content_type=xlsform.EXCEL)
    return client.post(client.path(query), {"upload": upload})


def test_definitions_are_listed_read_whole_and_taken_away_as_a_workbook_that_comes_back(people, api):
    client = api(people.amina)
    rows = client.get(client.path()).json()
    assert {each.code for each in QUESTIONNAIRES} <= {row["code"] for row in rows}
    whole = client.get(client.path(f"/{ONE.code}/{ONE.version}")).json()
    assert (whole["code"], len(whole["sections"])) == (ONE.code, len(ONE.sections))
    taken = client.get(client.path(f"/{ONE.code}/{ONE.version}/xlsform"))
    assert taken["Content-Type"] == xlsform.EXCEL
    assert xlsform_reading.preview(taken.content).questionnaire == ONE
    assert client.get(client.path("/nothing/1")).status_code == 404


def test_a_workbook_is_looked_at_kept_and_withdrawn_by_who_may(people, api):
    client = api(people.mio)
    assert send(client, workbook(), "?only_look=true").json()["kept"] is False
    assert client.get(client.path("/night_work/3")).status_code == 404
    kept = send(client, workbook()).json()
    assert (kept["kept"], kept["code"], kept["version"]) == (True, "night_work", "3")
    assert client.get(client.path("/night_work/3")).status_code == 200
    assert client.post(client.path("/night_work/3/withdraw")).status_code == 204
    assert "night_work" not in {row["code"] for row in client.get(client.path()).json()}


def test_what_cannot_be_read_is_named_and_nothing_is_kept(people, api):
    client = api(people.mio)
    broken = send(client, workbook([*GOOD, ["no_such_type", "strange", "Strange"]])).json()
    assert broken["kept"] is False and broken["troubles"][0]["sheet"] == "survey"
    assert client.get(client.path("/night_work/3")).status_code == 404


@pytest.mark.parametrize("query", ["", "?only_look=true"])
def test_who_has_no_right_to_the_registers_brings_nothing_in(people, api, query):
    assert send(api(people.amina), workbook(), query).status_code == 403
