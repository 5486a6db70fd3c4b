# SPDX-License-Identifier: Apache-2.0
"""Wrapped keys, blind tokens and subjects. Erasing a person means deleting rows here."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class PartKey(models.Model):
    """The data key of one part of one file: its id stands in every sealed value."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    part = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "part"], name="one_key_a_part")]

    def __str__(self) -> str:
        return str(self.id)


class KeyWrap(models.Model):
    """A part key wrapped for one holder: the instance's key of an epoch, or an offline public key."""

    key = models.ForeignKey(PartKey, on_delete=models.CASCADE, related_name="wraps")
    holder = models.CharField(max_length=80, default="instance")
    epoch = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "holder"], name="one_wrap_a_holder")]
        indexes: ClassVar = [models.Index(fields=["epoch"])]

    def __str__(self) -> str:
        return f"{self.holder} {self.epoch}"


class BlindToken(models.Model):
    """A keyed digest of a composite key (name and birth year, phone, document) of one file."""

    purpose = models.CharField(max_length=20)
    token = models.BinaryField(max_length=16)
    proof = models.BinaryField(
        help_text="The whole digest, sealed: tells people who share a token apart without opening a file."
    )
    file = models.UUIDField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purpose", "token"])]

    def __str__(self) -> str:
        return self.purpose


class Subject(models.Model):
    """The pseudonym of a file in the facts of one wing; deleting it leaves the facts without a subject."""

    pseudonym = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    wing = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "wing"], name="one_subject_a_wing")]

    def __str__(self) -> str:
        return self.wing


class Erased(models.Model):
    """Remembers that a file was erased, so that no key is ever made or restored for it again."""

    digest = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.erased_at)
