# SPDX-License-Identifier: Apache-2.0
"""Registers the vault room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Parts, keys, sealed values, blind indexes, rotation and erasure."""

    name = "quatrefoil.foundation.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in the audit why somebody searched."""
        from quatrefoil.foundation.audit.words import explain_all
        from quatrefoil.foundation.vault.models import SearchReason

        explain_all({reason.value: reason.label for reason in SearchReason})
