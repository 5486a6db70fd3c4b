# SPDX-License-Identifier: Apache-2.0
"""Addresses of records."""

from django.urls import path

from quatrefoil.foundation.records import views

app_name = "records"
urlpatterns = [
    path("break-glass/", views.break_glass, name="break_glass"),
    path("break-glass/review/", views.reviews, name="reviews"),
    path("break-glass/review/<uuid:opened_id>/", views.review, name="review"),
    path("conflicts/", views.conflicts, name="conflicts"),
    path("cover/", views.covers, name="covers"),
    path("cover/<uuid:cover_id>/end/", views.end_cover, name="end_cover"),
    path("<uuid:record_id>/conflict/", views.declare_conflict, name="declare_conflict"),
    path("<uuid:file_id>/exclusions/", views.exclusions, name="exclusions"),
    path("<uuid:file_id>/exclusions/<uuid:exclusion_id>/lift/", views.lift, name="lift"),
    path("<uuid:file_id>/notes/", views.notes, name="notes"),
    path("<uuid:file_id>/reference-name/", views.reference_name, name="reference_name"),
]
