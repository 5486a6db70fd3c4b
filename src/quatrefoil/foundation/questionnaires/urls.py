# SPDX-License-Identifier: Apache-2.0
"""Addresses of questionnaires."""

from django.urls import path

from quatrefoil.foundation.questionnaires import views

app_name = "questionnaires"
urlpatterns = [
    path("", views.definition_list, name="list"),
    path("bring-in/", views.bring_in, name="bring_in"),
    path("<str:code>/<str:version>/", views.definition, name="one"),
    path("<str:code>/<str:version>/xlsform/", views.xlsform_file, name="xlsform"),
    path("<str:code>/<str:version>/withdraw/", views.withdraw, name="withdraw"),
]
