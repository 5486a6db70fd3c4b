# SPDX-License-Identifier: Apache-2.0
"""Addresses of workflow."""

from django.urls import URLPattern

app_name = "workflow"
urlpatterns: list[URLPattern] = []
