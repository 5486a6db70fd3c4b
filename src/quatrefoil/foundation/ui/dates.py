# SPDX-License-Identifier: Apache-2.0
"""Dates as people say them, formatted once in selectors (template date filters cost most of a list page)."""

import datetime
from functools import lru_cache

from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


@lru_cache(maxsize=4096)
def _day(date: datetime.date, language: str, this_year: int) -> str:
    return format_date(date, "d MMM" if date.year == this_year else "d MMM yyyy", locale=language)


def day(date: datetime.date | None) -> str:
    """'22 Nov', with the year when it is another one."""
    if date is None:
        return ""
    return _day(date, _language(), timezone.localdate().year)


def moment(at: datetime.datetime | None) -> str:
    """'22 Nov 16:40', or 'today 08:12'."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    clock = format_datetime(local, "HH:mm", locale=_language())
    if local.date() == timezone.localdate():
        return _("today %(time)s") % {"time": clock}
    return f"{day(local.date())} {clock}"


def age_of(at: datetime.datetime, now: datetime.datetime | None = None) -> str:
    """How long ago, in the largest unit: '20 min', '2 h', '6 d'."""
    seconds = max(0, int(((now or timezone.now()) - at).total_seconds()))
    if seconds < 3600:  # noqa: PLR2004
        return _("%(n)s min") % {"n": seconds // 60}
    if seconds < 86_400:  # noqa: PLR2004
        return _("%(n)s h") % {"n": seconds // 3600}
    return _("%(n)s d") % {"n": seconds // 86_400}


def due(on: datetime.date | None, today: datetime.date | None = None) -> tuple[str, str]:
    """A due date as chip text and tone: ('overdue 2 days', 'overdue'), ('due today', 'due'), ('12 Dec', 'neutral')."""
    if on is None:
        return "", "neutral"
    days = (on - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("overdue %(n)s day", "overdue %(n)s days", -days) % {"n": -days}, "overdue"
    if days == 0:
        return _("due today"), "due"
    return day(on), "neutral"


def _language() -> str:
    return get_language() or "en"
