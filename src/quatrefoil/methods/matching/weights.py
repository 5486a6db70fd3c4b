# SPDX-License-Identifier: Apache-2.0
"""What counts how much among the beds that are safe. No weight reaches a safety filter."""

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Points. They are a choice, not a measurement: the programme sets them and writes down why.

    placed: for a bed at all; urgency: for each step of urgency; waiting: for each 30 days, without an upper end, so that
    nobody waits for ever; language, services, near: for all that was asked for, part of it for part; stay: for the site where the
    person is now; wish: for a wish to be together or apart that is met.
    """

    placed: float = 10.0
    urgency: float = 10.0
    waiting: float = 5.0
    language: float = 4.0
    services: float = 4.0
    near: float = 4.0
    stay: float = 4.0
    wish: float = 4.0

    def __post_init__(self) -> None:
        """Raises ValueError for a weight below 0 or not finite, and where a bed would be worth nothing."""
        if not all(math.isfinite(weight) and weight >= 0 for weight in astuple(self)) or self.placed <= 0:
            raise ValueError("A weight is a finite number of 0 or more, and 'placed' is above 0.")
