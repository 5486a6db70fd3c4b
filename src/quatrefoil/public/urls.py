# SPDX-License-Identifier: Apache-2.0
"""Addresses of public. They stand in the browser's history, so none of them says what it is about."""

from django.conf import settings
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from quatrefoil.public import number_views, report_views, views


class LanguageConverter(StringConverter):
    """One of the languages of the installation."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


register_converter(LanguageConverter, "language")

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("leave/", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("<language:language>/", views.front, name="front"),
    path("<language:language>/ask/", report_views.report, {"door": "ask"}, name="ask"),
    path("<language:language>/tell/", report_views.report, {"door": "tell"}, name="tell"),
    path("<language:language>/number/", number_views.number, name="number"),
    path("<language:language>/places/", views.places, name="places"),
    path("<language:language>/work/", views.work, name="work"),
]
