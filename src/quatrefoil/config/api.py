# SPDX-License-Identifier: Apache-2.0
"""The API: each room and wing adds its router here."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
