# SPDX-License-Identifier: Apache-2.0
"""Registers the demo."""

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """A synthetic country that knows its own truth."""

    name = "quatrefoil.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say on the demo's sign-in page what to try as whom."""
        if settings.OPTIONS.mode == "demo":
            from quatrefoil.demo import suggestions

            suggestions.declare()
