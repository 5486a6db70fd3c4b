# SPDX-License-Identifier: Apache-2.0
"""Addresses of the ui room: the language switch, and the gallery where it may be shown."""

from django.conf import settings
from django.urls import URLPattern, path

from quatrefoil.foundation.ui.gallery.views import gallery
from quatrefoil.foundation.ui.languages import choose_language

app_name = "ui"
urlpatterns: list[URLPattern] = [path("language/", choose_language, name="language")]

# The gallery holds invented people only, and has no place in a real installation.
if settings.DEBUG or getattr(getattr(settings, "OPTIONS", None), "mode", "") in {"demo", "development", "test"}:
    urlpatterns += [
        path("gallery/", gallery, name="gallery"),
        path("gallery/<slug:page>/", gallery, name="gallery_page"),
    ]
