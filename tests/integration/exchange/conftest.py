# SPDX-License-Identifier: Apache-2.0
"""The public side of the inbox: what its own role may do, where there are roles."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.exchange import arrivals, letterbox
from quatrefoil.foundation.exchange.letterbox import Outside
from quatrefoil.foundation.exchange.sealed_forms import ReportForm
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import Receipt, receipt_from_nonce
from tests.postgres import APP, PUBLIC

COMMITTED = pytest.mark.django_db(transaction=True, databases=["default", "keyring"])


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """On PostgreSQL, work as another role for a while; on SQLite there are none."""
    if connection.vendor != "postgresql":
        yield
        return
    before = connection.settings_dict["USER"]
    _reconnect(role)
    try:
        yield
    finally:
        _reconnect(before)


def _reconnect(role: str) -> None:
    if connection.settings_dict["USER"] != role:
        connection.close()
        connection.settings_dict["USER"] = role


def all_of(model: type[Any]) -> list[Any]:
    """Every row, whoever is being played."""
    with as_role(APP), acting_as(arrivals.INBOX, "test"):
        return list(model.objects.all())


@pytest.fixture
def outside() -> Callable[[], AbstractContextManager[None]]:
    """`with outside():` is the process without sign-in."""
    return lambda: as_role(PUBLIC)


def receipt_of(nonce: bytes) -> Receipt:
    return receipt_from_nonce(instance_keys.receipt_pepper(), nonce)


def drop(nonce: bytes, words: str = "Please help", **facts: str) -> Receipt:
    """Send a report as the public process does."""
    receipt = receipt_of(nonce)
    answers = {"danger": facts.get("danger", ""), "own_words": words, "region": facts.get("region", "")}
    given = {code: answer for code, answer in answers.items() if answer}
    form = ReportForm("public_report", "1", "en", given, letterbox.reply_key_of(receipt))
    letterbox.put_report(receipt, Outside("web", "en", facts.get("danger", ""), facts.get("region", "")), form, nonce)
    return receipt
