# SPDX-License-Identifier: Apache-2.0
"""The table of capture histories: which lists saw how many people together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from quatrefoil.methods.multiple_systems.cells import (
    FloatArray,
    IntArray,
    list_count,
    mask_of,
    members_of,
    superset_sums,
)
from quatrefoil.methods.multiple_systems.errors import BadTable

if TYPE_CHECKING:
    import pandas as pd

FEWEST_LISTS: Final = 2
MOST_LISTS: Final = 12  # 4,095 histories; beyond, every table is empty almost everywhere


@dataclass(frozen=True, slots=True)
class AddedNoise:
    """Noise that was added to every cell before the table was handed over. scale: standard deviation, in people."""

    kind: str
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class CaptureTable:
    """Counts of capture histories.

    names: of the t lists. counts: shape (2^t,), people per history; the index is the bit mask of the lists (list j is
    bit j), and index 0, the people on no list, is 0. noise: what was added to the counts, or None.
    """

    names: tuple[str, ...]
    counts: FloatArray
    noise: AddedNoise | None = None

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return list_count(self.counts)

    @property
    def observed(self) -> int:
        """People who are on at least one list."""
        return int(self.counts.sum())

    @property
    def overlaps(self) -> FloatArray:
        """For each set of lists the people who are on all of them, whatever else; shape (2^t,)."""
        return superset_sums(self.counts)

    def name_of(self, mask: int) -> str:
        """A set of lists by name, as in `LA:NG`."""
        return ":".join(self.names[member] for member in members_of(mask))

    def to_frame(self) -> "pd.DataFrame":
        """One row per history that was seen: a 0/1 column for each list, and `count`."""
        import pandas as pd

        seen = np.flatnonzero(self.counts)
        columns = {name: (seen >> position) & 1 for position, name in enumerate(self.names)}
        return pd.DataFrame({**columns, "count": self.counts[seen].astype(np.int64)})


def from_histories(
    histories: ArrayLike, counts: ArrayLike, names: Sequence[str] | None = None, *, noise: AddedNoise | None = None
) -> CaptureTable:
    """A table from a matrix of histories and their counts.

    histories: 0/1, shape (rows, lists); each history at most once. counts: whole numbers >= 0, shape (rows,); with
    added noise they may also be negative. names: of the lists, else A, B, C ...
    Raises BadTable, which names the row and the column.
    """
    rows = np.asarray(histories)
    if rows.ndim != 2:
        raise BadTable("Give the histories as a table: one row per history, one 0/1 column per list.")
    labels = _checked_names(names, rows.shape[1])
    masks = _masks(rows, labels)
    people = _whole_numbers(np.asarray(counts), len(masks), may_be_negative=noise is not None)
    cells = np.zeros(1 << len(labels))
    cells[masks] = people
    return CaptureTable(labels, cells, noise)


def from_memberships(memberships: Iterable[tuple[Any, str]]) -> CaptureTable:
    """A table from (person, list) pairs; the same pair twice counts once. Lists stand in alphabetical order.

    Raises BadTable where a person or a list is blank.
    """
    lists_of: dict[Any, set[str]] = {}
    for row, (person, name) in enumerate(memberships, start=1):
        if _blank(person) or _blank(name):
            raise BadTable(
                f"Row {row}: both the person and the list are needed. Fill in the blank or leave the row out."
            )
        lists_of.setdefault(person, set()).add(str(name).strip())
    names = tuple(sorted({name for seen in lists_of.values() for name in seen}))
    labels = _checked_names(names, len(names))
    place = {name: position for position, name in enumerate(labels)}
    masks = [mask_of(place[name] for name in seen) for seen in lists_of.values()]
    return CaptureTable(labels, np.bincount(masks, minlength=1 << len(labels)).astype(np.float64))


def from_frame(frame: Any, *, noise: AddedNoise | None = None) -> CaptureTable:
    """A table from a pandas, polars or Arrow table: 0/1 columns and `count`, or the columns `person` and `list`.

    Raises BadTable when it has neither form.
    """
    columns = _columns(frame)
    lowered = {name.strip().lower(): name for name in columns}
    if {"person", "list"} <= set(lowered):
        if noise is not None:
            raise BadTable("Noise belongs to a table of counts; rows of persons and lists carry none.")
        return from_memberships(zip(columns[lowered["person"]], columns[lowered["list"]], strict=True))
    if "count" not in lowered:
        raise BadTable("The column 'count' is missing. Give one 0/1 column a list and 'count', or 'person' and 'list'.")
    names = [name for name in columns if name != lowered["count"]]
    if not names:
        raise BadTable("There is no list: give a 0/1 column for each list beside 'count'.")
    histories = np.column_stack([np.asarray(columns[name], dtype=object) for name in names])
    return from_histories(histories, np.asarray(columns[lowered["count"]], dtype=object), names, noise=noise)


def _columns(frame: Any) -> dict[str, list[Any]]:
    if hasattr(frame, "to_pydict"):  # Arrow
        return {str(name): values for name, values in frame.to_pydict().items()}
    if isinstance(frame, Mapping):
        return {str(name): list(values) for name, values in frame.items()}
    return {str(name): list(frame[name]) for name in frame.columns}


def _checked_names(names: Sequence[str] | None, lists: int) -> tuple[str, ...]:
    if not FEWEST_LISTS <= lists <= MOST_LISTS:
        raise BadTable(
            f"There are {lists} lists; {FEWEST_LISTS} to {MOST_LISTS} can be used. Merge lists that are alike."
        )
    labels = tuple(str(name).strip() for name in names) if names is not None else tuple("ABCDEFGHIJKL"[:lists])
    if len(labels) != lists or len(set(labels)) != lists or not all(labels):
        raise BadTable("Each list needs a name of its own.")
    return labels


def _masks(rows: "np.ndarray[Any, Any]", names: tuple[str, ...]) -> IntArray:
    seen: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        mask = mask_of(position for position, value in enumerate(row) if _is_on(value, number, names[position]))
        if mask == 0:
            raise BadTable(
                f"Row {number}: a history of zeros only. People on no list cannot be in the table; take it out."
            )
        if mask in seen:
            raise BadTable(f"Row {number}: the same history as row {seen[mask]}. Add the two counts in one row.")
        seen[mask] = number
    return np.array(list(seen), dtype=np.int64)


def _is_on(value: object, row: int, name: str) -> bool:
    if isinstance(value, str):
        value = value.strip()
    if value in (0, 1, "0", "1"):  # True and False are 1 and 0
        return int(value) == 1
    raise BadTable(f"Row {row}, column '{name}': {value!r} is neither 0 nor 1.")


def _whole_numbers(counts: "np.ndarray[Any, Any]", rows: int, *, may_be_negative: bool) -> FloatArray:
    if counts.shape != (rows,):
        raise BadTable(f"There are {rows} histories but {counts.size} counts; each history needs one.")
    people = np.empty(rows)
    for number, value in enumerate(counts, start=1):
        people[number - 1] = _people(value, number)
        if people[number - 1] < 0 and not may_be_negative:
            raise BadTable(f"Row {number}, column 'count': {value} is below 0. A count is a number of people.")
    return people


def _people(value: object, row: int) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = float("nan")
    if not number.is_integer():  # NaN is not, infinity is not
        raise BadTable(f"Row {row}, column 'count': {value!r} is not a whole number of people.")
    return number


def _blank(value: object) -> bool:
    return value is None or value != value or not str(value).strip()  # noqa: PLR0124 -- NaN is not itself
