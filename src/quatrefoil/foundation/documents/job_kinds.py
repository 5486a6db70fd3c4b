# SPDX-License-Identifier: Apache-2.0
"""The background work of documents: checking what came, and taking over the files of a public report."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.documents import actions, from_reports
from quatrefoil.foundation.documents.checking import check
from quatrefoil.foundation.documents.codes import Copy
from quatrefoil.foundation.documents.models import Content
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.kinds import declare
from quatrefoil.foundation.jobs.work import Work
from quatrefoil.foundation.vault import sealing

PURPOSE = "check of a file"


def check_document(actor: Actor, work: Work, document: UUID) -> None:
    """Open the original, have the sandbox judge and strip it, and keep what came of it."""
    row = actions.document_of(actor, document)
    original = visible(Content.objects.filter(document=row, copy=Copy.ORIGINAL), actor).get()
    data = sealing.open_bytes(original, "data", PURPOSE)
    name = sealing.open_text(row, "original_name", PURPOSE)
    found = check(data, name, from_stranger=row.from_report)
    actions.store_check(actor, document, found)
    work.tell(state=found.state)


declare(actions.CHECK_JOB, check_document, _("Check a document"), right="document.add")
declare(
    from_reports.TAKE_IN_JOB, from_reports.take_in, _("Take over the files of a public report"), right="document.add"
)
declare(from_reports.CARRY_JOB, from_reports.carry, _("Take over documents from another file"), right="document.add")
