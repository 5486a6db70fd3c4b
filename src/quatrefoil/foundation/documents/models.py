# SPDX-License-Identifier: Apache-2.0
"""Documents of a file. What is known of one stands in its part; its bytes stand apart, sealed once and never changed."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.documents.codes import Category, Copy, DiscardReason, State
from quatrefoil.foundation.identity.roles import DOCUMENTS
from quatrefoil.foundation.vault.models import Part, SealedField


class Document(Part):
    """One document on a file: codes outside the seal, the words about it inside."""

    part_kind = DOCUMENTS
    guard = ("file_id", DOCUMENTS)

    number = models.PositiveIntegerField(help_text="Running number on the file; stands in place of the name.")
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.OTHER)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    kind = models.CharField(max_length=10, blank=True, help_text="What the bytes are, whatever the name says.")
    size = models.PositiveIntegerField(help_text="Bytes of the original.")
    reasons = models.JSONField(default=list, help_text="Codes of what speaks against the file.")
    title = SealedField()
    original_name = SealedField()
    is_distressing = models.BooleanField(default=False)
    abuse_material_reported_at = models.DateTimeField(null=True, blank=True)
    from_report = models.BooleanField(default=False)
    consent = models.UUIDField(null=True, blank=True, db_index=True, help_text="The answer whose signed sheet it is.")
    added_by = models.UUIDField()
    happened_on = models.DateField(default=timezone.localdate)
    checked_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discard_reason = models.CharField(max_length=20, choices=DiscardReason.choices, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "number"], name="document_number_once")]
        indexes: ClassVar = [models.Index(fields=["file", "-recorded_at"], name="documents_of_file")]


class Content(Guarded):
    """The bytes of a document in one form, written once. The original is evidence (SAFETY 19).

    `digest` is that of the ciphertext: it shows that the sealed bytes are the ones that came, and says nothing of them.
    """

    guard = ("file_id", DOCUMENTS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="contents")
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    copy = models.CharField(max_length=10, choices=Copy.choices)
    mime = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    data = SealedField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "copy"], name="one_content_of_each_form")]

    def __str__(self) -> str:
        return self.copy
