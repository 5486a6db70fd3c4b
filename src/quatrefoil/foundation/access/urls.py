# SPDX-License-Identifier: Apache-2.0
"""Addresses of access."""

from django.urls import URLPattern, URLResolver, include, path

from quatrefoil.foundation.access import conflict_views, token_views

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quatrefoil.foundation.access.members.urls")),
    # Conflicts are declared on records, so their page stands there; one's own account links here.
    path("conflicts/", conflict_views.conflicts, name="conflicts"),
    path("tokens/", token_views.token_list, name="tokens"),
    path("tokens/<uuid:token_id>/end/", token_views.token_end, name="token_end"),
]
