# SPDX-License-Identifier: Apache-2.0
"""Which sheets can be printed for a file, and printing one: in the history and the audit."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.doors import action, require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible_parts
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.documents import printed
from quatrefoil.foundation.documents.hooks import PRINTABLES, Printable
from quatrefoil.foundation.documents.opening import Opened
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CONSENT, DOCUMENTS
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.selectors import file_header

PDF: Final = "application/pdf"
LANGUAGE_AT_FIRST: Final = printed.SOURCE_LANGUAGE


def offered(actor: Actor, file_id: UUID) -> tuple[Printable, ...]:
    """Sheets that the actor may print for a file."""
    kind, parts = file_header(actor, file_id).kind, visible_parts(actor, file_id)
    return tuple(
        each
        for each in PRINTABLES.values()
        if kind in each.kinds and each.part in parts and (not each.right or actor.may(each.right))
    )


@action("document.add")
def print_sheet(actor: Actor, file_id: UUID, key: str, language: str) -> Opened:
    """One sheet as PDF, under a neutral name. Raises NotVisible for a sheet that the actor may not print."""
    sheet = next((each for each in offered(actor, file_id) if each.key == key), None)
    if sheet is None:
        raise NotVisible
    data = sheet.made(actor, file_id, language)
    codes: history.Codes = {"sheet": key, "language": language}
    history.record(file_id, "documents", "document.printed", codes, part=DOCUMENTS)
    trail.wrote("document.print", file_id, DOCUMENTS, detail=f"{key} {language}")
    return Opened("sheet.pdf", PDF, data)


def _consent_form(actor: Actor, file_id: UUID, language: str) -> bytes:
    require_right(actor, "consent.record")
    header = file_header(actor, file_id)
    return printed.consent_form(header.reference_name, header.organisation, file_id, language)


CONSENT_FORM: Final = Printable(
    key="consent",
    label=_("Consent form"),
    hint=_("What was explained, each question on its own, how to take a yes back, signature or thumbprint."),
    made=_consent_form,
    kinds=frozenset({"case", "contact"}),
    part=CONSENT,
    right="consent.record",
)
