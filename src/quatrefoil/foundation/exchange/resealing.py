# SPDX-License-Identifier: Apache-2.0
"""Before an older key of the desk goes, everything that still needs it is sealed again to the key in force."""

import datetime
from contextlib import suppress
from typing import Final
from uuid import UUID

from django.db import transaction

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.exchange import sealed_forms
from quatrefoil.foundation.exchange.arrivals import INBOX
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.sealed_envelope import CannotOpen

Row = InboxReport | InboxMessage | InboxAttachment
KINDS: Final[tuple[tuple[type[Row], bytes], ...]] = (
    (InboxReport, b"report"), (InboxMessage, b"message"), (InboxAttachment, b"file"),
)  # fmt: skip


def seal_again() -> datetime.datetime | None:
    """Seal again what only an older key opens, row by row; returns when the newest such row arrived, None for none."""
    if len(instance_keys.desk_private_keys()) == 1:
        return None
    newest = None
    for model, kind in KINDS:
        with acting_as(INBOX, "seal again"):
            ids = list(model.objects.order_by("received_at").values_list("id", flat=True))
        for row_id in ids:
            newest = max(filter(None, (newest, _again(model, kind, row_id))), default=None)
    return newest


def _again(model: type[Row], kind: bytes, row_id: UUID) -> datetime.datetime | None:
    """One row in one short transaction."""
    with acting_as(INBOX, "seal again"), transaction.atomic():
        row = model.objects.filter(id=row_id).first()
        if row is None:
            return None
        ids = [row.id] if isinstance(row, InboxReport) else [row.report, row.id]
        sealed = _sealed_again(kind, ids, bytes(row.sealed))
        if sealed is None:
            return None
        model.objects.filter(id=row_id).update(sealed=sealed)
        trail.wrote("report.seal_again", ids[0], "report")
        received: datetime.datetime = row.received_at
        return received


def _sealed_again(kind: bytes, ids: list[UUID], sealed: bytes) -> bytes | None:
    newest, *older = instance_keys.desk_private_keys()
    public = instance_keys.desk_public_key()
    with suppress(CannotOpen):
        sealed_forms.sealed_again(newest, public, kind, ids, sealed)
        return None
    for key in older:
        with suppress(CannotOpen):
            return sealed_forms.sealed_again(key, public, kind, ids, sealed)
    return None  # no key of ours opens it: it was altered, and is shown as such
