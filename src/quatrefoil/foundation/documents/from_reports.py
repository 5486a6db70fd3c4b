# SPDX-License-Identifier: Apache-2.0
"""The files that came with a public report become documents of the file that was opened from it."""

from uuid import UUID, uuid5

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.documents import hooks
from quatrefoil.foundation.documents.actions import About, attach
from quatrefoil.foundation.documents.codes import Category, Copy, State
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.jobs.actions import enqueue
from quatrefoil.foundation.jobs.work import Work
from quatrefoil.foundation.vault import sealing

TAKE_IN_JOB = "documents.take_in"
CARRY_JOB = "documents.carry"
PURPOSE = "take over from a report"
PURPOSE_CARRY = "take over from another file of the person"


@action("document.add")
def take_in_report_attachments(actor: Actor, report_id: UUID, file_id: UUID) -> UUID | None:
    """Have the files of a report taken over into a file, in the background; None when it came with none.

    Running it again takes over only what is new.
    """
    require_visible(actor, file_id, DOCUMENTS)
    if not any(each.of_report(actor, report_id) for each in hooks.REPORT_FILES):
        return None
    return enqueue(actor, TAKE_IN_JOB, report=report_id, file=file_id)


def take_in(actor: Actor, work: Work, report: UUID, file: UUID) -> None:
    """The job: one file after the other, each sealed before the next is opened."""
    waiting = [(each, known.id) for each in hooks.REPORT_FILES for known in each.of_report(actor, report)]
    for done, (source, attachment) in enumerate(waiting, start=1):
        document = uuid5(attachment, str(file))
        if not visible(Document.objects.filter(id=document), actor).exists():
            came = source.opened(actor, report, attachment, PURPOSE)
            attach(actor, file, came.name, came.data, About(from_report=True), document_id=document)
        work.step(done, len(waiting))
    work.tell(files=len(waiting))


@action("document.add")
def carry_over(actor: Actor, from_file: UUID, to_file: UUID) -> UUID | None:
    """Have the documents of one file copied to another of the same person (contact to case), in the background."""
    require_visible(actor, from_file, DOCUMENTS)
    require_visible(actor, to_file, DOCUMENTS)
    if not visible(Document.objects.filter(file_id=from_file).exclude(state=State.DISCARDED), actor).exists():
        return None
    return enqueue(actor, CARRY_JOB, source=from_file, target=to_file)


def carry(actor: Actor, work: Work, source: UUID, target: UUID) -> None:
    """The job. What was reported as child-abuse material is not copied."""
    rows = visible(Document.objects.filter(file_id=source, abuse_material_reported_at__isnull=True), actor)
    waiting = list(rows.exclude(state=State.DISCARDED).order_by("number"))
    for done, row in enumerate(waiting, start=1):
        _carry_one(actor, row, target)
        work.step(done, len(waiting))
    trail.wrote("document.carry", target, DOCUMENTS, detail=str(source))


def _carry_one(actor: Actor, row: Document, target: UUID) -> None:
    original = visible(Content.objects.filter(document=row, copy=Copy.ORIGINAL), actor).get()
    words = sealing.open_many(row, ("title", "original_name"), PURPOSE_CARRY)
    # The signed sheet of an answer stays with the answer's own file; the copy is a paper like others.
    category = row.category if row.category in Category.values else Category.OTHER
    about = About(category, words["title"], row.happened_on, from_report=row.from_report)
    data = sealing.open_bytes(original, "data", PURPOSE_CARRY)
    attach(actor, target, words["original_name"], data, about, document_id=uuid5(row.id, str(target)))
