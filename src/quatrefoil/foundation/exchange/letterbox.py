# SPDX-License-Identifier: Apache-2.0
"""Everything the public process does with the database: it drops things in, and fetches the answers of one receipt.

It has no actor and sees no row. On PostgreSQL its role may insert into three tables and call a few functions, nothing else
(see `public_rows`), so nothing here may need SELECT: no RETURNING, and a repeated insert is recognised by the database.
"""

import datetime
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar
from uuid import UUID, uuid5

from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone

from quatrefoil.foundation.exchange import sealed_forms
from quatrefoil.foundation.exchange.models import (
    DeskDuty,
    InboxAttachment,
    InboxMessage,
    InboxReport,
    NumberPace,
    Reply,
)
from quatrefoil.foundation.exchange.public_rows import BUCKETS, MOST_COUNTED
from quatrefoil.foundation.exchange.sealed_forms import MessageForm, OriginalFile, ReportForm
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import Pepper, Receipt, ReplyKey, UnreadableReply, receipt_locator, reply_key

M = TypeVar("M", bound=models.Model)
WEB: Final = "web"
MOST_REPLIES: Final = 200


@dataclass(frozen=True, slots=True)
class Outside:
    """What the desk needs before it opens a report; codes only."""

    channel: str
    language: str = ""
    danger: str = ""
    region: str = ""
    is_queued: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the desk, opened with the receipt."""

    sent_at: datetime.datetime
    text: str = field(repr=False)


def report_id(receipt: Receipt, pepper: Pepper | None = None) -> UUID:
    """The id under which the report of a receipt stands; like the locator it cannot be made without the pepper."""
    locator = receipt_locator(pepper or instance_keys.receipt_pepper(), receipt)
    return UUID(bytes=hashlib.sha256(b"quatrefoil report id " + locator).digest()[:16], version=4)


def put_report(receipt: Receipt, outside: Outside, form: ReportForm, nonce: bytes) -> None:
    """Keep a report; returns once it is on the disk. The same form twice is one report.

    form.reply_key comes from `reply_key_of`. nonce: of the form, 16 bytes that are stored nowhere.
    When the report is there already and its words differ, they are kept as a message of the same thread: nothing is lost.
    """
    content = sealed_forms.report_bytes(form)
    report, key = report_id(receipt), instance_keys.desk_public_key()
    mark = hmac.digest(nonce, b"quatrefoil mark " + content, hashlib.sha256)[:16]
    row = InboxReport(
        id=report,
        channel=outside.channel,
        language=outside.language,
        danger=outside.danger,
        region=outside.region,
        is_queued=outside.is_queued,
        sealed=sealed_forms.seal_report(key, report, content),
        locator=receipt_locator(instance_keys.receipt_pepper(), receipt),
        mark=mark,
    )
    with transaction.atomic(durable=True):
        if not _inserted(row):
            # Whether it is the same cannot be seen from here; taking in removes a message that bears the report's mark.
            again = UUID(bytes=mark, version=4)
            sealed = sealed_forms.seal_message(key, report, again, content)
            _inserted(InboxMessage(id=again, report=report, sealed=sealed, mark=mark))


def reply_key_of(receipt: Receipt) -> ReplyKey:
    """The key that goes into the report, so that the desk can answer."""
    return reply_key(instance_keys.receipt_pepper(), receipt)


def put_message(receipt: Receipt, form: MessageForm, message: UUID) -> None:
    """Keep a message; the same id twice is one message. A receipt that nobody holds is treated the same."""
    key, rows = instance_keys.desk_public_key(), []
    for number, pepper in enumerate(instance_keys.receipt_peppers()):
        report, own = report_id(receipt, pepper), _twin(message, receipt, pepper, number)
        attachments = tuple(_twin(each, receipt, pepper, number) for each in form.attachments)
        content = sealed_forms.message_bytes(replace(form, attachments=attachments))
        sealed = sealed_forms.seal_message(key, report, own, content)
        rows.append(InboxMessage(id=own, report=report, sealed=sealed))
    with transaction.atomic(durable=True):
        for row in rows:
            _inserted(row)


def _twin(given: UUID, receipt: Receipt, pepper: Pepper, number: int) -> UUID:
    """While an older pepper is not retired, nobody here can see which of the two a receipt was made with.

    So what comes with the number is kept under each; where no report stands it is a stray, and swept.
    """
    return uuid5(report_id(receipt, pepper), str(given)) if number else given


def put_file(receipt: Receipt, original: OriginalFile, order: int, nonce: bytes) -> UUID:
    """Seal a file at once and keep it; nobody here can open it afterwards. The same file of the same form is kept once."""
    digest = hmac.digest(nonce, b"quatrefoil file " + hashlib.sha256(original.data).digest(), hashlib.sha256)
    attachment = UUID(bytes=digest[:16], version=4)
    key, rows = instance_keys.desk_public_key(), []
    for number, pepper in enumerate(instance_keys.receipt_peppers()):
        place, own = report_id(receipt, pepper), _twin(attachment, receipt, pepper, number)
        sealed = sealed_forms.seal_file(key, place, own, original)
        rows.append(InboxAttachment(id=own, report=place, order=order, size=len(sealed), sealed=sealed))
    with transaction.atomic(durable=True):
        for row in rows:
            _inserted(row)
    return attachment


def take_back_file(receipt: Receipt, attachment: UUID) -> None:
    """Delete a file that was chosen by mistake, as long as nothing was sent."""
    report = report_id(receipt)
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT exchange_take_back_file(%s, %s)", [report, attachment])
        elif not _rows(InboxReport).filter(id=report).exists():
            _rows(InboxAttachment).filter(id=attachment, report=report).delete()


def answers_for(receipt: Receipt) -> tuple[Answer, ...]:
    """The answers of the desk, oldest first; nothing for a receipt that nobody holds."""
    found = [answer for pepper in instance_keys.receipt_peppers() for answer in _answers(receipt, pepper)]
    return tuple(sorted(found, key=lambda answer: answer.sent_at))


def _answers(receipt: Receipt, pepper: Pepper) -> Iterator[Answer]:
    key, report = reply_key(pepper, receipt), report_id(receipt, pepper)
    for reply, sent_at, sealed in _replies(receipt_locator(pepper, receipt)):
        try:
            yield Answer(sent_at, sealed_forms.open_answer(key, report, reply, sealed))
        except UnreadableReply:
            continue  # a reply that was moved here from another thread is not shown


def is_on_duty(now: datetime.datetime | None = None) -> bool:
    """Does the rota carry the promise that a person is on duty now? Without knowing: no."""
    duty = DeskDuty.objects.first()
    return duty is not None and duty.is_on(now or timezone.now())


def reports_since(moment: datetime.datetime) -> int:
    """How many reports have arrived since, over all processes; at most 1,000 are counted."""
    if connection.vendor == "postgresql":
        return _said("SELECT exchange_reports_since(%s)", moment)
    return len(_rows(InboxReport).filter(received_at__gt=moment).values_list("id")[:MOST_COUNTED])


def bytes_since(moment: datetime.datetime) -> int:
    """How many bytes of files have arrived since, over all processes; at most 1,000 files are counted."""
    if connection.vendor == "postgresql":
        return _said("SELECT exchange_bytes_since(%s)", moment)
    return sum(_rows(InboxAttachment).filter(received_at__gt=moment).values_list("size", flat=True)[:MOST_COUNTED])


def count_look_up(moment: datetime.datetime) -> int:
    """Count one more look-up by number; returns how many there were in the last minute, over all processes."""
    bucket = int(moment.timestamp()) // 10
    if connection.vendor == "postgresql":
        return _said("SELECT exchange_look_ups(%s)", bucket)
    with transaction.atomic():
        NumberPace.objects.filter(bucket__lte=bucket - BUCKETS).delete()
        NumberPace.objects.get_or_create(bucket=bucket)
        NumberPace.objects.filter(bucket=bucket).update(look_ups=models.F("look_ups") + 1)
        return sum(NumberPace.objects.values_list("look_ups", flat=True))


def _said(statement: str, value: datetime.datetime | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return int(cursor.fetchone()[0])


def _replies(locator: bytes) -> list[tuple[UUID, datetime.datetime, bytes]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, sent_at, sealed FROM exchange_replies(%s)", [locator])
            return [(reply, sent_at, bytes(sealed)) for reply, sent_at, sealed in cursor.fetchall()]
    found = _rows(Reply).filter(locator=locator).order_by("sent_at", "id")
    return [(each.id, each.sent_at, bytes(each.sealed)) for each in found[:MOST_REPLIES]]


def _rows(model: type[M]) -> models.QuerySet[M]:
    """Rows of a guarded table where nobody acts; only on SQLite, where the public process is not fenced by a role."""
    return models.QuerySet(model)


def _inserted(row: models.Model) -> bool:
    """Insert a row; False when its id is there already. Any other fault raises, so no receipt is shown for it."""
    query = InsertQuery(type(row))
    query.insert_values(row._meta.local_concrete_fields, [row])
    [(statement, parameters)] = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        # Not INSERT OR IGNORE: on SQLite that would also swallow a row that breaks a constraint.
        cursor.execute(f"{statement} ON CONFLICT DO NOTHING", parameters)
        return bool(cursor.rowcount == 1)
