# SPDX-License-Identifier: Apache-2.0
"""Addresses of identity."""

from django.urls import URLPattern

app_name = "identity"
urlpatterns: list[URLPattern] = []
