# SPDX-License-Identifier: Apache-2.0
"""Registers the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """From needs to plan, services and follow-up."""

    name = "quatrefoil.protection.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what the foundation shows and asks of this room."""
        from quatrefoil.protection.cases import declaring, facts

        declaring.declare()
        facts.declare_facts()
