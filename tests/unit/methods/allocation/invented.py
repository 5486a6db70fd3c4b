# SPDX-License-Identifier: Apache-2.0
"""Invented regions, sites and ways; and the OR-Library's instances, read from the reference data."""

import csv

import numpy as np
from scipy.sparse.csgraph import floyd_warshall

from quatrefoil.methods import allocation

GROUPS = ("women", "men", "families", "children")
COLUMNS = {
    "regions": ("region", "group", "need"),
    "sites": ("site", "group", "beds", "max_new", "fixed_cost", "bed_cost", "turnover"),
    "travel": ("region", "site", "km", "allowed"),
}


def table(kind, rows):
    """Rows as columns."""
    return {name: list(values) for name, values in zip(COLUMNS[kind], zip(*rows, strict=True), strict=True)}


def small(**changed):
    """Two regions, north with 10 people and south with 40; a site in each; one far away."""
    tables = {
        "regions": [("north", "women", 10), ("south", "women", 40)],
        "sites": [("s-north", "women", 0, 20, 100, 10, 2), ("s-south", "any", 5, 20, 100, 10, 2)],
        "travel": [("north", "s-north", 5, "yes"), ("south", "s-south", 5, "yes"), ("north", "s-south", 90, "no")],
    } | changed
    return tuple(table(kind, tables[kind]) for kind in ("regions", "sites", "travel"))


def many(regions, sites, seed):
    """Tables of many regions and sites on a square of 500 km; ways up to 180 km, one in ten not allowed."""
    rng = np.random.default_rng(seed)
    here, there = rng.uniform(0, 500, (regions, 2)), rng.uniform(0, 500, (sites, 2))
    fixed = rng.integers(50, 150, sites) * 1000
    needs = [(f"r{place}", group, int(rng.gamma(1.2, 7))) for place in range(regions) for group in GROUPS]
    pools = [
        (f"s{place}", group, int(rng.integers(0, 8)) if place < 25 else 0, int(rng.integers(5, 25)), int(fixed[place]), int(rng.integers(8, 16)) * 1000, 3)
        for place in range(sites)
        for group in GROUPS
        if rng.random() < 0.6 or group == GROUPS[place % 4]
    ]  # fmt: skip
    km = np.sqrt(((here[:, None] - there[None]) ** 2).sum(axis=-1))
    ways = [
        (f"r{one}", f"s{other}", round(km[one, other], 1), "no" if rng.random() < 0.1 else "yes") for one, other in np.argwhere(km < 180)
    ]  # fmt: skip
    return table("regions", needs), table("sites", pools), table("travel", ways)


def instances(folder):
    """(file, model, published optimum) of the instances that lie in the folder."""
    with (folder / "optima.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    checked = [row for row in rows if row["verified_here"] == "yes" and (folder / row["file"]).is_file()]
    return [(row["file"], row["model"], float(row["optimum"])) for row in checked]


def solved(folder, name, model):
    """Solve one instance: edges and the number of medians, or sites, customers and their costs."""
    numbers = (folder / name).read_text(encoding="utf-8").split()
    if model == "p-median":
        size, _edges, number = map(int, numbers[:3])
        lengths = np.full((size, size), np.inf)
        for one, other, length in np.array(numbers[3:], dtype=float)[: 3 * _edges].reshape(-1, 3):
            lengths[int(one) - 1, int(other) - 1] = lengths[int(other) - 1, int(one) - 1] = (
                length  # the last of two holds
            )
        return allocation.p_median(floyd_warshall(lengths), number)
    sites, customers = map(int, numbers[:2])
    about = np.array(numbers[2 : 2 + 2 * sites], dtype=float).reshape(sites, 2)
    rows = np.array(numbers[2 + 2 * sites :], dtype=float).reshape(customers, sites + 1)
    if model.startswith("uncapacitated"):
        return allocation.facility_location(rows[:, 1:], about[:, 1])
    return allocation.facility_location(rows[:, 1:], about[:, 1], rows[:, 0], about[:, 0])
