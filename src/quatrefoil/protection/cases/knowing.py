# SPDX-License-Identifier: Apache-2.0
"""What identifies the person of a case, for comparing two files: an audited read of the identity."""

from uuid import UUID

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.persons import Details
from quatrefoil.foundation.vault.search import IdentityDocument
from quatrefoil.protection.cases import editing
from quatrefoil.protection.cases.part_actions import birth_of, lines_of
from quatrefoil.protection.cases.part_forms import IdentityForm


def details_of(actor: Actor, file_id: UUID, purpose: str) -> Details:
    """Names, year of birth, phones and document, for a search and in words; empty where nobody wrote any."""
    found = editing.stored(actor, file_id, "identity", purpose=purpose)
    if not found.is_there:
        return Details()
    given, form = found.values, IdentityForm()
    names = [given["full_name"], *lines_of(given["other_names"])]
    kind, country, number = (given[f"document_{name}"] for name in ("kind", "country", "number"))
    documents = [IdentityDocument(country, kind or "passport", number)] if country and number else []
    said = [(str(form.fields[name].label), form.said(name, given[name])) for name in form.fields if given.get(name)]
    return Details(
        names=tuple(name for name in names if name),
        birth_year=birth_of(given["birth_date"])[1],
        phones=tuple(lines_of(given["phones"])),
        documents=tuple(documents),
        pairs=tuple(said),
    )
