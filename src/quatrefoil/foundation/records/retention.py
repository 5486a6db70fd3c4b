# SPDX-License-Identifier: Apache-2.0
"""How long files are kept after they are closed, and what may stop an erasure. No law is built in: the schedule is data."""

import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.models import RetentionRule

# Beginnings, not law: unverified for any country. The administrator writes down what the law of the place says.
DEFAULT_YEARS: Final[dict[str, int]] = {"contact": 1, "report": 1, "situation": 3, "case": 7}
FOR_OTHERS: Final = 7
MOST_YEARS: Final = 99

HOLDS: Final[dict[str, str | Promise]] = {
    "court_order": _("A court or an authority ordered that it is kept"),
    "claim": _("A claim or a compensation is open"),
    "complaint": _("A complaint is open"),
    "audit": _("An audit or an inquiry needs it"),
    "person_asks": _("The person asked that it is kept"),
}


def years_of(kind: str) -> int:
    """Years that files of a kind are kept after they were closed."""
    ruled = RetentionRule.objects.filter(kind=kind).values_list("years_after_close", flat=True).first()
    return DEFAULT_YEARS.get(kind, FOR_OTHERS) if ruled is None else ruled


def keep_until(kind: str, closed_on: datetime.date) -> datetime.date:
    """The last day on which a file that was closed on a day is kept."""
    year = closed_on.year + years_of(kind)
    try:
        return closed_on.replace(year=year)
    except ValueError:  # 29 February
        return closed_on.replace(year=year, day=28)
