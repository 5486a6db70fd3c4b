# SPDX-License-Identifier: Apache-2.0
"""Registers the audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did, read, searched or was refused what, provably unaltered."""

    name = "quatrefoil.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
