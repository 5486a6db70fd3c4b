# SPDX-License-Identifier: Apache-2.0
"""Addresses of the country's numbers."""

from django.urls import path

from quatrefoil.evaluation.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.national, name="national"),
    path("table/<slug:kind>/", views.table, name="table"),
]
