# SPDX-License-Identifier: Apache-2.0
"""Builds Marenia: geography, organisations, directory, then five years of reports, contacts, screenings and cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from quatrefoil.demo.directory import make_directory
from quatrefoil.demo.geography import make_places
from quatrefoil.demo.models import DemoMark
from quatrefoil.demo.organisations import make_cast
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.models import Organisation

BUILDER = system_actor("demo-builder", rights=frozenset({"registers.edit", "facts.rebuild"}))


class NotEmpty(RuntimeError):
    """There is already somebody in this database; the demo writes only into an empty one."""


@dataclass(slots=True)
class Made:
    """How many of what."""

    counts: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """One line each."""
        for what, number in self.counts.items():
            yield f"{number:>8,} {what}"


def build(*, scale: int, seed: int, say: Callable[[str], object] = lambda _line: None) -> Made:
    """Write the country of a seed with about `scale` cases over five years; raises NotEmpty."""
    if Organisation.objects.exists() or DemoMark.objects.exists():
        raise NotEmpty("This database is not empty. The demo writes only into an empty one.")
    mark = DemoMark.objects.create(scale=scale, seed=seed)
    rng = np.random.default_rng(seed)
    made = Made()
    places = make_places(rng)
    cast = make_cast(rng, places)
    made.counts |= {"regions": len(places), "organisations": len(cast.organisations)}
    made.counts["people at work"] = sum(len(members) for members in cast.members.values())
    say("The land, its organisations and their people stand.")
    with acting_as(BUILDER, "demo"):
        make_directory(BUILDER, rng, places, cast)
    mark.is_complete = True
    mark.save(update_fields=["is_complete"])
    return made
