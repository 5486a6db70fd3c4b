# SPDX-License-Identifier: Apache-2.0
"""Addresses of registers."""

from django.urls import URLPattern, path

from quatrefoil.foundation.registers import views
from quatrefoil.foundation.registers.organisations.urls import urlpatterns as organisations

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("services/", views.directory, name="directory"),
    path("services/new/", views.edit_service, name="new_service"),
    path("services/export/", views.export, name="export"),
    path("services/import/", views.import_file, name="import"),
    path("services/<uuid:service_id>/", views.service, name="service"),
    path("services/<uuid:service_id>/change/", views.edit_service, name="edit_service"),
    path("keeping/", views.keeping, name="keeping"),
    path("bodies/new/", views.edit_body, name="new_body"),
    path("bodies/<uuid:body_id>/", views.edit_body, name="body"),
    path("duties/new/", views.edit_duty, name="new_duty"),
    path("duties/<uuid:duty_id>/", views.edit_duty, name="duty"),
    path("holidays/new/", views.edit_holiday, name="new_holiday"),
    path("rest-days/", views.edit_rest_days, name="rest_days"),
    *organisations,
]
