# SPDX-License-Identifier: Apache-2.0
"""Registers the jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work as a named actor, with progress a person can stop."""

    name = "quatrefoil.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
