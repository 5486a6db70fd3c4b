# SPDX-License-Identifier: Apache-2.0
"""Addresses of the public side."""

from django.urls import include, path

urlpatterns = [path("", include("quatrefoil.public.urls"))]
handler404 = handler403 = handler400 = "quatrefoil.foundation.ui.errors.not_found"
handler500 = "quatrefoil.foundation.ui.errors.failed"
