# SPDX-License-Identifier: Apache-2.0
"""Addresses of access."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [path("", include("quatrefoil.foundation.access.members.urls"))]
