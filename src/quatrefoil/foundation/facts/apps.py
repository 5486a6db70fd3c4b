# SPDX-License-Identifier: Apache-2.0
"""Registers the facts room."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """The ledger that evaluation reads."""

    name = "quatrefoil.foundation.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"
