# SPDX-License-Identifier: Apache-2.0
"""Registers the workflow room."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Transitions as tables, clocks as data, rota, handover, appointments."""

    name = "quatrefoil.foundation.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"
