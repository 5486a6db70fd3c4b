# SPDX-License-Identifier: Apache-2.0
"""Registers the exchange room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Inbox and outbox, idempotency, import and export."""

    name = "quatrefoil.foundation.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the public process may do, and let the one gate out answer through the receipt."""
        from quatrefoil.foundation.documents import hooks
        from quatrefoil.foundation.exchange import actions, public_rows, resealing, selectors
        from quatrefoil.foundation.messages import gate
        from quatrefoil.foundation.vault import turning

        public_rows.declare()
        turning.SEALS_AGAIN.append(resealing.seal_again)
        gate.CARRIERS["thread"] = actions.carry
        hooks.register_report_files(selectors.attachments, selectors.open_attachment)
