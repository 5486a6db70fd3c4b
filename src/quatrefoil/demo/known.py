# SPDX-License-Identifier: Apache-2.0
"""Which files are about one person: known to the builder and to the truth file only."""

from dataclasses import dataclass, field

from quatrefoil.demo.story import Journey
from quatrefoil.foundation.records.models import File


@dataclass(slots=True)
class Known:
    """The files of one person."""

    journey: Journey
    files: list[File] = field(default_factory=list)
