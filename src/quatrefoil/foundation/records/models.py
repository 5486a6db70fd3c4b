# SPDX-License-Identifier: Apache-2.0
"""Files, their history, notes, flags and links. A file belongs to one organisation; a person is a cluster of files."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.vault.models import Part, SealedField


class FileKind(models.TextChoices):
    """What a file is about; wings hang their own table on it."""

    CONTACT = "contact", _("Contact")
    SITUATION = "situation", _("Situation")
    CASE = "case", _("Case")
    REPORT = "report", _("Report")


class File(Guarded):
    """One organisation's file. Everything seen separately hangs on it as a part."""

    guard = ("id", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    number = models.CharField(max_length=20, help_text="Year and a running number, unique in the organisation.")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("identity.Team", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner = models.ForeignKey("identity.Member", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reference_word = models.CharField(max_length=20, blank=True)
    reference_digits = models.CharField(max_length=4, blank=True)
    region = models.CharField(max_length=20, blank=True)
    opened_on = models.DateField(default=timezone.localdate, help_text="Valid date: when it happened.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="When it was entered.")
    changed_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)
    is_paper = models.BooleanField(default=False, help_text="Entered later from paper, with its own dates.")
    closed_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    hold_reason = models.CharField(max_length=40, blank=True, help_text="A hold stops erasure; code only.")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Home pages count what is open; the closed files of many years are not walked for it.
        indexes: ClassVar = [
            models.Index(fields=["owner", "kind"], name="open_files_of_owner", condition=models.Q(closed_on=None)),
            models.Index(fields=["team", "kind"], name="open_files_of_team", condition=models.Q(closed_on=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="file_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "reference_word", "reference_digits"],
                condition=~models.Q(reference_word=""),
                name="reference_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference_name or self.number

    @property
    def reference_name(self) -> str:
        """A word and four digits that can be said on the phone; stands in place of a name everywhere."""
        return f"{self.reference_word} {self.reference_digits}".strip()


class RetentionRule(models.Model):
    """How long files of a kind are kept after they are closed; `retention.DEFAULT_YEARS` holds where no row stands."""

    kind = models.CharField(max_length=20, unique=True)
    years_after_close = models.PositiveSmallIntegerField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.kind}: {self.years_after_close}"


class FileCounter(models.Model):
    """The last running number of an organisation, kind and year."""

    organisation = models.UUIDField()
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class RecipientName(Guarded):
    """The other reference name by which one recipient knows the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="recipient_names")
    recipient = models.UUIDField(help_text="Organisation.")
    word = models.CharField(max_length=20)
    digits = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "recipient"], name="recipient_name_once")]

    def __str__(self) -> str:
        return f"{self.word} {self.digits}"


class History(Guarded):
    """What happened to a file, in codes, bands and digests of ciphertexts. Append-only; facts are a reading of it."""

    append_only: ClassVar = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="history")
    wing = models.CharField(max_length=20)
    event = models.CharField(max_length=40)
    valid_on = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now)
    actor = models.UUIDField()
    part = models.CharField(max_length=20, default="core")
    codes = models.JSONField(default=dict, help_text="Codes and bands by name; never content.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "-recorded_at"]), models.Index(fields=["recorded_at", "id"])]

    def __str__(self) -> str:
        return self.event


class NoteKind(models.TextChoices):
    """How far a note is seen."""

    WORK = "work", _("Work note")
    SAFETY = "safety", _("Safety note")
    PRIVILEGED = "privileged", _("Privileged note")
    GROUP = "group", _("Group note")


class Note(Part):
    """A note on a file; a group note is one text on several files."""

    part_kind = "notes"
    guard = ("file_id", "notes")

    kind = models.CharField(max_length=20, choices=NoteKind.choices, default=NoteKind.WORK)
    group = models.UUIDField(null=True, blank=True, help_text="Same for all files of a group note.")
    body = SealedField()
    author = models.UUIDField()
    happened_on = models.DateField(default=timezone.localdate)


class Flag(Guarded):
    """Something about a file that must be seen until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    until = models.DateField(null=True, blank=True)
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField(default=timezone.now)
    lowered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class LinkKind(models.TextChoices):
    """How two files belong together."""

    SAME_PERSON = "same_person", _("Same person")
    CAME_FROM = "came_from", _("Came from")
    SUBJECT = "subject", _("Person in a situation")


class FileLink(Guarded):
    """A reversible link between two files; merging people is nothing else (SAFETY 12)."""

    guard = ("left_id", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    left = models.ForeignKey(File, on_delete=models.CASCADE, related_name="links_out")
    right = models.ForeignKey(File, on_delete=models.CASCADE, related_name="links_in")
    ground = models.CharField(max_length=40)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "left", "right"], condition=models.Q(undone_at__isnull=True), name="link_once"
            )
        ]

    def __str__(self) -> str:
        return self.kind
