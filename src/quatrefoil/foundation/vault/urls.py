# SPDX-License-Identifier: Apache-2.0
"""Addresses of the vault: the search page."""

from django.urls import path

from quatrefoil.foundation.vault import views

app_name = "vault"
urlpatterns = [path("", views.search_page, name="search")]
