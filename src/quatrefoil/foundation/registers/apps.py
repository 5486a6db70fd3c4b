# SPDX-License-Identifier: Apache-2.0
"""Registers the registers room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Shared reference data with versions and dates in force."""

    name = "quatrefoil.foundation.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the public process read the public directory, and nothing of a safe place; declare the menu."""
        from quatrefoil.foundation.registers import menu, public_rows

        public_rows.declare()
        menu.declare()
