# SPDX-License-Identifier: Apache-2.0
"""A desk with a rota, and reports that arrive."""

import datetime
from collections.abc import Callable
from uuid import UUID

import pytest
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as, as_system
from quatrefoil.foundation.exchange import arrivals, letterbox
from quatrefoil.foundation.exchange.letterbox import Outside
from quatrefoil.foundation.exchange.models import InboxReport
from quatrefoil.foundation.exchange.sealed_forms import ReportForm
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.foundation.workflow import rota
from quatrefoil.methods.receipts import receipt_from_nonce
from quatrefoil.protection.hotline.contact_actions import log_contact
from quatrefoil.protection.hotline.entry import ContactEntry
from tests.people import People

Log = Callable[..., UUID]
Put = Callable[..., None]


@pytest.fixture
def log(people: People) -> Log:
    """`log(people.hana, phone="…")` writes a contact down and gives its file id."""

    def write(actor: Actor, **known: object) -> UUID:
        entry = ContactEntry(**{"channel": "phone", "kind": "help_request", **known})  # type: ignore[arg-type]
        with acting_as(actor, "a test"):
            logged = log_contact(actor, entry)
        assert logged.file_id is not None
        return logged.file_id

    return write


@pytest.fixture
def put_on_duty(people: People) -> Put:
    """`put_on_duty(people.hana, "desk")` for the next eight hours."""

    def put(actor: Actor, duty: str = "desk", hours: int = 8) -> None:
        start = timezone.now() - datetime.timedelta(minutes=1)
        (team,) = people.juma.team_ids
        with acting_as(people.juma, "a test"):
            rota.add_shift(people.juma, team, actor.member_id, duty, start, start + datetime.timedelta(hours=hours))

    return put


@pytest.fixture
def report(people: People) -> Callable[..., UUID]:
    """`report(danger="now", own_words="…")` arrives at the desk and gives its id."""
    made = iter(range(1, 100))

    def drop(**answers: str) -> UUID:
        nonce = bytes([next(made)]) * 32
        receipt = receipt_from_nonce(instance_keys.receipt_pepper(), nonce)
        form = ReportForm("public_help", "1", "en", dict(answers), letterbox.reply_key_of(receipt))
        outside = Outside("web", "en", answers.get("danger", ""), answers.get("region", ""))
        with as_system(arrivals.INBOX):  # in one transaction with the test, so not as the public role
            letterbox.put_report(receipt, outside, form, nonce)
        arrivals.take_in()
        with acting_as(people.hana, "a test"):
            newest: UUID = InboxReport.objects.order_by("-received_at").values_list("id", flat=True)[0]
        return newest

    return drop
