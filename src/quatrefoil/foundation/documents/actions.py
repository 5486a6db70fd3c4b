# SPDX-License-Identifier: Apache-2.0
"""Taking in a document, what the check found, and what people decide about it. The original is sealed first, always."""

import datetime
import hashlib
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.documents import hooks, supervisors
from quatrefoil.foundation.documents.checking import Found
from quatrefoil.foundation.documents.codes import (
    DESTROYS_ORIGINAL,
    LARGEST_FILE,
    Category,
    Copy,
    DiscardReason,
    Kind,
    State,
)
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.jobs.actions import enqueue
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.actions import touch
from quatrefoil.foundation.records.selectors import file_of
from quatrefoil.foundation.vault import sealing

CHECK_JOB = "documents.check"
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document that is added. `happened_on`: the date on the paper."""

    category: str = Category.OTHER
    title: str = field(default="", repr=False)
    happened_on: datetime.date | None = None
    from_report: bool = False
    consent: UUID | None = None


@action("document.add")
def attach(
    actor: Actor, file_id: UUID, name: str, data: bytes, about: About = About(), *, document_id: UUID | None = None
) -> UUID:
    """Seal a file as it came, then have it checked and stripped in the background. Idempotent on `document_id`.

    Raises Refused for an empty file and for one that is larger than 25 MB; every other file is kept, even a hostile one.
    """
    require_visible(actor, file_id, DOCUMENTS)
    if document_id and visible(Document.objects.filter(id=document_id), actor).exists():
        return document_id
    _refuse_size(data)
    touch(file_id)  # also makes the numbering wait for whoever adds to the same file at this moment
    document = _document(actor, file_id, len(data), about, document_id or uuid4())
    sealing.fill(document, title=about.title.strip()[:LONGEST_TITLE], original_name=name)
    document.save(force_insert=True)
    original = _keep(document, Copy.ORIGINAL, "application/octet-stream", data)
    codes: history.Codes = {"category": document.category, "number": document.number, "digest": original.digest}
    history.record(file_id, "documents", "document.added", codes, valid_on=document.happened_on, part=DOCUMENTS)
    trail.wrote("document.add", file_id, DOCUMENTS, detail=f"{document.id} {document.category}")
    enqueue(actor, CHECK_JOB, document=document.id)
    return document.id


@action("document.add")
def attach_signed_sheet(
    actor: Actor, file_id: UUID, consent_id: UUID, name: str, data: bytes, *, document_id: UUID | None = None
) -> UUID:
    """Keep the scan or photograph of a signed sheet or thumbprint with the answer it belongs to."""
    if not hooks.SHEETS:
        raise Refused(_("No part of this installation keeps consents."), code="no_consents")
    offered = {choice for sheets in hooks.SHEETS for choice, _words in sheets.choices(actor, file_id)}
    if consent_id not in offered:
        raise Refused(_("Choose an answer of this person that has no signed sheet yet."), code="no_such_consent")
    about = About(Category.CONSENT_FORM, consent=consent_id)
    made = attach(actor, file_id, name, data, about, document_id=document_id)
    for sheets in hooks.SHEETS:
        sheets.keep(actor, consent_id, made)
    return made


@action("document.add")
def check_again(actor: Actor, document_id: UUID) -> None:
    """Have a document checked once more, after a worker was killed or the checks became better."""
    document = document_of(actor, document_id)
    if document.state not in {State.CHECKING, State.REFUSED}:
        raise Refused(_("This document was checked already."), code="checked")
    visible(Document.objects.filter(id=document_id), actor).update(state=State.CHECKING)
    trail.wrote("document.check_again", document.file_id, DOCUMENTS, detail=str(document_id))
    enqueue(actor, CHECK_JOB, document=document_id)


@action("document.add")
def store_check(actor: Actor, document_id: UUID, found: Found) -> None:
    """Write down what the check found, with the stripped copy and the blurred preview. The original is not touched."""
    document = document_of(actor, document_id)
    if document.state != State.CHECKING:
        return
    if found.stripped is not None:
        _keep(document, Copy.STRIPPED, found.mime, found.stripped)
    if found.preview is not None:
        _keep(document, Copy.PREVIEW, "image/jpeg", found.preview.encode())
    visible(Document.objects.filter(id=document_id), actor).update(
        state=found.state, kind=found.kind, reasons=list(found.reasons), checked_at=timezone.now()
    )
    codes: history.Codes = {"state": found.state, "number": document.number}
    history.record(document.file_id, "documents", "document.checked", codes, part=DOCUMENTS)
    trail.wrote("document.check", document.file_id, DOCUMENTS, detail=f"{document_id} {found.state}")


@action("document.open")
def release(actor: Actor, document_id: UUID) -> None:
    """Somebody looked: the document leaves quarantine and opens without a reason. Lists go on showing it blurred."""
    document = document_of(actor, document_id)
    if document.state != State.QUARANTINE or document.abuse_material_reported_at is not None:
        raise Refused(_("Only a document in quarantine can be released."), code="not_in_quarantine")
    visible(Document.objects.filter(id=document_id), actor).update(state=State.CLEAN)
    history.record(document.file_id, "documents", "document.released", {"number": document.number}, part=DOCUMENTS)
    trail.wrote("document.release", document.file_id, DOCUMENTS, detail=str(document_id))


@action("document.open")
def mark_distressing(actor: Actor, document_id: UUID, *, distressing: bool = True) -> None:
    """Warn colleagues before they open it. What is marked counts for how much one person looks at in a day."""
    document = document_of(actor, document_id)
    visible(Document.objects.filter(id=document_id), actor).update(is_distressing=distressing)
    trail.wrote("document.mark", document.file_id, DOCUMENTS, detail=f"{document_id} {distressing}")


@action("document.open")
def report_abuse_material(actor: Actor, document_id: UUID) -> None:
    """Suspected child-abuse material: from now nobody opens it, and the supervisor is told. Cannot be taken back here."""
    document = document_of(actor, document_id)
    if document.abuse_material_reported_at is not None:
        return
    visible(Document.objects.filter(id=document_id), actor).update(
        abuse_material_reported_at=timezone.now(), is_distressing=True
    )
    history.record(
        document.file_id, "documents", "document.abuse_suspected", {"number": document.number}, part=DOCUMENTS
    )
    trail.wrote("document.report_abuse", document.file_id, DOCUMENTS, detail=str(document_id))
    for supervisor in supervisors.of_file(file_of(actor, document.file_id)):
        hooks.notify(supervisor, "document.abuse_suspected", document_id)


@action("document.discard")
def discard(actor: Actor, document_id: UUID, reason: str) -> None:
    """Take a document out of the file. Copies go; the original goes only where keeping it would be the wrong itself.

    Refused while a hold stands, for what may be child-abuse material, and for the signed sheet of an answer.
    """
    document = document_of(actor, document_id)
    _refuse_discard(actor, document, reason)
    gone = Content.objects.filter(document=document)
    visible(gone if reason in DESTROYS_ORIGINAL else gone.exclude(copy=Copy.ORIGINAL), actor).delete()
    visible(Document.objects.filter(id=document_id), actor).update(
        state=State.DISCARDED, discard_reason=reason, discarded_at=timezone.now()
    )
    codes: history.Codes = {"reason": reason, "number": document.number}
    history.record(document.file_id, "documents", "document.discarded", codes, part=DOCUMENTS)
    trail.wrote("document.discard", document.file_id, DOCUMENTS, detail=f"{document_id} {reason}")


def document_of(actor: Actor, document_id: UUID) -> Document:
    """A document that the actor reaches and that was not discarded; NotVisible otherwise."""
    found: Document | None = visible(Document.objects.filter(id=document_id), actor).first()
    if found is None or found.state == State.DISCARDED:
        raise NotVisible
    return found


def _refuse_size(data: bytes) -> None:
    if not data:
        raise Refused(_("The file is empty. Choose another one."), code="empty")
    if len(data) > LARGEST_FILE:
        raise Refused(
            _("The file is larger than 25 MB and was not kept. Make it smaller, or add it in parts."), code="too_large"
        )


def _refuse_discard(actor: Actor, document: Document, reason: str) -> None:
    if reason not in DiscardReason.values:
        raise Refused(_("Choose the reason."), code="reason")
    if file_of(actor, document.file_id).hold_reason:
        raise Refused(_("A hold stands on this file, so nothing is discarded. Lift the hold first."), code="held")
    if document.abuse_material_reported_at is not None:
        raise Refused(_("The body that the law names decides about this. It is kept sealed until then."), code="abuse")
    if document.consent is not None:
        raise Refused(
            _("This is the signed sheet of an answer. It stays as long as the answer does."), code="signed_sheet"
        )


def _document(actor: Actor, file_id: UUID, size: int, about: About, document_id: UUID) -> Document:
    highest = visible(Document.objects.filter(file_id=file_id), actor).aggregate(highest=Max("number"))["highest"]
    return Document(
        id=document_id,
        file_id=file_id,
        number=(highest or 0) + 1,
        category=about.category if about.category in Category.values else Category.OTHER,
        kind=Kind.UNKNOWN,
        size=size,
        from_report=about.from_report,
        consent=about.consent,
        added_by=actor.member_id,
        happened_on=about.happened_on or timezone.localdate(),
    )


def _keep(document: Document, copy: str, mime: str, data: bytes) -> Content:
    content = Content(document=document, file_id=document.file_id, copy=copy, mime=mime)
    content.data = sealing.seal_bytes(content, "data", data)
    content.digest = hashlib.sha256(content.data.data).hexdigest()
    content.save(force_insert=True)
    return content
