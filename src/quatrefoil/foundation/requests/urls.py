# SPDX-License-Identifier: Apache-2.0
"""Addresses of requests."""

from django.urls import URLPattern

app_name = "requests"
urlpatterns: list[URLPattern] = []
