# SPDX-License-Identifier: Apache-2.0
"""Documents as people see them: rows of ready strings. Images only as blurred previews, never as they are."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.documents import hooks
from quatrefoil.foundation.documents.actions import document_of
from quatrefoil.foundation.documents.codes import IMAGES, KEPT, LEGAL_ROUTE, RECORDING, WHY, Category, Copy, State
from quatrefoil.foundation.documents.models import Content, Document
from quatrefoil.foundation.documents.opening import needs_reason
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.records.selectors import member_names
from quatrefoil.foundation.ui.dates import day, moment
from quatrefoil.foundation.ui.pieces import Chip
from quatrefoil.foundation.vault import sealing

MOST_ROWS = 100
LIST, ONE = "list of documents", "document page"
TONES = {
    State.CHECKING: "due",
    State.QUARANTINE: "warn",
    State.CLEAN: "good",
    State.REFUSED: "overdue",
    State.ORIGINAL_ONLY: "neutral",
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document, in ready strings. `preview` is a data address of a picture in which nothing can be made out."""

    id: UUID
    file_id: UUID
    label: str
    category: str
    category_label: str
    title: str = field(repr=False)
    state: str
    chip: Chip
    warning: Chip | None
    reasons: tuple[str, ...]
    size: str
    added: str
    by: str
    happened_on: str
    came_from: str
    is_image: bool
    is_distressing: bool
    is_reported: bool
    is_sheet: bool
    may_open: bool
    needs_reason: bool
    preview: str = field(repr=False)
    url: str


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """An answer that has no signed sheet yet."""

    id: UUID
    words: str


def documents_of(actor: Actor, file_id: UUID) -> tuple[DocumentRow, ...]:
    """The newest documents of a file; titles and previews are opened in two audited reads."""
    require_visible(actor, file_id, DOCUMENTS)
    rows = visible(Document.objects.filter(file_id=file_id).exclude(state=State.DISCARDED), actor)
    return _rows(actor, list(rows.order_by("-number")[:MOST_ROWS]), LIST)


def document(actor: Actor, document_id: UUID) -> DocumentRow:
    """One document; NotVisible when the actor does not reach it or it was discarded."""
    return _rows(actor, [document_of(actor, document_id)], ONE)[0]


def kept(actor: Actor, file_id: UUID) -> QuerySet[Document]:
    """Documents of a file, to be counted on its tab."""
    return visible(Document.objects.filter(file_id=file_id).exclude(state=State.DISCARDED), actor)


def sheet_choices(actor: Actor, file_id: UUID) -> tuple[SheetChoice, ...]:
    """Answers of the person that have no signed sheet yet."""
    return tuple(SheetChoice(*each) for sheets in hooks.SHEETS for each in sheets.choices(actor, file_id))


def custody(actor: Actor, document_id: UUID) -> tuple[tuple[str, str], ...]:
    """The digests of the sealed contents with what they are: shows that the evidence is the one that came."""
    row = document_of(actor, document_id)
    kept = visible(Content.objects.filter(document=row), actor).defer("data").order_by("made_at", "copy")
    return tuple((str(Copy(each.copy).label), each.digest) for each in kept)


def _rows(actor: Actor, documents: list[Document], purpose: str) -> tuple[DocumentRow, ...]:
    titles = sealing.open_rows(documents, ("title",), purpose)
    previews = _previews(actor, documents, purpose)
    names = member_names(actor, {row.added_by for row in documents})
    return tuple(
        _row(row, said["title"], previews.get(row.id, ""), names.get(row.added_by, ""))
        for row, said in zip(documents, titles, strict=True)
    )


def _previews(actor: Actor, documents: list[Document], purpose: str) -> dict[UUID, str]:
    shown = [row.id for row in documents if row.abuse_material_reported_at is None]
    found = list(visible(Content.objects.filter(document_id__in=shown, copy=Copy.PREVIEW), actor))
    opened = sealing.open_rows(found, ("data",), purpose)
    return {
        content.document_id: f"data:image/jpeg;base64,{said['data']}"
        for content, said in zip(found, opened, strict=True)
    }


def _row(row: Document, title: str, preview: str, by: str) -> DocumentRow:
    reported = row.abuse_material_reported_at is not None
    return DocumentRow(
        id=row.id,
        file_id=row.file_id,
        label=_("Document %(number)s") % {"number": row.number},
        category=row.category,
        category_label=str(Category(row.category).label),
        title=title,
        state=row.state,
        chip=_chip(row, reported=reported),
        warning=Chip(_("distressing"), "warn") if row.is_distressing and not reported else None,
        reasons=_reasons(row, reported=reported),
        size=filesizeformat(row.size),
        added=moment(row.recorded_at),
        by=by,
        happened_on=day(row.happened_on),
        came_from=_("Came with a public report") if row.from_report else "",
        is_image=row.kind in IMAGES,
        is_distressing=row.is_distressing,
        is_reported=reported,
        is_sheet=row.consent is not None,
        may_open=row.state in {State.QUARANTINE, State.CLEAN} and not reported,
        needs_reason=needs_reason(row),
        preview=preview,
        url=reverse("documents:one", args=[row.id]),
    )


def _chip(row: Document, *, reported: bool) -> Chip:
    if reported:
        return Chip(_("Reported, closed"), "overdue")
    return Chip(str(State(row.state).label), TONES.get(State(row.state), "neutral"))  # type: ignore[arg-type]


def _reasons(row: Document, *, reported: bool) -> tuple[str, ...]:
    if reported:
        return (str(LEGAL_ROUTE),)
    said = tuple(str(WHY[reason]) for reason in row.reasons if reason in WHY)
    if row.state == State.REFUSED:
        return (*said, str(KEPT))
    return (*said, str(RECORDING)) if row.state == State.ORIGINAL_ONLY else said
