# SPDX-License-Identifier: Apache-2.0
"""Addresses of indicators."""

from django.urls import URLPattern

app_name = "indicators"
urlpatterns: list[URLPattern] = []
