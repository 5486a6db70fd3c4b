# SPDX-License-Identifier: Apache-2.0
"""Addresses of registers."""

from django.urls import URLPattern

app_name = "registers"
urlpatterns: list[URLPattern] = []
