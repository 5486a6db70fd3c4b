# SPDX-License-Identifier: Apache-2.0
"""Addresses of messages."""

from django.urls import path

from quatrefoil.foundation.messages import views

app_name = "correspondence"
urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/see-all/", views.see_all, name="see_all"),
    path("notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("safe-contact/<uuid:file_id>/", views.safe_contact_page, name="safe_contact"),
    path("safe-contact/<uuid:file_id>/open/", views.open_contact, name="open_contact"),
    path("safe-contact/<uuid:file_id>/word/", views.word, name="word"),
    path("send/<uuid:file_id>/", views.canned_text, name="canned_text"),
]
