# SPDX-License-Identifier: Apache-2.0
"""Registers the screening room."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Instruments and their results."""

    name = "quatrefoil.protection.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare sentences, tab, tile and facts."""
        from quatrefoil.protection.screening import declaring

        declaring.declare()
