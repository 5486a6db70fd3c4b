# SPDX-License-Identifier: Apache-2.0
"""Registers the sharing room."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Consent, legal grounds, agreements and disclosures."""

    name = "quatrefoil.foundation.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the sentences of the timeline and of notices, the menu and the tiles."""
        from quatrefoil.foundation.documents import hooks
        from quatrefoil.foundation.sharing import actions, matching, menu, notices, selectors, sentences

        sentences.declare()
        notices.declare()
        menu.declare()
        matching.declare()
        hooks.register_sheets(selectors.without_sheet, actions.keep_signed_sheet)
