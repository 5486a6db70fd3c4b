# SPDX-License-Identifier: Apache-2.0
"""What both models of small areas ask of their input."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class BadAreas(Exception):
    """The numbers cannot be used: one line that names the area and what to do."""


def numbers(values: Any, name: str) -> "Array":
    """A vector of floats; None becomes nan. Raises BadAreas."""
    try:
        found = np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise BadAreas(f"{name} holds something that is no number.") from None
    if np.isinf(found).any():
        raise BadAreas(f"{name} of area {int(np.argmax(np.isinf(found))) + 1} is infinite.")
    return found


def names_of(areas: Sequence[Any] | None, many: int) -> tuple[str, ...]:
    """The names given, or 1 to n. Raises BadAreas."""
    names = tuple(str(each) for each in areas) if areas is not None else tuple(str(place + 1) for place in range(many))
    if len(names) != many:
        raise BadAreas(f"There are {len(names)} names for {many} areas.")
    if len(set(names)) != many:
        twice = next(name for name in names if names.count(name) > 1)
        raise BadAreas(f"The area '{twice[:40]}' stands twice.")
    return names


def same_length(many: int, **columns: "Array") -> None:
    """Raise BadAreas where a column is longer or shorter than the areas."""
    for name, values in columns.items():
        if len(values) != many:
            raise BadAreas(f"{name} has {len(values)} values for {many} areas.")
