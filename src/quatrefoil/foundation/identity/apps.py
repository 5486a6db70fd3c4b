# SPDX-License-Identifier: Apache-2.0
"""Registers the identity room."""

from django.apps import AppConfig, apps
from django.core.checks import Tags, register


class IdentityConfig(AppConfig):
    """Organisations, members, teams, roles and sign-in."""

    name = "quatrefoil.foundation.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """On the staff side, listen to sign-ins and name people in the frame; the public side has no accounts."""
        if not apps.is_installed("allauth.mfa"):
            return
        from quatrefoil.foundation.identity import listening, menu, second_factor

        listening.connect()
        menu.declare()
        register(second_factor.check_not_waived, Tags.security)
        register(second_factor.check_demo_is_local, Tags.security)
