# SPDX-License-Identifier: Apache-2.0
"""Registers the access room."""

from django.apps import AppConfig, apps


class AccessConfig(AppConfig):
    """Who may see what: reach, exclusions, break-glass, and the two doors."""

    name = "quatrefoil.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the administrator's entry into the rail; the public side has none."""
        if not apps.is_installed("allauth.mfa"):
            return
        from quatrefoil.foundation.access.members.menu import menu
        from quatrefoil.foundation.ui.frame import register_menu

        register_menu(menu)
