# SPDX-License-Identifier: Apache-2.0
"""Addresses of facts."""

from django.urls import URLPattern

app_name = "facts"
urlpatterns: list[URLPattern] = []
