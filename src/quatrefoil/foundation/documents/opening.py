# SPDX-License-Identifier: Apache-2.0
"""Opening a document: the stripped copy after a reason, the original only as evidence; each is audited and counted."""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.models import AuditEvent, Outcome
from quatrefoil.foundation.documents.actions import document_of
from quatrefoil.foundation.documents.codes import (
    LEGAL_ROUTE,
    MOST_DISTRESSING_A_DAY,
    SUFFIX,
    Copy,
    OriginalGround,
    State,
)
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.records import history
from quatrefoil.foundation.vault import sealing

OPENED = "document.open"
DISTRESSING = "distressing"


@dataclass(frozen=True, slots=True)
class Opened:
    """Bytes on their way to a person. `name` is neutral: number and category, never what somebody called it."""

    name: str
    mime: str
    data: bytes = field(repr=False)

    @property
    def is_image(self) -> bool:
        """May a browser show it in its own window (else it is saved)?"""
        return self.mime in {"image/jpeg", "image/png"}


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much distressing material the actor opened today (SAFETY 18)."""

    today: int
    most: int

    @property
    def is_full(self) -> bool:
        """Is it enough for today?"""
        return self.today >= self.most


@action("document.open")
def open_copy(actor: Actor, document_id: UUID, reason: str = "") -> Opened:
    """The stripped copy, for reading. Images and whatever waits in quarantine need a reason."""
    document = document_of(actor, document_id)
    _refuse_opening(actor, document, reason)
    copy = _content(actor, document, Copy.STRIPPED)
    marked = f" {DISTRESSING}" if document.is_distressing else ""
    trail.read(OPENED, document.file_id, DOCUMENTS, detail=f"{document.id} copy{marked}", purpose=reason)
    data = sealing.open_bytes(copy, "data", reason)
    return Opened(f"document-{document.number}-{document.category}.{SUFFIX[copy.mime]}", copy.mime, data)


@action("document.original")
def open_original(actor: Actor, document_id: UUID, ground: str, reason: str) -> Opened:
    """The untouched original, as evidence. It is checked against the digest that was taken when it came."""
    document = document_of(actor, document_id)
    _refuse_original(document, ground, reason)
    original = _content(actor, document, Copy.ORIGINAL)
    if not is_untouched(original):
        trail.refused(OPENED, document.file_id, DOCUMENTS, detail="not_genuine")
        raise Refused(
            _("The sealed original is not the one that came. Tell your security officer now."), code="altered"
        )
    trail.read(OPENED, document.file_id, DOCUMENTS, detail=f"{document.id} original {ground}", purpose=reason)
    history.record(
        document.file_id, "documents", "document.original_left", {"ground": ground, "number": document.number},
        part=DOCUMENTS,
    )  # fmt: skip
    data = sealing.open_bytes(original, "data", reason)
    return Opened(f"document-{document.number}-original.bin", "application/octet-stream", data)


def exposure(actor: Actor) -> Exposure:
    """Distressing documents that the actor opened today (1 query)."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    opened = AuditEvent.objects.filter(
        actor=actor.member_id, act=OPENED, outcome=Outcome.DONE, at__gte=start, detail__endswith=DISTRESSING
    )
    return Exposure(opened.count(), MOST_DISTRESSING_A_DAY)


def is_untouched(content: Content) -> bool:
    """Are the sealed bytes those that were sealed when the document came?"""
    return content.data is not None and hashlib.sha256(content.data.data).hexdigest() == content.digest


def needs_reason(document: Document) -> bool:
    """Must somebody say why before it opens?"""
    return document.state == State.QUARANTINE or document.is_distressing


def _refuse_opening(actor: Actor, document: Document, reason: str) -> None:
    if document.abuse_material_reported_at is not None:
        raise Refused(LEGAL_ROUTE, code="abuse_material")
    if document.state not in {State.QUARANTINE, State.CLEAN}:
        raise Refused(_("There is no copy to open. The original is kept sealed."), code="no_copy")
    if needs_reason(document) and not reason.strip():
        raise Refused(_("Say why you open this. It stands in the record of who saw what."), code="reason")
    if document.is_distressing and exposure(actor).is_full:
        raise Refused(
            _(
                "You have opened %(count)s distressing documents today. That is enough for one day: ask a colleague, "
                "or open it tomorrow. Talk with your supervisor if it weighs on you."
            )
            % {"count": MOST_DISTRESSING_A_DAY},
            code="enough_today",
        )


def _refuse_original(document: Document, ground: str, reason: str) -> None:
    if ground not in OriginalGround.values or not reason.strip():
        raise Refused(_("Say for what the original leaves, and why."), code="reason")
    if (document.abuse_material_reported_at is not None) != (ground == OriginalGround.ABUSE_AUTHORITY):
        raise Refused(
            LEGAL_ROUTE
            if document.abuse_material_reported_at
            else _("That ground is only for suspected child-abuse material."),
            code="abuse_material",
        )


def _content(actor: Actor, document: Document, copy: str) -> Content:
    found: Content | None = visible(Content.objects.filter(document=document, copy=copy), actor).first()
    if found is None:
        raise NotVisible
    return found
