# SPDX-License-Identifier: Apache-2.0
"""Addresses of screening."""

from django.urls import URLPattern

app_name = "screening"
urlpatterns: list[URLPattern] = []
