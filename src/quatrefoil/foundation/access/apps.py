# SPDX-License-Identifier: Apache-2.0
"""Registers the access room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may see what: reach, exclusions, break-glass, and the two doors."""

    name = "quatrefoil.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
