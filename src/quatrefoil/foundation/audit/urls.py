# SPDX-License-Identifier: Apache-2.0
"""Addresses of audit."""

from django.urls import path

from quatrefoil.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.across, name="across"),
    path("check/", views.check, name="check"),
    path("proof/", views.proof, name="proof"),
    path("list/", views.write_list, name="list"),
    path("records/<uuid:record_id>/", views.record, name="record"),
    path("records/<uuid:record_id>/list/", views.write_record_list, name="record_list"),
    path("records/<uuid:record_id>/proof/", views.proof, name="record_proof"),
]
