# SPDX-License-Identifier: Apache-2.0
"""Who the people of the past are: names and telephones, sealed and searchable, spelled as each office wrote them."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from quatrefoil.demo.inserting import insert
from quatrefoil.demo.known import Known
from quatrefoil.demo.names import Name, make_name, script_of, unreachable_phone
from quatrefoil.demo.part_keys import PLACES_AT_ONCE, chunks, keys_for
from quatrefoil.demo.pile import Ids
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.vault import sealing, search
from quatrefoil.protection.cases.models import Identity

MOST_NAMED: Final = 800  # the newest; what is older was given up when its time was over
OWN_SCRIPT: Final = 0.3


def write_names(rng: np.random.Generator, new_id: Ids, people: list[Known]) -> int:
    """Names for everybody with two cases, and for the newest cases; returns for how many files."""
    chosen = [known for known in people if len(_cases(known)) > 1]
    newest = (known for known in reversed(people) if len(_cases(known)) == 1)
    chosen += [known for known, _number in zip(newest, range(MOST_NAMED), strict=False)]
    written = 0
    for chunk in chunks(_named(rng, chosen), PLACES_AT_ONCE):
        with keys_for([(file.id, Identity.part_kind) for file, *_rest in chunk]):
            insert(Identity, [_sealed(new_id, *each) for each in chunk])
            for file, name, year, phone in chunk:
                search.index(file.id, [name], year, [phone])
        written += len(chunk)
    return written


def _cases(known: Known) -> list[File]:
    return [file for file in known.files if file.kind == "case"]


def _named(rng: np.random.Generator, people: list[Known]) -> Iterator[tuple[File, str, int, str]]:
    for known in people:
        name, phone = make_name(rng), unreachable_phone(rng)
        for turn, file in enumerate(_cases(known)):
            yield file, _spelled(rng, name, known.journey.language, turn), known.journey.birth_year, phone


def _spelled(rng: np.random.Generator, name: Name, language: str, turn: int) -> str:
    if turn == 0:
        return name.written(script_of(language)) if rng.random() < OWN_SCRIPT else str(name)
    return name.as_heard(rng)


def _sealed(new_id: Ids, file: File, name: str, year: int, phone: str) -> Identity:
    row = Identity(id=new_id(), file_id=file.id, recorded_at=file.recorded_at)
    sealing.fill(row, full_name=name, birth_date=str(year), phones=phone)
    return row
