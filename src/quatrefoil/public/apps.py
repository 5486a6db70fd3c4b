# SPDX-License-Identifier: Apache-2.0
"""Registers the public room."""

from django.apps import AppConfig
from django.conf import settings


class PublicConfig(AppConfig):
    """The site without sign-in: a process of its own with no key that opens anything."""

    name = "quatrefoil.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse to serve where this process could open what people send."""
        if settings.IS_PUBLIC:
            from quatrefoil.public.startup import refuse_unsafe

            refuse_unsafe(settings.OPTIONS)
