# SPDX-License-Identifier: Apache-2.0
"""Addresses of cases."""

from django.urls import URLPattern, path

from quatrefoil.protection.cases import export_views, part_views, stage_views, views, work_views

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", views.case_list, name="list"),
    path("export/", export_views.ask, name="export"),
    path("new/", views.new_case, name="new"),
    path("follow-ups/", work_views.follow_ups, name="follow_ups"),
    path("<uuid:file_id>/", views.case_page, name="case"),
    path("<uuid:file_id>/needs/", views.needs_tab, name="needs"),
    path("<uuid:file_id>/needs/new/", part_views.need, name="new_need"),
    path("<uuid:file_id>/needs/<uuid:need_id>/", part_views.need, name="need"),
    path("<uuid:file_id>/needs/<uuid:need_id>/remove/", part_views.take_need_back, name="remove_need"),
    path("<uuid:file_id>/plan/", views.plan_tab, name="plan"),
    path("<uuid:file_id>/plan/goals/new/", part_views.goal, name="new_goal"),
    path("<uuid:file_id>/plan/goals/<uuid:goal_id>/", part_views.goal, name="goal"),
    path("<uuid:file_id>/consent/", views.consent_tab, name="consent"),
    path("<uuid:file_id>/referrals/", views.referrals_tab, name="referrals"),
    path("<uuid:file_id>/notes/", views.notes_tab, name="notes"),
    path("<uuid:file_id>/notes/new/", work_views.note, name="note"),
    path("<uuid:file_id>/timeline/", views.timeline_page, name="timeline"),
    path("<uuid:file_id>/print/", views.print_page, name="print"),
    path("<uuid:file_id>/open/<slug:part>/", part_views.open_part, name="open"),
    path("<uuid:file_id>/edit/<slug:part>/", part_views.edit_part, name="edit"),
    path("<uuid:file_id>/danger/", stage_views.danger, name="danger"),
    path("<uuid:file_id>/danger/answer/", stage_views.danger_answer, name="danger_answer"),
    path("<uuid:file_id>/agreement/", stage_views.agreement, name="agreement"),
    path("<uuid:file_id>/step/<slug:event>/", stage_views.step, name="step"),
    path("<uuid:file_id>/close/", stage_views.close, name="close"),
    path("<uuid:file_id>/reopen/", stage_views.reopen, name="reopen"),
    path("<uuid:file_id>/assign/", stage_views.assign_to, name="assign"),
    path("<uuid:file_id>/name/", work_views.name, name="name"),
    path("<uuid:file_id>/same-person/", work_views.same_person, name="same"),
    path("<uuid:file_id>/same-person/<uuid:link_id>/undo/", work_views.undo_same, name="undo_same"),
    path("<uuid:file_id>/stay/", work_views.stay, name="stay"),
    path("<uuid:file_id>/stay/end/", work_views.end_stay, name="end_stay"),
    path("<uuid:file_id>/follow-ups/<uuid:follow_up_id>/", work_views.follow_up, name="follow_up"),
    path("<uuid:file_id>/appointments/new/", work_views.appointment, name="appointment"),
    path("<uuid:file_id>/ask/", work_views.ask, name="ask"),
]
