# SPDX-License-Identifier: Apache-2.0
"""Addresses of records."""

from django.urls import path

from quatrefoil.foundation.records import note_views, person_views, retention_views, views

app_name = "records"
urlpatterns = [
    path("break-glass/", views.break_glass, name="break_glass"),
    path("break-glass/review/", views.reviews, name="reviews"),
    path("break-glass/review/<uuid:opened_id>/", views.review, name="review"),
    path("conflicts/", views.conflicts, name="conflicts"),
    path("cover/", views.covers, name="covers"),
    path("cover/<uuid:cover_id>/end/", views.end_cover, name="end_cover"),
    path("retention/", retention_views.retention, name="retention"),
    path("retention/schedule/", retention_views.schedule, name="schedule"),
    path("retention/certificates/", retention_views.certificate_list, name="certificates"),
    path("retention/certificates/<slug:digest>/", retention_views.certificate, name="certificate"),
    path("retention/<uuid:file_id>/", retention_views.erase, name="erase"),
    path("<uuid:file_id>/break-glass/end/", views.end_break_glass, name="end_break_glass"),
    path("<uuid:record_id>/conflict/", views.declare_conflict, name="declare_conflict"),
    path("<uuid:file_id>/exclusions/", views.exclusions, name="exclusions"),
    path("<uuid:file_id>/exclusions/<uuid:exclusion_id>/lift/", views.lift, name="lift"),
    path("<uuid:file_id>/flags/", note_views.raise_flag, name="raise_flag"),
    path("<uuid:file_id>/flags/<uuid:flag_id>/lower/", note_views.lower_flag, name="lower_flag"),
    path("<uuid:file_id>/hold/", retention_views.hold, name="hold"),
    path("<uuid:file_id>/hold/lift/", retention_views.lift_hold, name="lift_hold"),
    path("<uuid:file_id>/notes/", note_views.notes, name="notes"),
    path("<uuid:file_id>/notes/<uuid:note_id>/", note_views.edit_note, name="edit_note"),
    path("<uuid:file_id>/reference-name/", views.reference_name, name="reference_name"),
    path("<uuid:file_id>/same-person/", person_views.same_person, name="same_person"),
    path("<uuid:file_id>/same-person/<uuid:other_id>/", person_views.compare, name="compare"),
    path("<uuid:file_id>/same-person/<uuid:link_id>/undo/", person_views.undo, name="undo_same_person"),
]
