# SPDX-License-Identifier: Apache-2.0
"""Registers the hotline room."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Contacts, public reports and the desk."""

    name = "quatrefoil.protection.hotline"
    label = "hotline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare sentences, clocks, pages, menu, tiles, and what of a contact others may see."""
        from quatrefoil.protection.hotline import events, facts, home, leaving

        events.declare()
        home.declare()
        facts.declare_facts()
        leaving.declare()
