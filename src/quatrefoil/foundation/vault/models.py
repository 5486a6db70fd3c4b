# SPDX-License-Identifier: Apache-2.0
"""Sealed values and the base of every part. The keys live in the keyring database."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone

from quatrefoil.foundation.access.models import Guarded

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext. `vault.sealing.seal` makes it, `vault.sealing.open_value` is the only reader."""

    data: bytes

    def __repr__(self) -> str:
        return "Sealed(…)"

    __str__ = __repr__


class SealedField(models.BinaryField):
    """Stores Sealed values only; saving anything else is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["null"] = True
        kwargs["blank"] = True
        kwargs["default"] = None
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, *_: Any) -> Sealed | None:
        """Bytes from the database become Sealed, unopened."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        """Sealed stays Sealed."""
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Only a Sealed (or nothing) may be written."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self.name} takes a Sealed value; seal it with vault.sealing.seal first.")
        return value.data

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """The database's own binary wrapper, around a checked value."""
        if value is None:
            return None
        raw = value if prepared else self.get_prep_value(value)
        return connection.Database.Binary(raw)


class Part(Guarded):
    """What may be seen separately is stored separately: one table for each kind of part (DESIGN 5.2)."""

    part_kind: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"
