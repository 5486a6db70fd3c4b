# SPDX-License-Identifier: Apache-2.0
"""What an actor may see of files: header, timeline, notes, links and keyset pages."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.actions import as_directory
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.models import WHOLE
from quatrefoil.foundation.access.selectors import require_visible, visible, visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Organisation
from quatrefoil.foundation.identity.selectors import shown_name_of
from quatrefoil.foundation.records.flags import FLAGS
from quatrefoil.foundation.records.history import sentence_of
from quatrefoil.foundation.records.models import File, FileLink, Flag, History, LinkKind, Note, NoteKind
from quatrefoil.foundation.ui.dates import day, moment
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.selectors import page_of

# Entries that keep a row honest and say nothing to a reader.
UNSPOKEN = ("part.saved",)


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What stands at the top of every record page."""

    id: UUID
    kind: str
    number: str
    reference_name: str
    organisation_id: UUID
    organisation: str
    owner_id: UUID | None
    owner: str
    team_id: UUID | None
    team: str
    region: str
    opened_on: str
    recorded_at: str
    changed: str
    revision: int
    is_paper: bool
    is_closed: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened."""

    at: str
    sentence: str
    tone: str
    by: str
    entered: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note, opened for reading (an audited read)."""

    id: UUID
    kind: str
    kind_label: str
    body: str
    by: str
    on: str
    revision: int
    edit_url: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link to another file the actor also sees."""

    id: UUID
    kind: str
    kind_label: str
    file_id: UUID
    file_kind: str
    reference: str
    since: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page of record ids, newest first."""

    ids: tuple[UUID, ...]
    next_cursor: str


def file_of(actor: Actor, file_id: UUID) -> File:
    """The file itself, for actions and selectors of wings; NotVisible when the actor does not reach it."""
    file = visible(File.objects.select_related("organisation", "owner", "team"), actor).filter(id=file_id).first()
    if file is None:
        require_visible(actor, file_id)
        raise NotVisible
    return file


def file_header(actor: Actor, file_id: UUID) -> FileHeader:
    """Header of one file (1 query)."""
    return header_of(actor, file_of(actor, file_id))


def header_of(actor: Actor, file: File) -> FileHeader:
    """Header from a file already read with its organisation, owner and team."""
    return FileHeader(
        id=file.id,
        kind=file.kind,
        number=file.number,
        reference_name=file.reference_name or file.number,
        organisation_id=file.organisation_id,
        organisation=file.organisation.name,
        owner_id=file.owner_id,
        owner=file.owner.name if file.owner else "",
        team_id=file.team_id,
        team=file.team.name if file.team else "",
        region=file.region,
        opened_on=day(file.opened_on),
        recorded_at=moment(file.recorded_at),
        changed=moment(file.changed_at),
        revision=file.revision,
        is_paper=file.is_paper,
        is_closed=file.closed_on is not None,
        is_own=file.organisation_id == actor.organisation_id,
    )


def member_names(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """Names of colleagues; people of other organisations appear as their organisation (1 query)."""
    found = Member.objects.filter(id__in=ids).values_list("id", "name", "organisation_id", "organisation__name")
    return {
        member: name if organisation == actor.organisation_id else organisation_name
        for member, name, organisation, organisation_name in found
    }


def timeline(
    actor: Actor, file_id: UUID, limit: int = 50, parts: frozenset[str] | None = None
) -> tuple[TimelineRow, ...]:
    """The newest events of a file, of the parts that the actor sees (2 queries; 1 where `parts` are known already)."""
    parts = visible_parts(actor, file_id) if parts is None else parts
    entries = (
        visible(History.objects.filter(file_id=file_id, part__in=parts), actor)
        .exclude(event__in=UNSPOKEN)
        .annotate(by=shown_name_of(actor, "actor"))
        .order_by("-recorded_at", "-id")[:limit]
    )
    return tuple(_timeline_row(entry) for entry in entries)


def _timeline_row(entry: History) -> TimelineRow:
    sentence, tone = sentence_of(entry.event, entry.codes)
    recorded_on = timezone.localtime(entry.recorded_at).date()
    late = entry.valid_on != recorded_on
    return TimelineRow(
        at=day(entry.valid_on) if late else moment(entry.recorded_at),
        sentence=sentence,
        tone=tone,
        by=entry.by or "",  # type: ignore[attr-defined]
        entered=_("entered %(day)s") % {"day": day(recorded_on)} if late else "",
    )


def notes(actor: Actor, file_id: UUID, limit: int = 50) -> tuple[NoteRow, ...]:
    """Notes of a file, newest first, opened in one audited read. Privileged ones are for author and supervisors only."""
    rows = visible(Note.objects.filter(file_id=file_id), actor)
    if "supervisor" not in actor.role_keys:
        rows = rows.filter(~Q(kind=NoteKind.PRIVILEGED) | Q(author=actor.member_id))
    found = list(rows.order_by("-happened_on", "-recorded_at")[:limit])
    names = member_names(actor, {note.author for note in found})
    texts = sealing.open_rows(found, ("body",), purpose="notes") if found else []
    return tuple(
        NoteRow(
            id=note.id,
            kind=note.kind,
            kind_label=str(NoteKind(note.kind).label),
            body=text["body"],
            by=names.get(note.author, ""),
            on=day(note.happened_on),
            revision=note.revision,
            edit_url=reverse("records:edit_note", args=[file_id, note.id]) if _may_mend(actor, note) else "",
        )
        for note, text in zip(found, texts, strict=True)
    )


def note_of(actor: Actor, file_id: UUID, note_id: UUID) -> NoteRow:
    """One note that the actor may mend today; NotVisible for any other."""
    found = next((row for row in notes(actor, file_id, 200) if row.id == note_id and row.edit_url), None)
    if found is None:
        raise NotVisible
    return found


def _may_mend(actor: Actor, note: Note) -> bool:
    """One's own, on the day it was written."""
    return note.author == actor.member_id and timezone.localdate(note.recorded_at) == timezone.localdate()


def links(actor: Actor, file_id: UUID) -> tuple[LinkRow, ...]:
    """Links to other files, only where both sides are visible to the asker (SAFETY 9)."""
    require_visible(actor, file_id)
    found = FileLink.objects.filter(Q(left_id=file_id) | Q(right_id=file_id), undone_at__isnull=True)
    others = {link.id: link.right_id if link.left_id == file_id else link.left_id for link in found}
    seen = {file.id: file for file in visible(File.objects.filter(id__in=others.values()), actor)}
    return tuple(
        LinkRow(
            id=link.id,
            kind=link.kind,
            kind_label=str(LinkKind(link.kind).label),
            file_id=others[link.id],
            file_kind=seen[others[link.id]].kind,
            reference=str(seen[others[link.id]]),
            since=moment(link.made_at),
            url=page_of(seen[others[link.id]].kind, others[link.id]),
        )
        for link in found
        if others[link.id] in seen
    )


def of_situation(actor: Actor, file_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """The other files of the situation this file belongs to, as far as the actor sees them: id and reference name."""
    found = FileLink.objects.filter(kind=LinkKind.SUBJECT, undone_at__isnull=True)
    situations = set(found.filter(right_id=file_id).values_list("left_id", flat=True)) | {file_id}
    members = set(found.filter(left_id__in=situations).values_list("right_id", flat=True)) - {file_id}
    return tuple((file.id, str(file)) for file in visible(File.objects.filter(id__in=members), actor, part="notes"))


def flags(actor: Actor, file_id: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """Flags in force: id, words, until."""
    today = timezone.localdate()
    rows = visible(Flag.objects.filter(file_id=file_id, lowered_at__isnull=True), actor)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("raised_at")
    return tuple(
        (flag.id, str(FLAGS.get(flag.code, flag.code)), day(flag.until) if flag.until else "") for flag in rows
    )


def same_person_files(file_id: UUID) -> frozenset[UUID]:
    """All files linked to this one as the same person, itself included; for rules, not for showing."""
    found, border = {file_id}, {file_id}
    with as_directory():
        while border:
            touching = Q(left_id__in=border) | Q(right_id__in=border)
            rows = FileLink.objects.filter(touching, kind="same_person", undone_at__isnull=True)
            border = {end for pair in rows.values_list("left_id", "right_id") for end in pair} - found
            found |= border
    return frozenset(found)


def files_of_one_person(file_id: UUID) -> frozenset[UUID]:
    """The same person's files, and those that one of them came from or became (a contact and its case); for rules only."""
    found = same_person_files(file_id)
    with as_directory():
        touching = Q(left_id__in=found) | Q(right_id__in=found)
        rows = FileLink.objects.filter(touching, kind=LinkKind.CAME_FROM, undone_at__isnull=True)
        return found.union(*rows.values_list("left_id", "right_id"))


PAGE_SQL = """
SELECT record, sort_at FROM access_reach
WHERE holder = %s AND kind = %s AND part IN (%s, %s) AND (until IS NULL OR until > %s) AND sort_at < %s
{narrowed}
ORDER BY sort_at DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A condition on `access_reach.record` that a wing's own table answers, with its values."""

    sql: str
    values: tuple[str | int | UUID | datetime.datetime, ...] = ()


EVERYTHING = Narrowed("")


def page_of_files(actor: Actor, kind: str, *, after: str = "", size: int = 50, narrowed: Narrowed = EVERYTHING) -> Page:
    """Ids of the newest files of a kind that the actor reaches: starts from reach, one index walk a holder.

    `after` is the cursor of the page before. Exclusions are taken off by the selector that reads the rows
    (`visible`), so a page may be shorter than `size`. At most 1 query.
    """
    if "core" not in actor.parts:
        return Page((), "")
    before = _cursor(after) or timezone.now() + datetime.timedelta(days=1)
    arguments: list[str | int | UUID | datetime.datetime | None] = []
    adapt = connection.ops.adapt_datetimefield_value
    for holder in actor.holders:
        now = timezone.now()
        holder_value = holder.hex if connection.vendor == "sqlite" else holder
        arguments += [holder_value, kind, "core", WHOLE, adapt(now), adapt(before), *narrowed.values, size + 1]
    # `narrowed.sql` is a constant of a wing's code, never what somebody typed.
    sql = PAGE_SQL.format(narrowed=f"AND {narrowed.sql}" if narrowed.sql else "")
    query = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS p{index}" for index in range(len(actor.holders)))  # noqa: S608 - no value stands in the text
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        newest = _newest_first(cursor.fetchall())
    page = newest[:size]
    cursor_text = page[-1][1].isoformat() if len(newest) > size else ""
    return Page(tuple(record for record, _when in page), cursor_text)


def _cursor(after: str) -> datetime.datetime | None:
    """Where the page before ended; None for the first page and for what is no cursor."""
    try:
        at = datetime.datetime.fromisoformat(after)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _newest_first(rows: list[tuple[object, object]]) -> list[tuple[UUID, datetime.datetime]]:
    best: dict[UUID, datetime.datetime] = {}
    for record, when in rows:
        key = record if isinstance(record, UUID) else UUID(str(record))
        at = when if isinstance(when, datetime.datetime) else datetime.datetime.fromisoformat(str(when))
        at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
        best[key] = max(at, best.get(key, at))
    return sorted(best.items(), key=lambda pair: pair[1], reverse=True)


def organisation_name(organisation_id: UUID) -> str:
    """Name of an organisation (not about a person)."""
    return Organisation.objects.values_list("name", flat=True).get(id=organisation_id)


def file_references(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """Reference names of those files that the actor sees (1 query)."""
    if not ids:
        return {}
    return {file.id: str(file) for file in visible(File.objects.filter(id__in=ids), actor)}


def is_file(record: UUID) -> bool:
    """Is this record a file (rather than a package or a question)?"""
    return File.objects.filter(id=record).exists()
