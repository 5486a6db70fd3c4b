# SPDX-License-Identifier: Apache-2.0
"""Sealed values and the base of every part. The keys live in the keyring database."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import Guarded, GuardedManager

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext. `vault.sealing.seal` makes it, `vault.sealing.open_text` and its kin are the only readers.

    `revision` is the row's revision it was sealed for; None once it comes from the database, where the row knows.
    """

    data: bytes
    revision: int | None = None

    def __repr__(self) -> str:
        return "Sealed(…)"

    __str__ = __repr__


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # the base is generic for the checker only
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

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002 - Django's signature
        """A dump of the data holds no sealed value: without its keys and place it would be of no use."""
        raise FieldError(f"{self.name} is sealed and is not dumped; use backup.")

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's signature
        """Refuse a value that was sealed for another revision of its row: it would never open."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, Sealed) and value.revision not in (
            None,
            sealed_revision(model_instance),
        ):
            raise FieldError(f"{self.name} was sealed for another revision; save the row with row.save().")
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Only a Sealed (or nothing) may be written."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self.name} takes a Sealed value; seal it with vault.sealing.seal first.")
        return value.data

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """The database's own binary wrapper, around a checked value."""
        if value is None:
            return None
        raw = value if prepared else self.get_prep_value(value)
        return connection.Database.Binary(raw)


class PartQuerySet(models.QuerySet[Any]):
    """Rows of a part; their revision changes only through `save`, which seals again what is bound to it."""

    def update(self, **values: Any) -> int:
        """As Django's, but refuses the revision: the sealed values would no longer open."""
        if "revision" in values:
            raise FieldError("Change the revision of a part with vault.parts.save_part (or row.save).")
        return super().update(**values)


class Part(Guarded):
    """What may be seen separately is stored separately: one table for each kind of part (DESIGN 5.2).

    A subclass names its `part_kind`; its `guard` follows from that. Sealed values are bound to `revision`, so that an
    older ciphertext put back into the table is refused; `save` seals again what an earlier revision left.
    """

    part_kind: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = GuardedManager.from_queryset(PartQuerySet)()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.part_kind and "guard" not in cls.__dict__:
            cls.guard = ("file_id", cls.part_kind)

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:  # type: ignore[override]
        """Remember the revision that the stored values are sealed for."""
        row = super().from_db(db, field_names, values)
        row.__dict__["_loaded_revision"] = row.__dict__.get("revision")
        return row

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read again; sealed values always come together with the revision they are bound to."""
        bound = {"revision", *sealed_fields(self)}
        together = bound & set(fields or bound)
        super().refresh_from_db(using, {*fields, *bound} if fields and together else fields, from_queryset)
        if together:
            self.__dict__["_loaded_revision"] = self.__dict__.get("revision")

    @property
    def loaded_revision(self) -> int:
        """The revision that values from the database are bound to."""
        loaded = self.__dict__.get("_loaded_revision")
        return self.revision if loaded is None else int(loaded)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Seal again what is bound to an earlier revision, then save."""
        from quatrefoil.foundation.vault.sealing import reseal_bound

        reseal_bound(self)
        if kwargs.get("update_fields") is not None and self.loaded_revision != self.revision:
            kwargs["update_fields"] = {
                *kwargs["update_fields"],
                "revision",
                *sealed_fields(self),
            }
        super().save(*args, **kwargs)
        self.__dict__["_loaded_revision"] = self.revision


def place_of(row: models.Model) -> tuple[uuid.UUID, str]:
    """The record and the kind of part that a row with sealed values belongs to: its guard."""
    column, part = row.guard  # type: ignore[attr-defined]
    record = getattr(row, column)
    if not isinstance(record, uuid.UUID):
        raise FieldError(f"Set {row._meta.label}.{column} before sealing: the key is that of its record.")
    return record, getattr(row, "part_kind", "") or part


def sealed_revision(row: models.Model) -> int:
    """What a value sealed now is bound to: the revision of a part; other rows are written once and have none."""
    if not isinstance(row, Part):
        return 0
    if not isinstance(row.revision, int):
        raise FieldError("The revision of a part is a number that is known before saving, not an expression.")
    return row.revision


def sealed_fields(row: models.Model) -> tuple[str, ...]:
    """Names of the sealed fields of a row's model."""
    return tuple(field.attname for field in row._meta.concrete_fields if isinstance(field, SealedField))


class SearchReason(models.TextChoices):
    """Why somebody looks for a person; stands in the audit trail and is told to a holder who was asked."""

    INTAKE = "intake", _("To see whether we know this person already")
    RETURNED = "returned", _("The person came back or is calling")
    DANGER = "danger", _("Danger now")
    REFERRAL = "referral", _("To match a referral that we received")
    CORRECTION = "correction", _("To correct or join files of ours")


class LookUp(models.Model):
    """One look-up of a member; counted for the rate limit, deleted after a day. Holds nothing that was looked for."""

    member = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["member", "kind", "at"])]

    def __str__(self) -> str:
        return self.kind


class Asked(models.Model):
    """A look-up that holders elsewhere are still to be told of; every look-up writes one, with or without files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    organisation = models.UUIDField()
    member = models.UUIDField()
    reason = models.CharField(max_length=20, choices=SearchReason.choices)
    files = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.reason


class ErasureCertificate(models.Model):
    """That a file was erased, when its old key went, and from which day no backup can bring it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_digest = models.CharField(max_length=64, unique=True)
    ground = models.CharField(max_length=40)
    erased_at = models.DateTimeField(default=timezone.now)
    erased_by = models.UUIDField()
    epoch_rotated_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(help_text="The day on which the last keyring backup with the old keys expires.")
    certified_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.erased_at:%Y-%m-%d}"
