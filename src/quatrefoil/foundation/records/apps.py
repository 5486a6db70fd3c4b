# SPDX-License-Identifier: Apache-2.0
"""Registers the records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Files, numbers, reference names, history, notes and links."""

    name = "quatrefoil.foundation.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
