# SPDX-License-Identifier: Apache-2.0
"""Pages of short lists, newest first, by number. Long lists of files have cursors (records.selectors.page_of_files)."""

from typing import Final

from django.http import HttpRequest

from quatrefoil.foundation.ui.pieces import Pager

PAGE_SIZE: Final = 50
MOST_PAGES: Final = 200


def page_start(request: HttpRequest) -> int:
    """The first row of the page that the address asks for; 0 where it asks for none that can be."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 5 else 1  # noqa: PLR2004
    return PAGE_SIZE * (min(max(number, 1), MOST_PAGES) - 1)


def numbered(request: HttpRequest, start: int, *, has_more: bool) -> Pager:
    """The ways to the pages beside this one; filters of the address are kept."""
    number = start // PAGE_SIZE + 1
    return Pager(
        newer_url=_at(request, number - 1) if number > 1 else "",
        older_url=_at(request, number + 1) if has_more and number < MOST_PAGES else "",
    )


def _at(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
