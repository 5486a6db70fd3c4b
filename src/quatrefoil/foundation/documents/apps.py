# SPDX-License-Identifier: Apache-2.0
"""Registers the documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Attachments, printed forms and signatures."""

    name = "quatrefoil.foundation.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the sentences of the timeline and the audit, and the tab on a record."""
        from quatrefoil.foundation.documents import sentences

        sentences.declare()
