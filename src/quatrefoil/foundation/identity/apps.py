# SPDX-License-Identifier: Apache-2.0
"""Registers the identity room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Organisations, members, teams, roles and sign-in."""

    name = "quatrefoil.foundation.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
