# SPDX-License-Identifier: Apache-2.0
"""Registers the requests room."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Typed questions between people, teams and organisations."""

    name = "quatrefoil.foundation.requests"
    label = "requests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare pages, sentences, menu and tiles."""
        from quatrefoil.foundation.requests import declared

        declared.declare()
