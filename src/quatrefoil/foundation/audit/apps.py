# SPDX-License-Identifier: Apache-2.0
"""Registers the audit room."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Who did, read, searched or was refused what, provably unaltered."""

    name = "quatrefoil.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look after the guards of append-only tables; listen to sign-ins; declare sentences and entries."""
        from quatrefoil.foundation.audit import sentences
        from quatrefoil.foundation.audit.append_only import check_guards
        from quatrefoil.foundation.audit.sign_ins import subscribe

        register(Tags.database)(check_guards)
        subscribe()
        sentences.declare()
        if not settings.IS_PUBLIC:
            import_module("quatrefoil.foundation.audit.entries")
            autodiscover_modules("audit_words")
