# SPDX-License-Identifier: Apache-2.0
"""Registers the messages room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Threads, notices and the one gate for everything that goes out."""

    name = "quatrefoil.foundation.messages"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"
