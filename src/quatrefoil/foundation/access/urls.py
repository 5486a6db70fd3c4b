# SPDX-License-Identifier: Apache-2.0
"""Addresses of access."""

from django.urls import URLPattern

app_name = "access"
urlpatterns: list[URLPattern] = []
