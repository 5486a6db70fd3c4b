# SPDX-License-Identifier: Apache-2.0
"""Thresholds over all processes of the public side: no puzzle, and nothing that tells one person from another."""

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from quatrefoil.foundation.exchange import letterbox


@dataclass
class Pace:
    """A threshold for the last minute. `counted` gives what it holds, in the database and so over all processes."""

    most: int
    counted: Callable[[datetime.datetime], int]

    def is_over(self, amount: int = 0) -> bool:
        """Does the last minute, with `amount` more, hold more than the threshold?"""
        return self.counted(timezone.now() - MINUTE) + amount > self.most


MINUTE: Final = datetime.timedelta(minutes=1)
# A national hotline takes some hundred web reports a day; sixty a minute are a flood. They are all kept, in a queue
# below those that came before it.
REPORTS: Final = Pace(60, letterbox.reports_since)
UPLOAD_BYTES: Final = Pace(250 * 1024 * 1024, letterbox.bytes_since)
LOOK_UPS: Final = Pace(120, lambda _since: letterbox.count_look_up(timezone.now()))
FASTEST_SECONDS: Final = 3  # a form that comes sooner was not filled in by a person
LOOK_UP_SECONDS: Final = 0.3  # so long does every look-up by number take, whatever is found
SLOW_LOOK_UP_SECONDS: Final = 1.0

# Two large bodies at a time: each needs several times its size while it is sealed.
LARGE_BODIES: Final = threading.BoundedSemaphore(2)
LARGE_BODY: Final = 1024 * 1024


@contextmanager
def lasting(seconds: float) -> Iterator[None]:
    """Do something that ends no sooner than after `seconds`, so that its length tells nothing."""
    start = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, start + seconds - time.monotonic()))
