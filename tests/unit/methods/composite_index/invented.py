# SPDX-License-Identifier: Apache-2.0
"""Invented districts, and the published index of countries that lies with the reference data."""

import csv

import numpy as np

from quatrefoil.methods.composite_index import Indicator, Places, indicators_from, places_from


def districts(many=40, indicators=9, seed=1, gaps=0.0, shared=0.7):
    """Districts whose indicators have something in common; every fourth indicator is better when it is more."""
    rng = np.random.default_rng(seed)
    cells = shared * rng.normal(size=(many, 1)) + rng.normal(size=(many, indicators))
    register = tuple(
        Indicator(f"i{at:02d}", (f"d{at % 3}",), -1 if at % 4 == 3 else 1, -5.0, 5.0) for at in range(indicators)
    )
    cells = cells * np.array([each.direction for each in register])
    cells[rng.random(cells.shape) < gaps] = np.nan
    return Places(tuple(f"district {at}" for at in range(many)), register, cells)


def asem(reference_data):
    """Places of the ASEM index, and for each place what was published for each of its aggregates."""
    folder = reference_data / "eval" / "composite"
    meta = _rows(folder / "asem_meta.csv")
    parent = {row["iCode"]: row["Parent"] for row in meta}
    used = [row for row in meta if row["Type"] == "Indicator"]
    register = indicators_from(
        {
            "indicator": [row["iCode"] for row in used],
            "dimension": [f"{parent[row['Parent']]}/{row['Parent']}" for row in used],
            "direction": [row["Direction"] for row in used],
            "weight": [row["Weight"] for row in used],
            "kind": ["context"] * len(used),
        }
    )
    rows = _rows(folder / "asem_treated.csv")
    places = places_from({name: [row[name] for row in rows] for name in rows[0]}, register, unit="UnitCode")
    published = {row["UnitCode"]: row for row in _rows(folder / "asem_expected_aggregates.csv")}
    return places, published


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
