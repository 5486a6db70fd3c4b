# SPDX-License-Identifier: Apache-2.0
"""Addresses of jobs."""

from django.urls import path

from quatrefoil.foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/stop/", views.stop, name="stop"),
    path("<uuid:job_id>/file/", views.take, name="take"),
]
