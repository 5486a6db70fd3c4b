# SPDX-License-Identifier: Apache-2.0
"""Registers the questionnaires room."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Versioned questionnaires with skip logic and scoring."""

    name = "quatrefoil.foundation.questionnaires"
    label = "questionnaires"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the catalogue of the standards and the platform's pick-lists."""
        from django.utils.translation import gettext_lazy as _

        from quatrefoil.foundation.audit.words import Sort, describe
        from quatrefoil.foundation.questionnaires import catalogue, choices, menu

        catalogue.register_all()
        choices.declare()
        menu.declare()
        describe("definition.bring_in", _("%(who)s brought in a questionnaire"), sort=Sort.SYSTEM)
        describe("definition.withdraw", _("%(who)s withdrew a questionnaire"), sort=Sort.SYSTEM)
