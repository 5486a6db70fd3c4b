# SPDX-License-Identifier: Apache-2.0
"""Budget (DESIGN 10): the duplicate check at intake takes at most 50 ms of CPU among a million people's tokens."""

import os
import random
import time
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from quatrefoil.foundation.vault import blind_tokens, search
from tests.benchmarks.figures import Figure, note
from tests.people import People

TOKENS = 1_000_000
BUDGET_SECONDS = 0.050
PURPOSES = ("name_year", "name_year", "name_year", "phone", "document")
NAME, YEAR, PHONE = "Selam Tesfaye Bekele", 1999, "+33 6 39 98 45 67"


def fill() -> None:
    """A million tokens of other people: drawn evenly, as HMACs are."""
    draw = random.Random(7)
    wide = blind_tokens.TOKEN_BITS
    length = -(-wide // 8)
    connection = connections["keyring"]
    is_sqlite = connection.vendor == "sqlite"
    proof = os.urandom(61)

    def row(number: int) -> tuple[Any, ...]:
        token = (draw.getrandbits(wide) << (8 * length - wide)).to_bytes(length, "big")
        file = UUID(int=number + 1)
        return PURPOSES[number % 5], token, proof, file.hex if is_sqlite else file

    with connection.cursor() as cursor:
        for start in range(0, TOKENS, 50_000):
            rows = [row(number) for number in range(start, start + 50_000)]
            cursor.executemany(
                "INSERT INTO keyring_blindtoken (purpose, token, proof, file) VALUES (%s, %s, %s, %s)", rows
            )
        cursor.execute("ANALYZE keyring_blindtoken")


def test_the_duplicate_check_stays_within_its_budget(people: People, acting: Any, file_for: Any) -> None:
    fill()
    file = file_for(people.amina)
    with acting(people.amina):
        search.index(file.id, [NAME], YEAR, [PHONE], [search.IdentityDocument("FR", "passport", "QX8203941")])
    took = []
    for _try in range(20):
        with acting(people.amina):
            begun = time.process_time()
            rows = search.possible_duplicates(
                people.amina, [NAME], YEAR, [PHONE], [search.IdentityDocument("FR", "passport", "QX8203941")]
            )
            took.append(time.process_time() - begun)
        assert [found.file_id for found in rows] == [file.id]
    median = sorted(took)[len(took) // 2]
    print(f"duplicate check among {TOKENS:,} tokens: median {median * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms")  # noqa: T201 - the figure is what a benchmark is for
    said = f"{median * 1000:.1f} ms"
    note(Figure("duplicate check at intake", f"{TOKENS:,} tokens", said, "≤ 50 ms", median <= BUDGET_SECONDS))
    assert median <= BUDGET_SECONDS


@pytest.fixture
def file_for(people: People) -> Any:
    """A file of an actor's."""
    from django.db import transaction

    from quatrefoil.foundation.access.acting import acting_as
    from quatrefoil.foundation.records.actions import open_file

    def make(actor: Any) -> Any:
        with acting_as(actor, "test"), transaction.atomic():
            return open_file(actor, "case", owner_id=actor.member_id)

    return make
