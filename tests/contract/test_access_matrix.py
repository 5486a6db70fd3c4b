# SPDX-License-Identifier: Apache-2.0
"""Every address of the staff side, for everybody: who may open it. A new address that is missing here fails.

The world: Amina's case in team A of Lighthouse, a contact of Hana's at the hotline. An address with an id is asked
about those; ids that nobody has are 404 for everybody, and so is everything that is not somebody's.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from quatrefoil.foundation.records import openers
from quatrefoil.foundation.records.actions import open_file

TABLE = json.loads((Path(__file__).parent / "access_matrix.json").read_text())
EVERYBODY = ("amina", "bela", "chidi", "dana", "emre", "farah", "hana", "iben", "juma", "karim", "lena", "mio")
NOBODY_HAS = UUID(int=7)
# Answers that show nothing and do nothing: not there, or refused with words.
CLOSED = {403, 404, 409}
ONLY_POST = 405
# Signing out is open to everybody and would end the walk.
ENDS_THE_SESSION = {"account_logout"}


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each, prefix + str(each.pattern), inner)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", "/" + prefix + str(each.pattern)


STAFF = sorted({(name, path) for name, path in addresses(get_resolver()) if not name.startswith("api")})


def test_every_address_stands_in_the_table_and_nothing_else():
    assert {name for name, _path in STAFF} == set(TABLE), "write the new address into access_matrix.json"


CASE_OR_CONTACT = {"file_id", "record_id", "case_id", "contact_id"}
CHUNKS = 4


@pytest.fixture
def known(people, acting):
    """Ids that stand behind the parameters of addresses."""
    with acting(people.amina):
        case = openers.open_record("case", people.amina, agreed_by="person", age_band="25-29")
    with acting(people.hana):
        contact = open_file(
            people.hana, "contact", owner_id=people.hana.member_id, team_id=min(people.hana.team_ids)
        ).id
    return {"case": case, "contact": contact, "member_id": people.amina.member_id}


def filled(path: str, known: dict[str, UUID], kind: str) -> str:
    """The address with ids: of the case or the contact for a file, of a member, else of nobody."""

    def value(match: "re.Match[str]") -> str:
        converter, _colon, name = match[1].rpartition(":")
        if name in CASE_OR_CONTACT:
            return str(known[kind])
        if name in known:
            return str(known[name])
        return {"uuid": str(NOBODY_HAS), "int": "7"}.get(converter, "task" if name == "kind" else "nothing")

    return re.sub(r"<([^>]+)>", value, path)


def kinds_of(path: str) -> tuple[str, ...]:
    """An address with a file in it is asked about a case and about a contact."""
    return ("case", "contact") if any(f":{name}>" in path for name in CASE_OR_CONTACT) else ("any",)


def answer(client: Client, path: str) -> int:
    """The status of the page; of an empty form where there is only a form. Nothing that it did stays."""
    with transaction.atomic():
        status = client.get(path).status_code
        if status == ONLY_POST:
            status = client.post(path).status_code
        transaction.set_rollback(True)
    return status


def opened_by(path: str, clients: dict[str, Client]) -> list[str]:
    found = []
    for name, client in clients.items():
        status = answer(client, path)
        assert status < 500, (path, name, status)
        if status not in CLOSED:
            found.append(name)
    return found


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_an_address_opens_for_those_in_the_table_and_is_not_there_for_anybody_else(chunk, people, browsing, known):
    wrong: dict[str, dict[str, list[str]]] = {}
    clients = {who: browsing(getattr(people, who)) for who in EVERYBODY}
    for name, path in STAFF[chunk::CHUNKS]:
        if name in ENDS_THE_SESSION:
            continue
        for kind in kinds_of(path):
            opened = opened_by(filled(path, known, kind), clients)
            if opened != TABLE.get(name, {}).get(kind):
                wrong.setdefault(name, {})[kind] = opened
    assert wrong == {}, "an address opens for others than access_matrix.json says"
