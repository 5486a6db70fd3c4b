# SPDX-License-Identifier: Apache-2.0
"""Bytes on their way to a browser: never run, never guessed at, never kept, under a neutral name."""

from django.http import HttpResponse

from quatrefoil.foundation.documents.opening import Opened

# A sandbox without any right: even a file that were a page would be a dead one.
POLICY = "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'none'"


def serve(opened: Opened) -> HttpResponse:
    """The answer for opened bytes: images in the window, everything else as a file to save."""
    response = HttpResponse(opened.data, content_type=opened.mime)
    how = "inline" if opened.is_image else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{opened.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
