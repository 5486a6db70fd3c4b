# SPDX-License-Identifier: Apache-2.0
"""Addresses of exchange."""

from django.urls import URLPattern

app_name = "exchange"
urlpatterns: list[URLPattern] = []
