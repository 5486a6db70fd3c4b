# SPDX-License-Identifier: Apache-2.0
"""Registers the demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A synthetic country that knows its own truth."""

    name = "quatrefoil.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
