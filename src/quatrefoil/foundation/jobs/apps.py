# SPDX-License-Identifier: Apache-2.0
"""Registers the jobs room."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Background work as a named actor, with progress a person can stop."""

    name = "quatrefoil.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what each room and wing declares; the public side runs nothing in the background."""
        if not settings.IS_PUBLIC:
            autodiscover_modules("job_kinds", "ticks")
            for module in ("keeping", "entries"):
                import_module(f"{self.name}.{module}")
