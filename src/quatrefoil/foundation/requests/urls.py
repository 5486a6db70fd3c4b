# SPDX-License-Identifier: Apache-2.0
"""Addresses of requests."""

from django.urls import path

from quatrefoil.foundation.requests import views

app_name = "requests"
urlpatterns = [
    path("", views.request_list, name="list"),
    path("ask/<slug:kind>/<uuid:file_id>/", views.ask, name="ask"),
    path("<uuid:request_id>/", views.request_page, name="one"),
    path("<uuid:request_id>/withdraw/", views.withdraw, name="withdraw"),
]
