# SPDX-License-Identifier: Apache-2.0
"""The mark of a database that the demo made. Without it the demo does not touch a database; with it nobody else does."""

from django.db import models
from django.utils import timezone


class DemoMark(models.Model):
    """One row: which country this is."""

    scale = models.PositiveIntegerField()
    seed = models.IntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    is_complete = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"scale {self.scale}, seed {self.seed}"
