# SPDX-License-Identifier: Apache-2.0
"""Regions with their need, sites with their beds, and who can get where: read, checked, and put into places."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.columns import BadTable, number, texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ANY: Final = "any"
YES_NO: Final = {"yes": True, "true": True, "1": True, "": True, "no": False, "false": False, "0": False}
MOST_PAIRS: Final = 2_000_000
MOST_PEOPLE: Final = 1_000_000_000


class BadAllocation(ValueError):
    """The tables cannot be used: one line that names row, column and what to do."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Beds of one site that serve any of its groups. turnover: people per bed and year; max_new: beds that can be added.

    fixed_cost: of opening or enlarging the site at all; bed_cost: of one bed more.
    """

    site: str
    groups: frozenset[str]
    beds: int
    max_new: int
    fixed_cost: float
    bed_cost: float
    turnover: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the plan must keep. budget: in money, None for no limit; sites: most sites opened.

    min_coverage: share of the need that every region that can be reached must get; max_km: farthest way; must_open: sites that are
    opened in any case.
    """

    budget: float | None = None
    sites: int | None = None
    min_coverage: float = 0.0
    max_km: float = math.inf
    must_open: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises BadAllocation for what cannot be."""
        is_bad = (self.budget is not None and not 0 <= self.budget < math.inf) or not 0 <= self.min_coverage <= 1
        if is_bad or not self.max_km >= 0 or (self.sites is not None and self.sites < 0):
            raise BadAllocation("Budget, sites and km are 0 or more, and the least coverage lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Problem:
    """Needs, pools and ways, by place.

    need, low, high: shape (needs,); region: shape (needs,), place in `regions`; groups: of each need; site: shape (pools,), place
    in `sites`; arc_need, arc_pool, km: shape (ways,), which need can use which pool, and how far it is.
    """

    regions: tuple[str, ...]
    groups: tuple[str, ...]
    region: "NDArray[np.int64]"
    need: "NDArray[np.float64]"
    low: "NDArray[np.float64]"
    high: "NDArray[np.float64]"
    pools: tuple[Pool, ...]
    sites: tuple[str, ...]
    site: "NDArray[np.int64]"
    arc_need: "NDArray[np.int64]"
    arc_pool: "NDArray[np.int64]"
    km: "NDArray[np.float64]"

    @property
    def reached(self) -> "NDArray[np.bool_]":
        """Whether a region has a need that some pool can serve: shape (regions,)."""
        import numpy as np

        found = np.zeros(len(self.regions), dtype=bool)
        found[self.region[self.arc_need[self.need[self.arc_need] > 0]]] = True
        return found

    def within(self, max_km: float) -> "Problem":
        """The same without ways that are longer."""
        from dataclasses import replace

        kept = self.km <= max_km
        return replace(self, arc_need=self.arc_need[kept], arc_pool=self.arc_pool[kept], km=self.km[kept])


def problem_from(regions: Any, sites: Any, travel: Any) -> Problem:
    """A problem. Each table is pandas, polars, Arrow or a mapping of columns.

    regions: region, group, need (people a year) and, where known, need_low, need_high; sites: site, group (several parted by
    semicolons, or any), beds, max_new, fixed_cost, bed_cost, turnover; travel: region, site, km, allowed. A way that is not listed
    cannot be taken. Raises BadAllocation.
    """
    try:
        needs = _needs(texts(regions, ("region", "group", "need"), "The regions"))
        pools = _pools(
            texts(sites, ("site", "group", "beds", "max_new", "fixed_cost", "bed_cost", "turnover"), "The sites")
        )
        ways = _ways(
            texts(travel, ("region", "site", "km"), "The travel"),
            {each[0] for each in needs},
            {pool.site for pool in pools},
        )
    except BadTable as problem:
        raise BadAllocation(str(problem)) from None
    return _placed(needs, pools, ways)


_Need = tuple[str, str, float, float, float]


def _placed(needs: Sequence[_Need], pools: Sequence[Pool], ways: Mapping[tuple[str, str], float]) -> Problem:
    import numpy as np

    regions, names = (
        tuple(dict.fromkeys(each)) for each in ((need[0] for need in needs), (pool.site for pool in pools))
    )
    by_site: dict[str, list[int]] = {}
    for place, pool in enumerate(pools):
        by_site.setdefault(pool.site, []).append(place)
    by_region: dict[str, list[tuple[str, float]]] = {}
    for (region, site), km in ways.items():
        by_region.setdefault(region, []).append((site, km))
    arcs = [
        (place, pool, km)
        for place, (region, group, *_amounts) in enumerate(needs)
        for site, km in by_region.get(region, ())
        for pool in by_site[site]
        if pools[pool].groups & {ANY, group}
    ]
    if len(arcs) > MOST_PAIRS:
        raise BadAllocation(
            f"There are {len(arcs):,} ways; {MOST_PAIRS:,} are the most. Leave out ways that are too long."
        )
    table = np.array(arcs, dtype=np.float64).reshape(-1, 3)
    need, low, high = (np.array([each[column] for each in needs], dtype=np.float64) for column in (2, 3, 4))
    region_at, site_at = ({name: place for place, name in enumerate(each)} for each in (regions, names))
    return Problem(
        regions, tuple(need[1] for need in needs), np.array([region_at[need[0]] for need in needs]), need, low, high, tuple(pools), names,
        np.array([site_at[pool.site] for pool in pools]), table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2],
    )  # fmt: skip


def _rows(columns: Mapping[str, Sequence[str]], what: str, keys: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    found = []
    seen: dict[tuple[str, ...], int] = {}
    for place, cells in enumerate(zip(*columns.values(), strict=True), start=2):
        row = dict(zip(columns, cells, strict=True))
        key = tuple(row[name] for name in keys)
        if not all(key):
            raise BadAllocation(f"{what}, row {place}: fill {' and '.join(keys)}.")
        if key in seen:
            raise BadAllocation(
                f"{what}, row {place}: {' and '.join(keys)} stand in row {seen[key]} too. Put them into one row."
            )
        seen[key] = place
        found.append((place, row))
    if not found:
        raise BadAllocation(f"{what}: there is no row.")
    return found


def _needs(columns: Mapping[str, Sequence[str]]) -> list[_Need]:
    found = []
    for place, row in _rows(columns, "The regions", ("region", "group")):
        need = number(row["need"], place, "need", "The regions")
        low, high = (
            number(row[name], place, name, "The regions") if row.get(name) else need * share for name, share in (("need_low", 0.8), ("need_high", 1.25))
        )  # fmt: skip
        if high > MOST_PEOPLE:
            raise BadAllocation(f"The regions, row {place}: a need above {MOST_PEOPLE:,} people a year cannot be.")
        if not low <= need <= high:
            raise BadAllocation(f"The regions, row {place}: need_low, need and need_high do not rise.")
        found.append((row["region"], row["group"].casefold(), need, low, high))
    return found


def _pools(columns: Mapping[str, Sequence[str]]) -> list[Pool]:
    what, found = "The sites", []
    fixed: dict[str, float] = {}
    for place, row in _rows(columns, what, ("site", "group")):
        amounts = {
            name: number(row[name] or "0", place, name, what) for name in ("beds", "max_new", "fixed_cost", "bed_cost")
        }
        for name in ("beds", "max_new"):
            if not amounts[name].is_integer():
                raise BadAllocation(f"{what}, row {place}, column '{name}': beds are whole.")
        groups = frozenset(filter(None, (part.strip().casefold() for part in row["group"].split(";"))))
        if fixed.setdefault(row["site"], amounts["fixed_cost"]) != amounts["fixed_cost"]:
            raise BadAllocation(
                f"{what}, row {place}, column 'fixed_cost': it differs from another row of the site. It is paid once for a site."
            )
        turnover = number(row["turnover"], place, "turnover", what)
        found.append(
            Pool(
                row["site"],
                groups,
                int(amounts["beds"]),
                int(amounts["max_new"]),
                amounts["fixed_cost"],
                amounts["bed_cost"],
                turnover,
            )
        )
    return found


def _ways(columns: Mapping[str, Sequence[str]], regions: set[str], sites: set[str]) -> dict[tuple[str, str], float]:
    what, found = "The travel", {}
    for place, row in _rows(columns, what, ("region", "site")):
        if row["region"] not in regions or row["site"] not in sites:
            unknown = "region" if row["region"] not in regions else "site"
            raise BadAllocation(
                f"{what}, row {place}, column '{unknown}': it is in no other table. Correct it or take the row out."
            )
        is_allowed = YES_NO.get(row.get("allowed", "").casefold())
        if is_allowed is None:
            raise BadAllocation(f"{what}, row {place}, column 'allowed': '{row['allowed'][:40]}' is not yes or no.")
        km = number(row["km"], place, "km", what)
        if is_allowed:
            found[row["region"], row["site"]] = km
    return found
