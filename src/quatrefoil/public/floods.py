# SPDX-License-Identifier: Apache-2.0
"""Thresholds, counted in this process and forgotten with it: no puzzle, and nothing that tells one person from another."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final


class Pace:
    """Counts what happened in the last minute."""

    def __init__(self, most_per_minute: int) -> None:
        self.most = most_per_minute
        self._seen: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._lock = threading.Lock()

    def is_over(self, amount: int = 1) -> bool:
        """Count `amount` more; True when the last minute now holds more than its threshold."""
        now = time.monotonic()
        with self._lock:
            while self._seen and self._seen[0][0] < now - 60:
                self._sum -= self._seen.popleft()[1]
            self._seen.append((now, amount))
            self._sum += amount
            return self._sum > self.most

    def forget(self) -> None:
        """Start again."""
        with self._lock:
            self._seen.clear()
            self._sum = 0


# A national hotline takes some hundred web reports a day; sixty a minute in one process is a flood. They are all kept, in a queue
# below those that came before it.
REPORTS: Final = Pace(60)
UPLOAD_BYTES: Final = Pace(250 * 1024 * 1024)
LOOK_UPS: Final = Pace(120)
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
