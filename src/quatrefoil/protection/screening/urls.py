# SPDX-License-Identifier: Apache-2.0
"""Addresses of screening."""

from django.urls import path

from quatrefoil.protection.screening import asking_views as asking
from quatrefoil.protection.screening import views

app_name = "screening"
urlpatterns = [
    path("", views.unfinished, name="unfinished"),
    path("file/<uuid:file_id>/", views.file_list, name="file"),
    path("file/<uuid:file_id>/start/", asking.start, name="start"),
    path("<uuid:response_id>/", asking.resume, name="resume"),
    path("<uuid:response_id>/page/<str:section>/", asking.section_page, name="page"),
    path("<uuid:response_id>/page/<str:section>/keep/", asking.keep, name="keep"),
    path("<uuid:response_id>/stop/", asking.stop, name="stop"),
    path("<uuid:response_id>/result/", views.result, name="result"),
    path("<uuid:response_id>/print/", views.paper, name="print"),
    path("<uuid:response_id>/go-on/", asking.go_on, name="go_on"),
    path("<uuid:response_id>/compare/<uuid:other_id>/", views.compare, name="compare"),
]
