# SPDX-License-Identifier: Apache-2.0
"""Hostile and unlucky input on staff pages and over the API: a clear message, nothing lost, nothing twice, no trace in logs.

The public side has its own (tests/integration/public/test_hostile_input.py), and files theirs (documents/test_taking_in.py).
"""

import json
import logging
import re
import unicodedata
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from quatrefoil.foundation.records import actions
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.registers import hsds
from quatrefoil.foundation.ui.log_settings import Redact
from tests.integration.public.test_hostile_input import NAMES

PLANTED = "Selam-hides-at-the-mill"
TEN_MEGABYTES = "word " * 2_097_152


@pytest.fixture
def file_id(people, acting) -> UUID:
    with acting(people.amina):
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids)).id


@pytest.fixture
def amina(people, browsing) -> Client:
    return browsing(people.amina)


def noted(client: Client, file_id: UUID, body: str, **more: str) -> Any:
    given = {"body": body, "kind": "work", "happened_on": "2026-03-01", **more}
    return client.post(f"/records/{file_id}/notes/", given)


def over_the_api(client: Client, file_id: UUID, body: str) -> Any:
    return client.post(f"/api/files/{file_id}/notes", {"body": body}, content_type="application/json")


def read_back(client: Client, file_id: UUID) -> list[str]:
    return [note["body"] for note in client.get(f"/api/files/{file_id}/notes").json()]


@pytest.mark.parametrize("write", [noted, over_the_api])
def test_names_in_twelve_scripts_are_read_back_as_they_were_written(amina, file_id, write):
    words = "\n".join(NAMES.values())
    assert write(amina, file_id, words).status_code in {201, 302}
    (kept,) = read_back(amina, file_id)
    assert kept.replace("\r\n", "\n") == words
    page = amina.get(f"/records/{file_id}/notes/").content.decode()
    for name in NAMES.values():
        assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", page)


@pytest.mark.parametrize("write", [noted, over_the_api])
def test_marks_that_turn_or_hide_text_are_written_out_on_every_page_and_kept_as_evidence(amina, file_id, write):
    words = "pay \u202egnihton\u202c and\u200b more"
    write(amina, file_id, words)
    page = amina.get(f"/records/{file_id}/notes/").content.decode()
    assert "pay ⟦U+202E⟧gnihton⟦U+202C⟧ and⟦U+200B⟧ more" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", page)
    assert read_back(amina, file_id) == [words]


@pytest.mark.parametrize("write", [noted, over_the_api])
def test_markup_is_shown_as_text(amina, file_id, write):
    write(amina, file_id, '"><script>alert(1)</script>{{ settings }}{% debug %}')
    page = amina.get(f"/records/{file_id}/notes/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "{{ settings }}" in page


def test_ten_megabytes_on_a_page_are_told_the_limit_and_stay_in_the_field(amina, file_id):
    answer = noted(amina, file_id, TEN_MEGABYTES)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "characters" in page and page.count("word ") > 2_000_000  # nothing that was typed is lost
    assert read_back(amina, file_id) == []


def test_ten_megabytes_over_the_api_are_told_the_limit_and_not_sent_back(amina, file_id):
    answer = over_the_api(amina, file_id, TEN_MEGABYTES)
    assert answer.status_code == 422
    assert "characters" in answer.content.decode() and len(answer.content) < 2_000


@pytest.mark.parametrize("write", [noted, over_the_api])
def test_a_body_beyond_every_limit_is_a_calm_answer(amina, file_id, write):
    answer = write(amina, file_id, "x" * (13 * 1024 * 1024))
    assert answer.status_code in {400, 413}
    assert len(answer.content) < 20_000 and b"Nothing was saved" in answer.content
    assert read_back(amina, file_id) == []


@pytest.mark.parametrize("body", ["\x00", "\ud800", "\x1b[2J"])
def test_what_is_no_text_is_refused_or_kept_but_never_a_fault(amina, file_id, body):
    sent = json.dumps({"body": f"a{body}b"})
    answer = amina.post(f"/api/files/{file_id}/notes", sent, content_type="application/json")
    assert answer.status_code in {201, 400, 422}
    assert amina.get(f"/records/{file_id}/notes/").status_code == 200


def test_a_form_that_is_sent_twice_writes_one_note(amina, file_id):
    token = re.search(r'name="token" value="([0-9a-f-]+)"', amina.get(f"/records/{file_id}/notes/").content.decode())
    for _again in range(2):
        assert noted(amina, file_id, "called today", token=token[1]).status_code == 302
    assert read_back(amina, file_id) == ["called today"]


PATHS = ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/settings", "C:\\windows\\win.ini", "\x00.png", "…/x")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("under", ["records", "api/files", "documents", "static", "sharing/sent"])
def test_a_path_that_climbs_finds_nothing_and_is_not_repeated(amina, under, path):
    answer = amina.get(f"/{under}/{path}")
    assert answer.status_code in {400, 404, 422}
    assert b"passwd" not in answer.getvalue() and b"win.ini" not in answer.getvalue()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", " ="])
def test_a_name_of_the_directory_never_starts_a_formula_in_a_table(start):
    name = f"{start}HYPERLINK(1)"
    preview = hsds.Preview((hsds.Line(1, name, "", ("unknown",)),))
    cells = re.findall(r'"((?:[^"]|"")*)"', preview.errors_csv)
    assert f"'{name}" in cells


def test_no_trace_of_what_was_written_stands_in_the_logs(people, browsing, file_id, caplog, capsys, monkeypatch):
    """Pages and API, good and bad, with a fault of ours in the middle."""
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    caplog.handler.addFilter(Redact())
    client = browsing(people.amina)
    client.raise_request_exception = False
    for write in (noted, over_the_api):
        write(client, file_id, PLANTED)
        write(client, UUID(int=9), PLANTED)
        write(client, file_id, PLANTED * 1_000_000)

    def broken(*_arguments: object, **_more: object) -> None:
        raise ValueError(PLANTED)

    monkeypatch.setattr(actions, "write_note", broken)
    assert [write(client, file_id, PLANTED).status_code for write in (noted, over_the_api)] == [500, 500]
    client.get(f"/records/{PLANTED}/")
    client.post("/search/", {"query": PLANTED})
    printed = capsys.readouterr()
    said = caplog.text + printed.out + printed.err
    assert "ValueError in" in said
    assert PLANTED not in said and "mill" not in said
