# SPDX-License-Identifier: Apache-2.0
"""Coming back with the number: read answers, write, add files, and nothing else.

A number that nobody holds gives the same page in the same time as one without an answer yet.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from uuid import UUID

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quatrefoil.foundation.exchange import letterbox
from quatrefoil.foundation.exchange.sealed_forms import MessageForm
from quatrefoil.foundation.ui.dates import moment
from quatrefoil.foundation.ui.pieces import Letter
from quatrefoil.methods.receipts import Receipt, ReceiptError, normalise_receipt
from quatrefoil.public import files, floods, tokens
from quatrefoil.public.answers import shortened
from quatrefoil.public.pages import limited, placed
from quatrefoil.public.question_forms import not_kept, too_long_words
from quatrefoil.public.tokens import Token

PURPOSE = "message"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a message: what to say, and the words that go back into the box."""

    token: Token
    notice: str = ""
    problems: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


@require_http_methods(["GET", "POST"])
@limited
def number(request: HttpRequest, language: str) -> HttpResponse:
    """The number travels in the body only: never in an address, so in no history and no log."""
    del language
    if request.method != "POST":
        return placed(request, "number")
    typed = request.POST.get("number", "")
    try:
        receipt = normalise_receipt(typed[:100])
    except ReceiptError:
        return placed(request, "number", typed=typed[:40], problem=_mistyped())
    with floods.lasting(floods.SLOW_LOOK_UP_SECONDS if _are_many() else floods.LOOK_UP_SECONDS):
        return _thread(request, receipt)


def _are_many() -> bool:
    """Counting must not keep anybody from their answers: where it cannot be done, this look-up is a slow one."""
    try:
        return floods.LOOK_UPS.is_over()
    except DatabaseFault:
        return True


def _mistyped() -> str:
    return _(
        "Please look at the number again: it has 16 digits, in four groups. One digit is missing, or two are swapped."
    )


def _thread(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    is_message = request.POST.get("do") == "write"
    written = _write(request, receipt) if is_message else Written(tokens.new(PURPOSE), text=_typed(request)[0])
    desk = _("The desk")
    letters = tuple(Letter(desk, moment(each.sent_at), each.text) for each in letterbox.answers_for(receipt))
    return placed(
        request,
        "thread",
        receipt=receipt,
        letters=letters,
        token=str(written.token),
        notice=written.notice,
        problems=written.problems,
        text=written.text,
    )


def _write(request: HttpRequest, receipt: Receipt) -> Written:
    token, (text, is_too_long) = tokens.read(request.POST.get("token", ""), PURPOSE), _typed(request)
    if token is None:
        again = _(
            "This page was open for a long time. Nothing was sent. Your words are still here: press the button once more."
        )
        return Written(tokens.new(PURPOSE), problems=(again,), text=text)
    if is_too_long:
        return Written(token, problems=(too_long_words(),), text=text)
    added = files.add(request, receipt, token.nonce, ())
    if added.problems:
        return Written(token, problems=added.problems, text=text)
    if not text.strip() and not added.files:
        return Written(token, problems=(_("Write something, or choose a file, and press the button again."),))
    try:
        _put(receipt, token, text, tuple(each.id for each in added.files))
    except DatabaseFault:
        return Written(token, problems=(not_kept(),), text=text)
    return Written(tokens.new(PURPOSE), notice=_("If the number is right, we have your message."))


def _put(receipt: Receipt, token: Token, text: str, attachments: tuple[UUID, ...]) -> None:
    form = MessageForm(get_language() or "en", text.strip(), attachments)
    # The same words of the same form are one message; other words are another.
    said = text.strip().encode(errors="replace") + b"".join(each.bytes for each in attachments)
    digest = hmac.digest(token.nonce, b"quatrefoil message " + said, hashlib.sha256)
    letterbox.put_message(receipt, form, UUID(bytes=digest[:16], version=4))


def _typed(request: HttpRequest) -> tuple[str, bool]:
    return shortened(request.POST.get("text", ""))
