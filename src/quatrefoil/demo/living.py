# SPDX-License-Identifier: Apache-2.0
"""What is going on today, played by the people of the country through the doors that everybody uses."""

import datetime
from collections.abc import Callable
from uuid import UUID

from quatrefoil.demo import (
    living_between,
    living_desk,
    living_lighthouse,
    living_offices,
    living_reports,
    living_screenings,
)
from quatrefoil.demo.clock import another_time
from quatrefoil.demo.ids import stream
from quatrefoil.demo.organisations import Cast
from quatrefoil.demo.scene import Scene


def play(
    seed: int, cast: Cast, now: datetime.datetime, say: Callable[[str], object]
) -> tuple[dict[str, int], list[tuple[UUID, UUID]]]:
    """Everything that is going on; returns counts, and the pairs of files that are about one person."""
    with another_time() as clock:
        scene = Scene(cast, clock, stream(seed, 20), now)
        leading = living_lighthouse.play(scene)
        say("  Lighthouse is at work.")
        counts = living_screenings.play(scene, leading)
        counts |= living_offices.play(scene)
        counts |= living_between.play(scene, leading)
        say("  The other offices and the services are at work.")
        counts |= living_reports.play(scene)
        counts |= living_desk.play(scene)
        say("  The desk is open.")
    return {"leading cases": len(leading), **counts}, scene.same_person
