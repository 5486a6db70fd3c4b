# SPDX-License-Identifier: Apache-2.0
"""The table of places, and the one rule for what is missing: known for less than 65 of 100, left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.composite_index.indicators import (
    BadIndex,
    Indicator,
    columns_of,
    is_missing,
    number,
    shown,
)
from quatrefoil.methods.refusals import Reason, Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOWN_ENOUGH: Final = 0.65
FEWEST_PLACES: Final = 3
OF_PERSONS: Final = frozenset(
    {"person", "person_id", "case", "case_id", "victim", "victim_id", "client_id", "passport"}
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A place or an indicator that was left out. what: "unit" or "indicator"; known: the share that is known."""

    what: str
    name: str
    known: float
    reason: str


@dataclass(frozen=True, slots=True)
class Places:
    """Places in rows, indicators in columns. cells: places x indicators, nan where not known."""

    units: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    cells: "NDArray[np.float64]"
    unused: tuple[str, ...] = ()


def places_from(table: Any, indicators: Sequence[Indicator], *, unit: str = "unit") -> Places:
    """The places of a table with a column of names and one for each indicator.

    Raises BadIndex; raises Refused where the table is about persons.
    """
    columns = columns_of(table)
    _refuse_persons(columns)
    if unit not in columns:
        raise BadIndex(f"There is no column '{shown(unit)}' with the names of the places.")
    for each in indicators:
        if each.name not in columns:
            raise BadIndex(f"The register names the indicator '{shown(each.name)}', and the table has no such column.")
    units = _units(columns[unit], unit)
    values = [[number(cell, row, each.name) for row, cell in enumerate(columns[each.name], 2)] for each in indicators]
    unused = tuple(name for name in columns if name != unit and name not in {each.name for each in indicators})
    return Places(units, tuple(indicators), np.array(values, dtype=np.float64).reshape(len(indicators), -1).T, unused)


def _refuse_persons(columns: Any) -> None:
    found = [name for name in columns if name.strip().lower() in OF_PERSONS]
    if found:
        words = (
            f"The table has a column '{shown(found[0])}', so its rows are about persons. An index of places says nothing about a person "
            "who lives there, and must not be used to screen one. Count by district first."
        )
        raise Refused(Reason("about_persons", words))


def _units(cells: Sequence[Any], column: str) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for row, cell in enumerate(cells, start=2):
        if is_missing(cell):
            raise BadIndex(f"Row {row}, column '{shown(column)}': the place has no name.")
        name = str(cell).strip()
        if name in seen:
            raise BadIndex(
                f"Row {row}, column '{shown(column)}': '{shown(name)}' stands in row {seen[name]} already. A place has one row."
            )
        seen[name] = row
    return tuple(seen)


def screened(places: Places, least: float = KNOWN_ENOUGH) -> tuple[Places, tuple[Dropped, ...]]:
    """Leave out indicators known for too few places, then places with too few of the others. least: a share.

    Raises BadIndex where too little is left; raises Refused where a column that is left is constant.
    """
    known = ~np.isnan(places.cells)
    share = known.mean(axis=0) if len(places.units) else np.zeros(len(places.indicators))
    columns = np.flatnonzero((share >= least) & known.any(axis=0))
    kept = known[:, columns]
    of_units = kept.mean(axis=1) if len(columns) else np.zeros(len(places.units))
    rows = np.flatnonzero(of_units >= least)
    dropped = [
        Dropped("indicator", each.name, float(part), f"known for {part:.0%} of the places, fewer than {least:.0%}")
        for place, (each, part) in enumerate(zip(places.indicators, share, strict=True))
        if place not in set(columns.tolist())
    ] + [
        Dropped("unit", name, float(part), f"{part:.0%} of its indicators are known, fewer than {least:.0%}")
        for name, part in zip(places.units, of_units, strict=True)
        if part < least
    ]
    left = Places(
        tuple(places.units[row] for row in rows),
        tuple(places.indicators[column] for column in columns),
        places.cells[np.ix_(rows, columns)],
        places.unused,
    )
    _refuse_too_little(left)
    _refuse_constant(left)
    return left, tuple(dropped)


def _refuse_too_little(left: Places) -> None:
    if not left.indicators:
        raise BadIndex("No indicator is known for enough places. Fill the gaps, or use other indicators.")
    if len(left.units) < FEWEST_PLACES:
        raise BadIndex(
            f"Only {len(left.units)} places have enough known values; an order needs {FEWEST_PLACES} at least."
        )


def _refuse_constant(left: Places) -> None:
    spread = np.nanmax(left.cells, axis=0) - np.nanmin(left.cells, axis=0)
    constant = [each.name for each, wide in zip(left.indicators, spread, strict=True) if not wide > 0]
    if constant:
        raise Refused(*(Reason("constant_column", constant_words(name)) for name in constant))


def constant_words(name: str) -> str:
    """Why a constant column is refused."""
    return (
        f"The indicator '{shown(name)}' is the same for every place, so it orders nothing and would only pull all scores together. "
        "Leave it out, or look whether the column is a copy of one number."
    )
