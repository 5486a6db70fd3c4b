# SPDX-License-Identifier: Apache-2.0
"""Addresses of records."""

from django.urls import URLPattern

app_name = "records"
urlpatterns: list[URLPattern] = []
