# SPDX-License-Identifier: Apache-2.0
"""What is: the result of a screening. Codes and counts stand open; which signs they were is sealed with the file."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from quatrefoil.foundation.vault.models import Part, SealedField

AREAS = 6


class ScreeningResult(Part):
    """What the published rule says of one finished response. Never a decision, and it never leaves (SAFETY 15)."""

    part_kind = "screening"

    response = models.OneToOneField("questionnaires.Response", on_delete=models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    signs_in = models.PositiveSmallIntegerField(help_text="Areas with signs; for a list without areas the signs.")
    of = models.PositiveSmallIntegerField(help_text="Areas of the instrument, 0 for a list without areas.")
    overall = models.CharField(max_length=40)
    is_child = models.BooleanField()
    unanswered = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    area_1 = models.BooleanField(null=True)
    area_2 = models.BooleanField(null=True)
    area_3 = models.BooleanField(null=True)
    area_4 = models.BooleanField(null=True)
    area_5 = models.BooleanField(null=True)
    area_6 = models.BooleanField(null=True)
    scored_at = models.DateTimeField(default=timezone.now)
    scored_by = models.UUIDField()
    reasons = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "-scored_at"])]

    @property
    def areas(self) -> tuple[bool, ...]:
        """The flags of the areas that the instrument has."""
        flags = (self.area_1, self.area_2, self.area_3, self.area_4, self.area_5, self.area_6)
        return tuple(flag for flag in flags if flag is not None)
