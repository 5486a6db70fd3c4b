# SPDX-License-Identifier: Apache-2.0
"""Builds Marenia: geography, organisations, directory, five years of contacts and cases, then what is going on today."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connections
from django.utils import timezone

from quatrefoil.demo.building import BUILDER
from quatrefoil.demo.clock import another_time
from quatrefoil.demo.directory import make_directory
from quatrefoil.demo.geography import make_places
from quatrefoil.demo.living import play
from quatrefoil.demo.models import DemoMark
from quatrefoil.demo.organisations import make_cast
from quatrefoil.demo.past import PastWriter
from quatrefoil.demo.people import make_population
from quatrefoil.demo.story import Story
from quatrefoil.demo.truth import truth_of, write_truth
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit.batches import close_all
from quatrefoil.foundation.audit.checking import remember
from quatrefoil.foundation.audit.keys import public_keys, signing_key
from quatrefoil.foundation.audit.verify import verify
from quatrefoil.foundation.facts import ledger, totals
from quatrefoil.foundation.identity.models import Organisation

# Nothing in it was ever deleted, nobody waits for it, and ids come in no order: a large cache keeps the indexes at hand.
HURRY = ("synchronous=OFF", "secure_delete=OFF", "cache_size=-300000", "wal_autocheckpoint=20000")
LONG_AGO = datetime.timedelta(days=6 * 365)


class NotEmpty(RuntimeError):
    """There is already somebody in this database; the demo writes only into an empty one."""


@dataclass(slots=True)
class Made:
    """How many of what, and the truth behind it."""

    counts: dict[str, int] = field(default_factory=dict)
    truth: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """One line each."""
        for what, number in self.counts.items():
            yield f"{number:>8,} {what}"


def build(*, scale: int, seed: int, say: Callable[[str], object] = lambda _line: None, bulk_only: bool = False) -> Made:
    """Write the country of a seed with about `scale` cases over five years; raises NotEmpty.

    bulk_only: only the past in codes, without sealed words and without what is going on today (for benchmarks).
    """
    if Organisation.objects.exists() or DemoMark.objects.exists():
        raise NotEmpty("This database is not empty. The demo writes only into an empty one.")
    _in_a_hurry()
    mark = DemoMark.objects.create(scale=scale, seed=seed)
    rng, today = np.random.default_rng(seed), timezone.localdate()
    made = Made()
    places = make_places(rng)
    cast = make_cast(rng, places)
    made.counts |= {"regions": len(places), "organisations": len(cast.organisations)}
    made.counts["people at work"] = sum(len(members) for members in cast.members.values())
    with another_time() as clock, acting_as(BUILDER, "demo"):
        clock.set(timezone.now() - LONG_AGO)
        make_directory(BUILDER, rng, places, cast, today)
    say("The land, its organisations and their people stand.")
    population = make_population(seed, scale, places)
    story = Story(seed, population, places, today)
    with acting_as(BUILDER, "demo"):
        writer = PastWriter(seed, story, cast, places)
        past = writer.write(scale, say)
        if not bulk_only:
            writer.write_sealed(seed)
    made.counts |= past.counts
    say("Five years are written.")
    linked: list[tuple[UUID, UUID]] = []
    if not bulk_only:
        going_on, linked = play(seed, cast, timezone.now(), say)
        made.counts |= going_on
        say("People are at work.")
    made.truth = truth_of(seed, scale, places, population, past.people) | {
        "linked_today": [list(map(str, pair)) for pair in linked]
    }
    write_truth(settings.OPTIONS.home, made.truth)
    with acting_as(BUILDER, "demo"):
        ledger.rebuild(BUILDER)
        totals.refresh(BUILDER)
    _seal_the_log(check=not bulk_only)
    mark.is_complete = True
    mark.save(update_fields=["is_complete"])
    return made


def _seal_the_log(*, check: bool) -> None:
    """Close every batch once, and let the verifier look, as it does every night."""
    close_all(signing_key(), sweep=True, most=100_000)
    if check:
        with acting_as(BUILDER, "demo"):
            remember(verify(public_keys()))


def _in_a_hurry() -> None:
    """A country that is half made after a power cut is made again: the builder does not wait for the disk."""
    for connection in connections.all():
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                for pragma in HURRY:
                    cursor.execute(f"PRAGMA {pragma}")
