# SPDX-License-Identifier: Apache-2.0
"""Registers the records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Files, numbers, reference names, history, notes and links."""

    name = "quatrefoil.foundation.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the audit why somebody used break-glass."""
        from quatrefoil.foundation.audit.words import explain_all
        from quatrefoil.foundation.records.emergency import REASONS

        explain_all(REASONS)
