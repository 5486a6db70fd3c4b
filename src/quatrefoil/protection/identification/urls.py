# SPDX-License-Identifier: Apache-2.0
"""Addresses of identification."""

from django.urls import URLPattern

app_name = "identification"
urlpatterns: list[URLPattern] = []
