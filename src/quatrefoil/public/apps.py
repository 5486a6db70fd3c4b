# SPDX-License-Identifier: Apache-2.0
"""Registers the public room."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The site without sign-in: a process of its own with no key that opens anything."""

    name = "quatrefoil.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
