# SPDX-License-Identifier: Apache-2.0
"""Addresses of documents."""

from django.urls import path

from quatrefoil.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("of/<uuid:file_id>/", views.files, name="files"),
    path("of/<uuid:file_id>/add/", views.add, name="add"),
    path("of/<uuid:file_id>/sheet/", views.add_sheet, name="add_sheet"),
    path("of/<uuid:file_id>/print/", views.print_menu, name="print_menu"),
    path("<uuid:document_id>/", views.one, name="one"),
    path("<uuid:document_id>/open/", views.open_copy, name="open"),
    path("<uuid:document_id>/original/", views.open_original, name="original"),
    path("<uuid:document_id>/release/", views.release, name="release"),
    path("<uuid:document_id>/distressing/", views.mark, name="mark"),
    path("<uuid:document_id>/check-again/", views.check_again, name="check_again"),
    path("<uuid:document_id>/report/", views.report, name="report"),
    path("<uuid:document_id>/discard/", views.discard, name="discard"),
]
