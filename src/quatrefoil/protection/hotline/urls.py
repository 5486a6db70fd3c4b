# SPDX-License-Identifier: Apache-2.0
"""Addresses of hotline."""

from django.urls import path

from quatrefoil.protection.hotline import contact_views as contacts
from quatrefoil.protection.hotline import desk_views as desk
from quatrefoil.protection.hotline import further_views as further
from quatrefoil.protection.hotline import report_views as reports
from quatrefoil.protection.hotline import rota_views as rota

app_name = "hotline"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("log/", contacts.log, name="log"),
    path("log/keep/", contacts.keep_draft, name="keep_draft"),
    path("log/drop/", contacts.drop_draft, name="drop_draft"),
    path("hand-over/", desk.hand_over, name="hand_over"),
    path("hand-over/<uuid:handover_id>/take/", desk.take_over, name="take_over"),
    path("refer-on/", desk.refer_on, name="refer_on"),
    path("contacts/<uuid:file_id>/", contacts.contact, name="contact"),
    path("contacts/<uuid:file_id>/said/", contacts.said, name="said"),
    path("contacts/<uuid:file_id>/notes/", contacts.contact_notes, name="notes"),
    path("contacts/<uuid:file_id>/told/", contacts.told, name="told"),
    path("contacts/<uuid:file_id>/claim/", desk.claim, name="claim"),
    path("contacts/<uuid:file_id>/put-back/", desk.put_back, name="put_back"),
    path("contacts/<uuid:file_id>/change/", contacts.change, name="change"),
    path("contacts/<uuid:file_id>/finish/", contacts.finish, name="finish"),
    path("contacts/<uuid:file_id>/phone-taken/", contacts.phone_taken, name="phone_taken"),
    path("contacts/<uuid:file_id>/danger/", contacts.danger, name="danger"),
    path("contacts/<uuid:file_id>/danger/<uuid:danger_id>/answer/", contacts.answer, name="answer_danger"),
    path("contacts/<uuid:file_id>/danger/<uuid:danger_id>/act/", contacts.act, name="act_on_danger"),
    path("contacts/<uuid:file_id>/before/", further.before, name="before"),
    path("contacts/<uuid:file_id>/case/", further.to_case, name="to_case"),
    path("contacts/<uuid:file_id>/prolong/", further.prolong, name="prolong"),
    path("contacts/<uuid:file_id>/join/", further.join, name="join"),
    path("contacts/<uuid:file_id>/leave/<uuid:link_id>/", further.leave, name="leave"),
    path("contacts/<uuid:file_id>/interpreter/", further.interpreter, name="interpreter"),
    path("contacts/<uuid:file_id>/interpreter/<uuid:booking_id>/veto/", further.veto, name="veto"),
    path("situations/<uuid:file_id>/", further.situation, name="situation"),
    path("rota/", rota.rota, name="rota"),
    path("rota/add/", rota.add_shift, name="add_shift"),
    path("rota/<uuid:shift_id>/remove/", rota.remove_shift, name="remove_shift"),
    path("rota/hours/", rota.hours, name="hours"),
    path("rota/reading/", rota.exposure, name="exposure"),
    path("rota/interpreters/", rota.interpreters, name="interpreters"),
    path("rota/interpreters/<int:listing_id>/remove/", rota.unlist, name="unlist"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("reports/<uuid:report_id>/claim/", desk.claim_a_report, name="claim_report"),
    path("reports/<uuid:report_id>/answer/", reports.answer, name="answer_report"),
    path("reports/<uuid:report_id>/contact/", reports.to_contact, name="report_to_contact"),
    path("reports/<uuid:report_id>/danger/", reports.danger, name="report_danger"),
    path("reports/<uuid:report_id>/count/", reports.count, name="count_report"),
    path("reports/<uuid:report_id>/take-over/", reports.move, {"act": "take-over"}, name="take_over_report"),
    path("reports/<uuid:report_id>/release/", reports.move, {"act": "release"}, name="release_report"),
    path("reports/<uuid:report_id>/close/", reports.move, {"act": "close"}, name="close_report"),
]
