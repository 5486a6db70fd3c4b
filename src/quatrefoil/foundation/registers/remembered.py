# SPDX-License-Identifier: Apache-2.0
"""The regions of the country, kept in each process for half a minute: every list names some, and they change once in years.

Rows of a register only; nothing about a person is ever kept between two requests.
"""

import time
from typing import Final

from django.db import transaction

from quatrefoil.foundation.registers.models import Region, in_force

SECONDS: Final = 30.0
_kept: dict[str, tuple[float, tuple[Region, ...]]] = {}


def regions_in_force() -> tuple[Region, ...]:
    """Regions that hold today, with their neighbours (2 queries, none within half a minute). Change none of them."""
    until, rows = _kept.get("regions", (0.0, ()))
    if time.monotonic() >= until:
        rows = tuple(Region.objects.filter(in_force()).prefetch_related("neighbours"))
        _kept["regions"] = time.monotonic() + SECONDS, rows
    return rows


def forget() -> None:
    """Somebody changed a region: this process reads again at once and after the commit, others within half a minute."""
    _kept.clear()
    transaction.on_commit(_kept.clear)
