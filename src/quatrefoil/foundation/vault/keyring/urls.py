# SPDX-License-Identifier: Apache-2.0
"""Addresses of keyring."""

from django.urls import URLPattern

app_name = "keyring"
urlpatterns: list[URLPattern] = []
