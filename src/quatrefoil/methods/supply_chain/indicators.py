# SPDX-License-Identifier: Apache-2.0
"""Indicators of countries (prevalence, conventions, inspectors ...) as terms of a score, from 0 to 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quatrefoil.methods.supply_chain.countries import country_code
from quatrefoil.methods.supply_chain.editions import FLAGS, country_key
from quatrefoil.methods.supply_chain.errors import BadTable
from quatrefoil.methods.supply_chain.tables import frame_of, needed, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Indicators:
    """Values of k indicators by country, scaled to 0 (least reason to look) to 1 (most); NaN where there is none.

    names: (k); values: country key -> (k,); scales: for each name the value that stands at 0 and the one that stands at 1.
    """

    names: tuple[str, ...]
    values: "Mapping[str, NDArray[np.float64]]"
    scales: Mapping[str, tuple[float, float]]

    def of(self, country: str) -> "NDArray[np.float64]":
        """The values (k,) of a country by code or name; NaN where nothing is known."""
        found = self.values.get(country_key(country))
        return np.full(len(self.names), np.nan) if found is None else found


def country_indicators(table: Any, scales: Mapping[str, tuple[float, float]] | None = None) -> Indicators:
    """Indicators from a table with `country` and one column of numbers for each.

    scales: name -> (value that stands at 0, value that stands at 1); the first may be the larger, where more is better.
    Without it the smallest and largest value of the table are taken, so that the term compares countries of this table only.
    Empty cells stay unknown. Raises BadTable.
    """
    frame = frame_of(table)
    needed(frame, ("country",))
    names = tuple(str(name) for name in frame.columns if name != "country")
    if not names or set(names) & set(FLAGS):
        raise BadTable(
            f"The file of countries needs columns of numbers beside 'country', none named {', '.join(FLAGS)}."
        )
    raw = np.column_stack([numbers(frame[name], name, -1e300, 1e300) for name in names])
    chosen = {name: _scale(name, raw[:, place], scales) for place, name in enumerate(names)}
    for name in scales or {}:
        if name not in names:
            raise BadTable(f"There is no indicator '{name}' to scale; there are {', '.join(names)}.")
    low, high = (np.array([chosen[name][side] for name in names]) for side in (0, 1))
    return Indicators(names, _by_country(list(frame["country"]), np.clip((raw - low) / (high - low), 0, 1)), chosen)


def _scale(
    name: str, values: "NDArray[np.float64]", given: Mapping[str, tuple[float, float]] | None
) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    low, high = (given or {}).get(name) or ((known.min(), known.max()) if len(known) else (0.0, 0.0))
    if low == high:
        raise BadTable(f"The indicator '{name}' is the same everywhere or empty; it compares nothing. Leave it out.")
    return float(low), float(high)


def _by_country(names: Sequence[Any], scaled: "NDArray[np.float64]") -> "dict[str, NDArray[np.float64]]":
    found: dict[str, NDArray[np.float64]] = {}
    for place, name in enumerate(names):
        if country_code(name) is None:
            raise BadTable(
                f"Row {place + 2}: '{str(name)[:40]}' is no country that is known. Use ISO codes or English names."
            )
        key = country_key(str(name))
        if key in found:
            raise BadTable(f"Row {place + 2}: '{str(name)[:40]}' stands twice.")
        found[key] = scaled[place]
    return found
