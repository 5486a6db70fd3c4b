# SPDX-License-Identifier: Apache-2.0
"""The one way out for numbers until `methods.disclosure_control` takes over (DESIGN 6).

Plain totals in one dimension only. Under 10 is withheld; when exactly one cell is hidden, the next smallest is
hidden too, so that a known total does not give the hidden one back.
"""

from collections.abc import Sequence
from typing import Final

THRESHOLD: Final = 10


def withhold(numbers: Sequence[int]) -> tuple[int | None, ...]:
    """The same cells with None where a number may not be shown.

    Zero is shown: a period or a region without any report says nothing about a person.
    Source: DESIGN.md section 6 (interim rule).
    """
    shown: list[int | None] = [None if 0 < number < THRESHOLD else number for number in numbers]
    if shown.count(None) == 1:
        rest = [(number, place) for place, number in enumerate(shown) if number]
        if rest:
            shown[min(rest)[1]] = None
    return tuple(shown)


def withhold_total(cells: Sequence[int]) -> int | None:
    """The total over cells that were passed through `withhold`, or None where it is itself too small."""
    total = sum(cells)
    return None if 0 < total < THRESHOLD else total
