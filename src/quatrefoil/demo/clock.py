# SPDX-License-Identifier: Apache-2.0
"""Another time for the builder: what happened last month is written last month, through the same doors as everything else.

Only while a country is built, only in demo and test mode, only in the builder's own process.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field
from django.utils import timezone

_REAL = timezone.now
STEP = datetime.timedelta(milliseconds=7)


class OnlyInTheDemo(RuntimeError):
    """The time of a real installation is not to be changed."""


@dataclass(slots=True)
class Clock:
    """The time at which the builder lives; it goes on by a moment with every look, and never beyond the present."""

    moment: datetime.datetime = field(default_factory=_REAL)

    def __call__(self) -> datetime.datetime:
        """The time now."""
        self.moment = min(self.moment + STEP, _REAL())
        return self.moment

    def set(self, moment: datetime.datetime) -> None:
        """Go to a moment."""
        self.moment = min(moment, _REAL() - STEP)


@contextmanager
def another_time() -> Iterator[Clock]:
    """Let Django's clock, and every field that is filled from it, follow the builder's. Raises OnlyInTheDemo."""
    if settings.OPTIONS.mode not in {"demo", "test"}:
        raise OnlyInTheDemo("Another time is only lived in while a demo country is built.")
    clock, fields = Clock(), list(_filled_from_the_clock())
    timezone.now = clock
    _fill_from(fields, clock)
    try:
        yield clock
    finally:
        timezone.now = _REAL
        _fill_from(fields, _REAL)


def _filled_from_the_clock() -> Iterator["Field[Any, Any]"]:
    for model in apps.get_models():
        for each in model._meta.local_concrete_fields:
            if each.default is _REAL:
                yield each


def _fill_from(fields: list["Field[Any, Any]"], now: Callable[[], datetime.datetime]) -> None:
    for each in fields:
        each.default = now
        each.__dict__.pop("_get_default", None)  # Django remembers the default it was asked for first
