# SPDX-License-Identifier: Apache-2.0
"""Addresses of identity: home, one's account, invitations. Those that allauth names are in sign_in_urls."""

from django.conf import settings
from django.urls import URLPattern, path

from quatrefoil.foundation.identity import sign_in_views, views

app_name = "identity"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("me/work-as/", views.work_as, name="work_as"),
    path("lock/", views.lock, name="lock"),
    path("sign-in/help/", sign_in_views.sign_in_help, name="help"),
    path("invitation/<uuid:account_id>/<str:token>/", sign_in_views.invitation, name="invitation"),
]
# One click, one person: this address does not exist outside the demo (and tests of it).
if settings.OPTIONS.mode in {"demo", "test"}:
    urlpatterns += [path("sign-in/demo/", sign_in_views.demo_sign_in, name="demo_sign_in")]
