# SPDX-License-Identifier: Apache-2.0
"""Registers the exchange room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Inbox and outbox, idempotency, import and export."""

    name = "quatrefoil.foundation.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
