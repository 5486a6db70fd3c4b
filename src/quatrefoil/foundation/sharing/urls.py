# SPDX-License-Identifier: Apache-2.0
"""Addresses of sharing."""

from django.urls import URLPattern

app_name = "sharing"
urlpatterns: list[URLPattern] = []
