# SPDX-License-Identifier: Apache-2.0
"""Scores suppliers by good, country and list, every term for itself. What is missing is not scored, which is never zero.

A score is a reason to look and no verdict: the list names goods and countries, not firms. Nothing here says "drop this
supplier"; whoever leaves a supplier leaves the workers too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain.countries import country_code
from quatrefoil.methods.supply_chain.editions import FLAGS, Edition, Line, country_key, merged
from quatrefoil.methods.supply_chain.errors import BadTable
from quatrefoil.methods.supply_chain.indicators import Indicators
from quatrefoil.methods.supply_chain.tables import coded, frame_of, needed

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# Why a term has its value. Listed, not listed and value known are scored.
LISTED, NOT_LISTED, NO_GOOD, NO_COUNTRY, GOOD_UNKNOWN, COUNTRY_UNKNOWN, COUNTRY_NOT_ON_LIST, SILENT, NO_VALUE, KNOWN = (
    range(10)
)
REASONS: Final = (
    "listed", "not_listed", "good_missing", "country_missing", "good_not_on_list", "country_unknown", "country_not_on_list",
    "edition_silent", "no_value", "value_known",
)  # fmt: skip
LOOK, NO_LINE, PARTLY, NOT_SCORED = range(4)
STATUSES: Final = ("reason_to_look", "no_line_found", "partly_scored", "not_scored")


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of n suppliers by k terms: the four of the list, then those of countries.

    suppliers: ids (n); terms: names (k); by_term: (n, k) from 0 to 1, NaN where not scored; complete: (n, k), whether every
    line of the supplier was scored; score: (n,) weighted mean of what is scored, NaN where nothing is; low, high: (n,) the
    score if all that is not scored were 0 or 1; status: (n,) places in STATUSES.
    The lines (m) are the distinct supplier, good and country: line_supplier, line_good, line_country are places (-1: missing)
    in suppliers, goods and countries; line_values and line_reasons are (m, k).
    """

    edition: Edition
    suppliers: list[str]
    terms: tuple[str, ...]
    weights: "NDArray[np.float64]"
    by_term: "NDArray[np.float64]"
    complete: "NDArray[np.bool_]"
    score: "NDArray[np.float64]"
    low: "NDArray[np.float64]"
    high: "NDArray[np.float64]"
    status: "NDArray[np.int8]"
    goods: list[str]
    countries: list[str]
    line_supplier: "NDArray[np.int64]"
    line_good: "NDArray[np.int64]"
    line_country: "NDArray[np.int64]"
    line_values: "NDArray[np.float64]"
    line_reasons: "NDArray[np.uint8]"

    def count(self, status: str) -> int:
        """How many suppliers have a status."""
        return int((self.status == STATUSES.index(status)).sum())

    def listed_as(self, line: int) -> list[str]:
        """The goods of the list that a line (its place) was found under, in its country; empty where it was not."""
        good, country = self.line_good[line], self.line_country[line]
        if good < 0 or country < 0:
            return []
        return listed_goods(self.edition, self.goods[good], self.countries[country])

    def order(self) -> "NDArray[np.int64]":
        """Places of suppliers from where to look first: reasons to look by score, then by how much is unknown, then by id."""
        rank = np.where(self.status == LOOK, 0, np.where(self.status == NO_LINE, 2, 1))
        score = np.nan_to_num(self.score, nan=-1.0)
        by_id = np.empty(
            len(self.suppliers), dtype=np.int64
        )  # no array of texts: one long id would make all of them long
        by_id[sorted(range(len(by_id)), key=self.suppliers.__getitem__)] = np.arange(len(by_id))
        return np.lexsort((by_id, -self.high, -score, rank))

    def to_frame(self) -> "pd.DataFrame":
        """One row a supplier; what is not scored is empty."""
        import pandas as pd

        frame = pd.DataFrame({"supplier_id": self.suppliers})
        for place, name in enumerate(self.terms):
            frame[name] = self.by_term[:, place]
        frame["score"], frame["low"], frame["high"] = self.score, self.low, self.high
        frame["status"] = np.array(STATUSES)[self.status]
        return frame

    def plot(self, ax: Any) -> None:
        """Suppliers by status as bars. ax: matplotlib axes."""
        ax.barh(
            [status.replace("_", " ") for status in STATUSES], np.bincount(self.status, minlength=4), color="#1d3d36"
        )
        ax.set_xlabel("suppliers")


def score(
    table: Any, edition: Edition, indicators: Indicators | None = None, weights: Mapping[str, float] | None = None
) -> Scores:
    """Score suppliers against an edition of the list, and optionally indicators of countries.

    table: columns `supplier_id`, `country`, `good`; several rows of a supplier are several goods or places. weights: by name
    of term, from 0, 1 where not given. Raises BadTable.
    """
    frame = frame_of(table)
    needed(frame, ("supplier_id", "country", "good"))
    codes, suppliers = coded(frame["supplier_id"])
    if (codes < 0).any():
        raise BadTable(f"Row {int((codes < 0).argmax()) + 2}: there is no supplier_id. Every row needs one.")
    goods, good_names = coded(frame["good"])
    countries, country_names = coded(frame["country"])
    lines = _distinct(codes, goods, countries, len(good_names), len(country_names))
    values, reasons = _of_list(edition, lines, good_names, country_names)
    terms: tuple[str, ...] = FLAGS
    if indicators:
        more, why = _of_countries(indicators, lines[2], country_names)
        values, reasons, terms = np.hstack([values, more]), np.hstack([reasons, why]), terms + indicators.names
    return _gathered(
        edition, suppliers, (good_names, country_names), lines, values, reasons, terms, _weights(weights, terms)
    )


def listed_goods(edition: Edition, good: str, country: str) -> list[str]:
    """What the list calls a good that it names for a country."""
    key = country_key(country)
    return [line.good for line in edition.lines_of(good) if country_key(line.country) == key]


Lines = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]


def _distinct(
    suppliers: "NDArray[np.int64]", goods: "NDArray[np.int64]", countries: "NDArray[np.int64]", m: int, k: int
) -> Lines:
    """Each supplier, good and country once, ordered by supplier."""
    key = (suppliers * (m + 1) + goods + 1) * (k + 1) + countries + 1
    if len(key) and not (np.diff(key) > 0).all():
        key = np.unique(key)
    rest, country = np.divmod(key, k + 1)
    supplier, good = np.divmod(rest, m + 1)
    return supplier, good - 1, country - 1


def _of_list(
    edition: Edition, lines: Lines, good_names: list[str], country_names: list[str]
) -> "tuple[NDArray[np.float64], NDArray[np.uint8]]":
    """Values and reasons (m, 4): looked up in a small table of the goods and countries that the list knows."""
    _, goods, countries = lines
    groups, group_of = _goods(edition, good_names)
    places, place_of = _countries(edition, country_names)
    values, reasons = _table(edition, groups, places)
    of_lines = group_of[goods], place_of[countries]  # the last entry of each is for what is missing (-1)
    return values[of_lines], reasons[of_lines]


def _goods(edition: Edition, names: list[str]) -> "tuple[list[tuple[Line, ...]], NDArray[np.int64]]":
    """The sets of lines that the names reach, and the place of each name: 0 missing, 1 not on the list, then the sets."""
    sets: dict[tuple[Line, ...], int] = {}
    found = [edition.lines_of(name) for name in names]
    places = [sets.setdefault(lines, len(sets) + 2) if lines else 1 for lines in found]
    return list(sets), np.array([*places, 0], dtype=np.int64)


def _countries(edition: Edition, names: list[str]) -> "tuple[list[str], NDArray[np.int64]]":
    """The countries of the list, and the place of each name: 0 missing, 1 unknown, 2 not on the list, then the countries."""
    on_list = list(dict.fromkeys(country_key(name) for name in edition.countries))
    place = {key: number for number, key in enumerate(on_list, start=3)}
    places = [place.get(country_key(name), 2 if country_code(name) else 1) for name in names]
    return on_list, np.array([*places, 0], dtype=np.int64)


def _table(
    edition: Edition, groups: list[tuple[Line, ...]], places: list[str]
) -> "tuple[NDArray[np.float64], NDArray[np.uint8]]":
    shape = (len(groups) + 2, len(places) + 3, len(FLAGS))
    values, reasons = np.full(shape, np.nan), np.empty(shape, dtype=np.uint8)
    carried = np.array([name in edition.carries for name in FLAGS])
    values[2:, 3:] = np.where(carried, 0.0, np.nan)
    reasons[:] = np.where(carried, NOT_LISTED, SILENT)
    # From the mildest to the gravest lack: what stands last is what is said.
    reasons[:, 2], reasons[:, 1], reasons[1], reasons[:, 0], reasons[0] = (
        COUNTRY_NOT_ON_LIST, COUNTRY_UNKNOWN, GOOD_UNKNOWN, NO_COUNTRY, NO_GOOD,
    )  # fmt: skip
    column = {key: number for number, key in enumerate(places, start=3)}
    for row, lines in enumerate(groups, start=2):
        for key in {country_key(line.country) for line in lines}:
            here = merged([line for line in lines if country_key(line.country) == key])
            flags = np.array([np.nan if flag is None else float(flag) for flag in here.flags])
            values[row, column[key]] = flags
            reasons[row, column[key]] = np.where(np.isnan(flags), SILENT, np.where(flags > 0, LISTED, NOT_LISTED))
    return values, reasons


def _of_countries(
    indicators: Indicators, countries: "NDArray[np.int64]", names: list[str]
) -> "tuple[NDArray[np.float64], NDArray[np.uint8]]":
    """Values and reasons (m, number of indicators)."""
    rows = [indicators.of(name) for name in names]
    table = np.array([*rows, np.full(len(indicators.names), np.nan)])
    known = np.array([*(country_code(name) is not None for name in names), False])
    values = table[countries]
    lack = np.where(countries < 0, NO_COUNTRY, np.where(known[countries], NO_VALUE, COUNTRY_UNKNOWN))
    return values, np.where(np.isnan(values), lack[:, None], KNOWN).astype(np.uint8)


def _weights(given: Mapping[str, float] | None, terms: tuple[str, ...]) -> "NDArray[np.float64]":
    given = given or {}
    for name, weight in given.items():
        if name not in terms:
            raise BadTable(f"There is no term '{name}' to weigh; the terms are {', '.join(terms)}.")
        if not (0 <= weight < float("inf")):
            raise BadTable(f"The weight of '{name}' is a number from 0, not {weight}.")
    weights = np.array([given.get(name, 1.0) for name in terms])
    if not weights.sum():
        raise BadTable("At least one term needs a weight above 0.")
    return weights


def _gathered(
    edition: Edition, suppliers: list[str], names: tuple[list[str], list[str]], lines: Lines,
    values: "NDArray[np.float64]", reasons: "NDArray[np.uint8]", terms: tuple[str, ...], weights: "NDArray[np.float64]",
) -> Scores:  # fmt: skip
    """From lines to suppliers: of several goods or places the gravest counts, and one that is not scored leaves a doubt."""
    scored = ~np.isnan(values)
    if len(lines[0]) == len(suppliers):
        worst, complete = values, scored
    else:
        starts = np.flatnonzero(np.r_[True, np.diff(lines[0]) > 0])
        worst, complete = np.fmax.reduceat(values, starts, axis=0), np.logical_and.reduceat(scored, starts, axis=0)
    has = ~np.isnan(worst)
    filled = np.where(has, worst, 0.0)
    known = has @ weights
    total = filled @ weights
    mean = np.divide(total, known, out=np.full(len(total), np.nan), where=known > 0)
    high = np.where(complete, filled, 1.0) @ weights / weights.sum()
    return Scores(
        edition, suppliers, terms, weights, worst, complete, mean, total / weights.sum(), high, _status(worst, complete),
        *names, *lines, values, reasons,
    )  # fmt: skip


def _status(values: "NDArray[np.float64]", complete: "NDArray[np.bool_]") -> "NDArray[np.int8]":
    """By the terms of the list alone: those of countries say nothing about what a supplier sells."""
    of_list = values[:, : len(FLAGS)]
    listed = (of_list > 0).any(axis=1)
    known, some = complete[:, : len(FLAGS)].all(axis=1), (~np.isnan(of_list)).any(axis=1)
    return np.where(listed, LOOK, np.where(known, NO_LINE, np.where(some, PARTLY, NOT_SCORED))).astype(np.int8)
