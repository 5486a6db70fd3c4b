# SPDX-License-Identifier: Apache-2.0
"""Opening, changing, assigning and linking files."""

import datetime
import re
from collections.abc import Callable
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import emergency, history, retention
from quatrefoil.foundation.records.flags import FLAGS
from quatrefoil.foundation.records.models import (
    File,
    FileCounter,
    FileLink,
    Flag,
    LinkKind,
    Note,
    NoteKind,
    RecipientName,
)
from quatrefoil.foundation.records.names import fresh_name
from quatrefoil.foundation.records.selectors import same_person_files
from quatrefoil.foundation.vault.parts import save_part

DIGITS = re.compile(r"^\d{4}$")
# With half of all names of an organisation in use, one opening in a million fails.
NAMES_TO_TRY = 20

# Called with a link that was undone, inside the undoing: the messages room tells who worked by it (SAFETY 12).
ON_LINK_UNDONE: list[Callable[[FileLink], None]] = []


def open_file(
    actor: Actor,
    kind: str,
    *,
    team_id: UUID | None = None,
    owner_id: UUID | None = None,
    region: str = "",
    opened_on: datetime.date | None = None,
    is_paper: bool = False,
    file_id: UUID | None = None,
    named: bool = True,
) -> File:
    """A new file of the actor's organisation, numbered, named, and reached by its owner and team.

    Called inside a wing's action (which holds the right). Idempotent on `file_id`.
    """
    file = File(
        id=file_id or uuid4(),
        kind=kind,
        number=_next_number(actor.organisation_id, kind),
        organisation_id=actor.organisation_id,
        team_id=team_id,
        owner_id=owner_id,
        region=region,
        opened_on=opened_on or timezone.localdate(),
        is_paper=is_paper,
    )
    if named:
        _save_under_a_free_name(file)
    else:
        file.save(force_insert=True)
    trail.wrote("file.open", file.id, detail=kind)
    place(file)
    return file


def _save_under_a_free_name(file: File) -> None:
    """Only the database knows which names are taken: most files of the organisation are out of sight here."""
    for left in reversed(range(NAMES_TO_TRY)):
        file.reference_word, file.reference_digits = fresh_name()
        try:
            with transaction.atomic():
                file.save(force_insert=True)
        except IntegrityError as taken:
            if not left or not _is_about_the_name(taken):
                raise
        else:
            return


def _is_about_the_name(error: IntegrityError) -> bool:
    return "reference_" in str(error)  # PostgreSQL names the constraint, SQLite its columns


def place(file: File) -> None:
    """Grant reach to the owner and the team of a file (reach last)."""
    if file.owner_id:
        access.grant(file.owner_id, file.id, file.kind, ground=Ground.OWNER)
        emergency.grant_covers(file)
    if file.team_id:
        access.grant(file.team_id, file.id, file.kind, ground=Ground.TEAM)


def _next_number(organisation_id: UUID, kind: str) -> str:
    year = timezone.localdate().year
    counter, _made = FileCounter.objects.select_for_update().get_or_create(
        organisation=organisation_id, kind=kind, year=year
    )
    counter.last = F("last") + 1
    counter.save(update_fields=["last"])
    counter.refresh_from_db(fields=["last"])
    return f"{year}-{counter.last:04d}"


def bump(actor: Actor, file_id: UUID, seen_revision: int) -> File:
    """Count a change to a file; raises Stale when somebody else changed it since it was read."""
    require_visible(actor, file_id)
    now = timezone.now()
    changed = File.objects.filter(id=file_id, revision=seen_revision).update(revision=F("revision") + 1, changed_at=now)
    if not changed:
        raise Stale(
            _("Somebody else changed this file while you were writing. Your text is kept: compare and save."),
            code="stale",
        )
    access.touch(file_id, now)
    return File.objects.get(id=file_id)


def touch(file_id: UUID) -> None:
    """Bring a file to the top after something happened on it that needs no revision."""
    now = timezone.now()
    File.objects.filter(id=file_id).update(changed_at=now)
    access.touch(file_id, now)


def assign(actor: Actor, file_id: UUID, *, owner_id: UUID | None, team_id: UUID | None) -> File:
    """Give a file another owner or team of the same organisation; the old ones lose what they held through it."""
    require_visible(actor, file_id)
    file = File.objects.get(id=file_id)
    if file.organisation_id != actor.organisation_id:
        raise Refused(_("Only the organisation that holds the file can assign it."), code="other_organisation")
    old_owner, old_team = file.owner_id, file.team_id
    file.owner_id, file.team_id = owner_id, team_id
    file.revision += 1
    file.save(update_fields=["owner", "team", "revision"])
    history.record(file, "records", "file.assigned")
    trail.wrote("file.assign", file_id)
    place(file)
    if old_owner and old_owner != owner_id:
        access.revoke(file_id, holder=old_owner, ground=Ground.OWNER)
        emergency.revoke_covers(file_id, old_owner)
    if old_team and old_team != team_id:
        access.revoke(file_id, holder=old_team, ground=Ground.TEAM)
    return file


@action("case.reference_name")
def rename_reference(actor: Actor, file_id: UUID, word: str, digits: str) -> None:
    """Take the reference name that the person chose; refused when it could be somebody's name or is taken."""
    require_visible(actor, file_id)
    word = word.strip().capitalize()
    if not word.isalpha() or not 3 <= len(word) <= 20 or not DIGITS.match(digits):  # noqa: PLR2004
        raise Refused(_("A reference name is one word of 3 to 20 letters and four digits."), code="not_a_name")
    try:
        with transaction.atomic():
            row = File.objects.filter(id=file_id)
            row.update(reference_word=word, reference_digits=digits, revision=F("revision") + 1)
    except IntegrityError as taken:
        raise Refused(_("That reference name is taken. Choose other digits."), code="taken") from taken
    history.record(file_id, "records", "file.renamed")
    trail.wrote("file.rename", file_id)


def recipient_name(file_id: UUID, recipient: UUID) -> str:
    """The reference name under which one recipient knows the file; made on first use."""
    known = RecipientName.objects.filter(file_id=file_id, recipient=recipient).first()
    if known is None:
        word, digits = fresh_name()
        known = RecipientName(file_id=file_id, recipient=recipient, word=word, digits=digits)
        known.save(force_insert=True)
    return str(known)


@action("note.write")
def write_note(
    actor: Actor,
    file_id: UUID,
    body: str,
    *,
    kind: str = NoteKind.WORK,
    happened_on: datetime.date | None = None,
    also_on: tuple[UUID, ...] = (),
    note_id: UUID | None = None,
) -> UUID:
    """Write a note; with `also_on` it is a group note, sealed on each file separately. Idempotent on `note_id`."""
    if not body.strip():
        raise Refused(_("Write the note first."), code="empty")
    group = uuid4() if also_on else None
    first = None
    for target in (file_id, *also_on):
        require_visible(actor, target, "notes")
        note = Note(file_id=target, kind=NoteKind.GROUP if group else kind, group=group, author=actor.member_id)
        note.happened_on = happened_on or timezone.localdate()
        if note_id and target == file_id:
            if Note.objects.filter(id=note_id).exists():
                return note_id
            note.id = note_id
        save_part(note, {"body": body})
        history.record(target, "records", "note.written", {"kind": note.kind}, valid_on=note.happened_on, part="notes")
        trail.wrote("note.write", target, "notes", detail=note.kind)
        touch(target)
        first = first or note.id
    return first  # type: ignore[return-value]


@action("note.write")
def edit_note(actor: Actor, file_id: UUID, note_id: UUID, body: str, seen_revision: int) -> None:
    """Mend one's own note on the day it was written; afterwards it stands, and a new note says what was wrong.

    Raises PartConflict when it was changed meanwhile.
    """
    require_visible(actor, file_id, "notes")
    note = Note.objects.filter(id=note_id, file_id=file_id, author=actor.member_id).first()
    if note is None:
        raise NotVisible
    if not body.strip():
        raise Refused(_("Write the note first."), code="empty")
    if timezone.localdate(note.recorded_at) != timezone.localdate():
        raise Refused(_("A note is mended on the day it was written. Write a new note instead."), code="too_late")
    if save_part(note, {"body": body}, seen_revision=seen_revision).revision == note.revision:
        return
    history.record(file_id, "records", "note.mended", {"kind": note.kind}, part="notes")
    trail.wrote("note.mend", file_id, "notes")


@action("note.write")
def raise_flag(actor: Actor, file_id: UUID, code: str, until: datetime.date | None = None) -> None:
    """Mark a file with something that must be seen until a day."""
    require_visible(actor, file_id)
    if code not in FLAGS:
        raise Refused(_("Choose one of the flags."), code="flag")
    Flag(file_id=file_id, code=code, until=until, raised_by=actor.member_id).save(force_insert=True)
    history.record(file_id, "records", "flag.raised", {"flag": code})
    trail.wrote("flag.raise", file_id, detail=code)


@action("note.write")
def lower_flag(actor: Actor, file_id: UUID, flag_id: UUID) -> None:
    """Take a flag down again."""
    require_visible(actor, file_id)
    if not Flag.objects.filter(id=flag_id, file_id=file_id, lowered_at__isnull=True).update(lowered_at=timezone.now()):
        raise NotVisible
    history.record(file_id, "records", "flag.lowered")
    trail.wrote("flag.lower", file_id)


def close_file(file_id: UUID, on: datetime.date | None = None) -> None:
    """A wing closed its record: from now on the schedule of retention runs. Called inside the wing's action."""
    on = on or timezone.localdate()
    kind = File.objects.values_list("kind", flat=True).get(id=file_id)
    until = retention.keep_until(kind, on)
    File.objects.filter(id=file_id).update(closed_on=on, keep_until=until)
    history.record(file_id, "records", "file.kept", {"until": until.isoformat()})
    trail.wrote("file.close", file_id, detail=until.isoformat())


def reopen_file(file_id: UUID) -> None:
    """A wing opened its record again: nothing of it is erased by date."""
    File.objects.filter(id=file_id).update(closed_on=None, keep_until=None)
    trail.wrote("file.reopen", file_id)


def link_files(actor: Actor, kind: str, left: UUID, right: UUID, ground: str) -> UUID:
    """Link two files the actor reaches; same-person links never cross organisations here (SAFETY 12)."""
    for each in (left, right):
        require_visible(actor, each)
    if left == right:
        raise Refused(_("These are the same file."), code="same_file")
    either = Q(left_id=left, right_id=right) | Q(left_id=right, right_id=left)
    if FileLink.objects.filter(either, kind=kind, undone_at__isnull=True).exists():
        raise Refused(_("These files are linked already."), code="linked")
    if kind == LinkKind.SAME_PERSON:
        _refuse_unsafe_merge(left, right, ground)
    link = FileLink(kind=kind, left_id=left, right_id=right, ground=ground, made_by=actor.member_id)
    link.save(force_insert=True)
    for each in (left, right):
        history.record(each, "records", "file.linked", {"kind": kind, "ground": ground})
        trail.wrote("file.link", each, detail=f"{kind} {link.id}")
    if kind == LinkKind.SAME_PERSON:
        emergency.share_exclusions(same_person_files(left), actor.member_id)
    return link.id


def _refuse_unsafe_merge(left: UUID, right: UUID, ground: str) -> None:
    organisations = set(File.objects.filter(id__in=(left, right)).values_list("organisation_id", flat=True))
    if len(organisations) > 1:
        raise Refused(
            _("Files of two organisations are not joined. Send a referral instead."), code="two_organisations"
        )
    if ground == "shared_phone":
        raise Refused(_("A shared phone alone does not show that this is the same person."), code="shared_phone")


def unlink_files(actor: Actor, link_id: UUID) -> None:
    """Undo a link; both files stay as they were. Of a same-person link, who worked by it is told (SAFETY 12)."""
    link = FileLink.objects.filter(id=link_id, undone_at__isnull=True).first()
    if link is None:
        raise NotVisible
    require_visible(actor, link.left_id)
    link.undone_at, link.undone_by = timezone.now(), actor.member_id
    link.save(update_fields=["undone_at", "undone_by"])
    for each in (link.left_id, link.right_id):
        history.record(each, "records", "file.unlinked", {"kind": link.kind})
        trail.wrote("file.unlink", each, detail=str(link.id))
    if link.kind == LinkKind.SAME_PERSON:
        for listener in ON_LINK_UNDONE:
            listener(link)


@action("person.link")
def link_same_person(actor: Actor, left: UUID, right: UUID, ground: str) -> UUID:
    """Say that two files are about one person; reversible, the strictest consent wins from now on."""
    return link_files(actor, LinkKind.SAME_PERSON, left, right, ground)


@action("person.link")
def undo_same_person(actor: Actor, link_id: UUID) -> None:
    """Say that the two files are not about one person after all."""
    unlink_files(actor, link_id)
