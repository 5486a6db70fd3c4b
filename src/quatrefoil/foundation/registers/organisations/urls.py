# SPDX-License-Identifier: Apache-2.0
"""Addresses of organisations, below registers/."""

from django.urls import URLPattern, path

from quatrefoil.foundation.registers.organisations import views

urlpatterns: list[URLPattern] = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.add, name="new_organisation"),
    path("organisations/<uuid:organisation_id>/", views.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/change/", views.change, name="change_organisation"),
    path("organisations/<uuid:organisation_id>/close/", views.close, name="close_organisation"),
    path("organisations/<uuid:organisation_id>/reopen/", views.reopen, name="reopen_organisation"),
    path("organisations/<uuid:organisation_id>/administrator/", views.administrator, name="organisation_administrator"),
]
