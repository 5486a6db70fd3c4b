# SPDX-License-Identifier: Apache-2.0
"""Addresses of sharing."""

from django.urls import URLPattern, path

from quatrefoil.foundation.sharing import answer_views, refer_views, views

app_name = "sharing"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:file_id>/consent/", views.consents, name="consents"),
    path("files/<uuid:file_id>/consent/ask/", views.record_consent, name="record_consent"),
    path("consents/<uuid:consent_id>/take-back/", views.withdraw_consent, name="withdraw_consent"),
    path("consents/<uuid:consent_id>/services/", views.confirm_support, name="confirm_support"),
    path("files/<uuid:file_id>/refer/", refer_views.refer, name="refer"),
    path("files/<uuid:file_id>/refer/sheet/", refer_views.sheet, name="sheet"),
    path("files/<uuid:file_id>/refer/duty/", refer_views.duty, name="duty"),
    path("received/", answer_views.received, name="received"),
    path("received/<uuid:disclosure_id>/", answer_views.received_one, name="received_one"),
    path("sent/", answer_views.sent, name="sent"),
    path("sent/<uuid:sending_id>/", answer_views.sent_one, name="sent_one"),
    path("sent/<uuid:sending_id>/print/", answer_views.print_sheet, name="print_sheet"),
    path("approvals/", answer_views.approvals, name="approvals"),
    path("approvals/<uuid:disclosure_id>/", answer_views.approval, name="approval"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.new_agreement, name="new_agreement"),
    path("agreements/<uuid:agreement_id>/end/", views.end_agreement, name="end_agreement"),
    path("demands/", views.demands, name="demands"),
    path("demands/<uuid:demand_id>/", views.demand, name="demand"),
    path("files/<uuid:file_id>/demands/new/", views.new_demand, name="new_demand"),
]
