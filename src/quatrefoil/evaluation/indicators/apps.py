# SPDX-License-Identifier: Apache-2.0
"""Registers the indicators room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators, national page and snapshots."""

    name = "quatrefoil.evaluation.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the menu entry and the home of the rapporteur."""
        from quatrefoil.evaluation.indicators import declared

        declared.declare()
