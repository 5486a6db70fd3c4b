# SPDX-License-Identifier: Apache-2.0
"""Registers the identification room."""

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    """Formal identification and its clocks."""

    name = "quatrefoil.protection.identification"
    label = "identification"
    default_auto_field = "django.db.models.BigAutoField"
