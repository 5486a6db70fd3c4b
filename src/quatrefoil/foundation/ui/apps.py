# SPDX-License-Identifier: Apache-2.0
"""Registers the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page frames, components, forms and charts; it knows no other room."""

    name = "quatrefoil.foundation.ui"
    label = "ui"
