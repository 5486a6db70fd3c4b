# SPDX-License-Identifier: Apache-2.0
"""Registers the questionnaires room."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Versioned questionnaires with skip logic and scoring."""

    name = "quatrefoil.foundation.questionnaires"
    label = "questionnaires"
    default_auto_field = "django.db.models.BigAutoField"
