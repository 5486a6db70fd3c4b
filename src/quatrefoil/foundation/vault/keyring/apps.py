# SPDX-License-Identifier: Apache-2.0
"""Registers the keyring room."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """Wrapped keys, blind tokens and subjects: a database of its own."""

    name = "quatrefoil.foundation.vault.keyring"
    label = "keyring"
    default_auto_field = "django.db.models.BigAutoField"
