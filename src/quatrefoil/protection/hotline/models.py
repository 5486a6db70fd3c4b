# SPDX-License-Identifier: Apache-2.0
"""What the desk writes down: contacts, what was said, danger, holds; and counts that are about nobody."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.registers.kinds import Weekday
from quatrefoil.foundation.vault.models import Part, SealedField
from quatrefoil.protection.hotline.codes import ContactState, HoldState


class Contact(Guarded):
    """One call, message or visit: codes only. What was said is a part of its own."""

    guard = ("file_id", "core")

    file = models.OneToOneField("records.File", on_delete=models.CASCADE, primary_key=True, related_name="+")
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=ContactState.choices, default=ContactState.WAITING)
    language = models.CharField(max_length=10, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    caller = models.CharField(max_length=20, blank=True, help_text="Who made contact, as a relation; never a name.")
    age_band = models.CharField(max_length=8, blank=True)
    under_18 = models.CharField(max_length=10, blank=True)
    safe_to_call_back = models.CharField(max_length=20, default="not_asked")
    heard_of_us = models.CharField(max_length=20, blank=True)
    danger = models.CharField(max_length=20, default="not_known")
    priority = models.PositiveSmallIntegerField(default=1, help_text="3 danger now, 2 danger soon, 1 others.")
    outcome = models.CharField(max_length=30, blank=True)
    report = models.UUIDField(null=True, blank=True, help_text="The public report that this contact answers.")
    team = models.UUIDField(db_index=True)
    logged_by = models.UUIDField()
    claimed_by = models.UUIDField(null=True, blank=True, db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counted_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-priority", "started_at"], name="contact_by_state")]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind}"


class ContactWords(Part):
    """What was said: the original beside its translation. Written once; more is a note."""

    part_kind = "report"
    guard = ("file_id", "report")

    words = SealedField()
    translation = SealedField()
    language = models.CharField(max_length=10, blank=True)
    written_by = models.UUIDField()


class TallyContact(models.Model):
    """A contact for which no file is opened: counted by day in codes. About nobody, so not guarded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.UUIDField()
    on = models.DateField(default=timezone.localdate)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=10, blank=True)
    region = models.CharField(max_length=20, blank=True)
    heard_of_us = models.CharField(max_length=20, blank=True)
    pointed_to = models.CharField(max_length=30, blank=True, help_text="Kind of service the caller was pointed to.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "on"])]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class DraftContact(Guarded):
    """A page that is not finished: sealed, seen by its member only, gone when finished or after a day."""

    guard = ("id", "report")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.UUIDField(db_index=True)
    content = SealedField()
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.saved_at:%H:%M}"


class Danger(Guarded):
    """Danger now: who marked it and why in codes, who answered and what was done."""

    guard = ("file_id", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    team = models.UUIDField()
    reason = models.CharField(max_length=30)
    marked_by = models.UUIDField()
    marked_at = models.DateTimeField(default=timezone.now)
    steps_shown_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=30, blank=True)
    acted_by = models.UUIDField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    act = models.CharField(max_length=30, blank=True, help_text="What made the person safer, or why nothing could.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file"], condition=models.Q(acted_at__isnull=True), name="one_danger_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Hold(Guarded):
    """A contact kept without agreement until an end; then the person agreed, or it is erased (SAFETY 16)."""

    guard = ("file_id", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=HoldState.choices, default=HoldState.HELD)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(db_index=True)
    times_prolonged = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file"], condition=models.Q(ended_at__isnull=True), name="one_hold_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.until:%Y-%m-%d}"


class OpenedCase(Guarded):
    """Which case came from a contact or situation, and who agreed that it is opened."""

    guard = ("file_id", "core")

    file = models.OneToOneField("records.File", on_delete=models.CASCADE, primary_key=True, related_name="+")
    case = models.UUIDField()
    agreed = models.CharField(max_length=20)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.agreed


class InterpreterListing(models.Model):
    """A member who interprets, and into which language. About staff, not about the people helped."""

    member = models.UUIDField()
    organisation = models.UUIDField(help_text="The desk that may ask.")
    language = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "member", "language"], name="listed_once")
        ]

    def __str__(self) -> str:
        return self.language


class InterpreterBooking(Guarded):
    """An interpreter asked for a contact. The request that the interpreter reads names the language only (SAFETY 17)."""

    guard = ("file_id", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    request = models.UUIDField(help_text="The question; its record is empty, so it leads nowhere.")
    interpreter = models.UUIDField()
    language = models.CharField(max_length=10)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    vetoed_at = models.DateTimeField(null=True, blank=True, help_text="The person does not want this interpreter.")

    def __str__(self) -> str:
        return self.language


class OpeningHours(models.Model):
    """When the desk means to be open; what is promised outside follows the rota, not this."""

    organisation = models.UUIDField()
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField(help_text="00:00 is the end of the day.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "weekday"], name="hours_once_a_day")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}"


class DeskSetting(models.Model):
    """What a supervisor may set for a desk."""

    organisation = models.UUIDField(primary_key=True)
    most_opened_a_day = models.PositiveSmallIntegerField(default=12, help_text="Texts of reports; then a break is due.")
    hold_days = models.PositiveSmallIntegerField(default=14)

    def __str__(self) -> str:
        return str(self.organisation)
