# SPDX-License-Identifier: Apache-2.0
"""Addresses of the members' pages, below access/."""

from django.urls import URLPattern, path

from quatrefoil.foundation.access.members import views

urlpatterns: list[URLPattern] = [
    path("members/", views.members, name="members"),
    path("members/roles/", views.roles, name="roles"),
    path("members/invite/", views.invite, name="invite"),
    path("members/teams/new/", views.add_team, name="add_team"),
    path("members/<uuid:member_id>/", views.member, name="member"),
    path("members/<uuid:member_id>/change/", views.change, name="change_member"),
    path("members/<uuid:member_id>/link/", views.new_link, name="new_link"),
    path("members/<uuid:member_id>/close/", views.close, name="close_member"),
    path("members/<uuid:member_id>/reopen/", views.reopen, name="reopen_member"),
    path("members/<uuid:member_id>/second-factors/", views.remove_factors, name="remove_second_factors"),
    path("members/<uuid:member_id>/lock-out/", views.end_lock_out, name="end_lock_out"),
]
