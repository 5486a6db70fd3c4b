# SPDX-License-Identifier: Apache-2.0
"""Pseudonyms of files in the facts: one for each wing, so that cohorts can be followed without joining the wings."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction

from quatrefoil.foundation.vault import part_keys


def pseudonym(file_id: UUID, wing: str) -> UUID:
    """The subject of a file in the facts of one wing; made on first use, gone when the file is erased.

    Raises KeyMissing for an erased file.
    """
    subjects = part_keys.rows().Subject.objects
    known = subjects.filter(file=file_id, wing=wing).values_list("pseudonym", flat=True).first()
    if known is not None:
        return UUID(str(known))
    part_keys.refuse_erased(file_id)
    try:
        with transaction.atomic(using="keyring"):
            return UUID(str(subjects.create(file=file_id, wing=wing).pseudonym))
    except IntegrityError:
        return UUID(str(subjects.get(file=file_id, wing=wing).pseudonym))


def pseudonyms_of(file_id: UUID) -> frozenset[UUID]:
    """Every subject that stands for a file."""
    return frozenset(part_keys.rows().Subject.objects.filter(file=file_id).values_list("pseudonym", flat=True))


def known_pseudonyms(files: Collection[UUID]) -> dict[tuple[UUID, str], UUID]:
    """The pseudonyms of many files that were made already, by file and wing (1 query)."""
    rows = part_keys.rows().Subject.objects.filter(file__in=files).values_list("file", "wing", "pseudonym")
    return {(UUID(str(file)), wing): UUID(str(made)) for file, wing, made in rows}
