# SPDX-License-Identifier: Apache-2.0
"""Addresses of questionnaires."""

from django.urls import URLPattern

app_name = "questionnaires"
urlpatterns: list[URLPattern] = []
