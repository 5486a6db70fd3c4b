# SPDX-License-Identifier: Apache-2.0
"""Registers the facts room."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """The ledger that evaluation reads."""

    name = "quatrefoil.foundation.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to history and to erasures; count totals regularly."""
        from quatrefoil.foundation.facts import ledger, of_sharing, ticks  # noqa: F401 - declares the tick
        from quatrefoil.foundation.records.history import LISTENERS
        from quatrefoil.foundation.vault.erasure import on_erased

        of_sharing.declare_facts()
        LISTENERS.append(ledger.listen)
        on_erased.append(ledger.forget)
