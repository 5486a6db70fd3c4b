# SPDX-License-Identifier: Apache-2.0
"""Addresses of hotline."""

from django.urls import URLPattern

app_name = "hotline"
urlpatterns: list[URLPattern] = []
