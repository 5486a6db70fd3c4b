# SPDX-License-Identifier: Apache-2.0
"""What stands inside the seals of the inbox, and to which place each seal is bound. Pure: keys and bytes in, bytes out.

The public process seals reports, messages and files to the desk's public key. A report carries the key of its replies, made
from receipt and pepper: so the desk can answer, and nobody without the receipt (or the desk's private key) can read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from quatrefoil.methods import sealed_envelope
from quatrefoil.methods.canonical import NotCanonical, canonical_json, parse_canonical
from quatrefoil.methods.receipts import ReplyKey, open_reply, seal_reply
from quatrefoil.methods.sealed_envelope import CannotOpen, SealingPrivateKey, SealingPublicKey, UnknownVersion

SCHEMA: Final = 1
_LENGTH_BYTES: Final = 4
Answers = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A questionnaire as it was answered. reply_key: see the module. attachments: ids of the files that go with it."""

    questionnaire: str
    version: str
    language: str
    answers: Answers = field(repr=False)
    reply_key: ReplyKey
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageForm:
    """What somebody wrote later."""

    language: str
    text: str = field(repr=False)
    attachments: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """A file as it came; the name is what the sender's device called it."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


def report_bytes(form: ReportForm) -> bytes:
    """The canonical bytes of a report: the same answers always give the same bytes."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "kind": "report",
            "questionnaire": form.questionnaire,
            "version": form.version,
            "language": form.language,
            "answers": {
                code: list(value) if isinstance(value, list) else value for code, value in form.answers.items()
            },
            "reply_key": form.reply_key.secret.hex(),
            "attachments": [str(each) for each in form.attachments],
        }
    )


def message_bytes(form: MessageForm) -> bytes:
    """The canonical bytes of a message."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "kind": "message",
            "language": form.language,
            "text": form.text,
            "attachments": [str(each) for each in form.attachments],
        }
    )


def seal_report(key: SealingPublicKey, report: UUID, content: bytes) -> bytes:
    """Seal the bytes of a report to the desk."""
    return sealed_envelope.seal(key, content, _place(b"report", report))


def seal_message(key: SealingPublicKey, report: UUID, message: UUID, content: bytes) -> bytes:
    """Seal the bytes of a message (or of a report that was changed and sent again) to the desk."""
    return sealed_envelope.seal(key, content, _place(b"message", report, message))


def seal_file(key: SealingPublicKey, report: UUID, attachment: UUID, original: OriginalFile) -> bytes:
    """Seal a file with its name to the desk."""
    header = json.dumps({"name": original.name}).encode()
    content = len(header).to_bytes(_LENGTH_BYTES, "big") + header + original.data
    return sealed_envelope.seal(key, content, _place(b"file", report, attachment))


def open_report(key: SealingPrivateKey, report: UUID, sealed: bytes) -> ReportForm:
    """The report. Raises UnknownVersion or CannotOpen."""
    form = _form(sealed_envelope.open(key, sealed, _place(b"report", report)))
    if not isinstance(form, ReportForm):
        raise CannotOpen("this is not a report")
    return form


def open_message(key: SealingPrivateKey, report: UUID, message: UUID, sealed: bytes) -> MessageForm | ReportForm:
    """The message, or the report that was sent again. Raises UnknownVersion or CannotOpen."""
    return _form(sealed_envelope.open(key, sealed, _place(b"message", report, message)))


def open_file(key: SealingPrivateKey, report: UUID, attachment: UUID, sealed: bytes) -> OriginalFile:
    """The file as it came. Raises UnknownVersion or CannotOpen."""
    content = sealed_envelope.open(key, sealed, _place(b"file", report, attachment))
    end = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "big")
    try:
        name = str(json.loads(content[_LENGTH_BYTES:end])["name"])
    except (ValueError, KeyError, TypeError):
        raise CannotOpen("the file has no readable name") from None
    return OriginalFile(name, content[end:])


def seal_answer(key: ReplyKey, report: UUID, reply: UUID, text: str) -> bytes:
    """Seal an answer of the desk to the receipt."""
    content = canonical_json({"schema": SCHEMA, "kind": "reply", "text": text})
    return seal_reply(key, content, _place(b"reply", report, reply))


def open_answer(key: ReplyKey, report: UUID, reply: UUID, sealed: bytes) -> str:
    """The text of an answer. Raises receipts.UnreadableReply."""
    return str(json.loads(open_reply(key, sealed, _place(b"reply", report, reply)))["text"])


def sealed_again(
    old: SealingPrivateKey, new: SealingPublicKey, kind: bytes, ids: Sequence[UUID], sealed: bytes
) -> bytes:
    """The same content in the same place, sealed to another key of the desk. Raises CannotOpen when `old` does not fit."""
    place = _place(kind, *ids)
    return sealed_envelope.seal(new, sealed_envelope.open(old, sealed, place), place)


def _place(kind: bytes, *ids: UUID) -> bytes:
    return b"quatrefoil inbox " + kind + b" 1 " + b" ".join(each.bytes for each in ids)


def _form(content: bytes) -> MessageForm | ReportForm:
    try:
        value = parse_canonical(content)
        if value["schema"] != SCHEMA:
            raise UnknownVersion(f"this program reads reports of schema {SCHEMA}")
        return _report(value) if value["kind"] == "report" else _message(value)
    except (NotCanonical, KeyError, TypeError, ValueError):
        raise CannotOpen("the content is not what this program writes") from None


def _report(value: Mapping[str, Any]) -> ReportForm:
    return ReportForm(
        questionnaire=value["questionnaire"],
        version=value["version"],
        language=value["language"],
        answers=value["answers"],
        reply_key=ReplyKey(bytes.fromhex(value["reply_key"])),
        attachments=tuple(UUID(each) for each in value["attachments"]),
    )


def _message(value: Mapping[str, Any]) -> MessageForm:
    return MessageForm(value["language"], value["text"], tuple(UUID(each) for each in value["attachments"]))
