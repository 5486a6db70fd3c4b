# SPDX-License-Identifier: Apache-2.0
"""Marenia: an invented country. Regions are the cells of points in an ellipse; no place on earth was used."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

Points = NDArray[np.float64]

# Invented names, in the three languages of the demo.
NAMES = (
    ("Karsa", "Karsa", "كارسا"), ("Velo", "Vélo-sur-Mer", "فيلو"), ("Ostrima", "Ostrima", "أوستريما"),
    ("Dunabar", "Dunabar", "دونابار"), ("Pellin", "Pellin", "بيلين"), ("Sarvate", "Sarvate", "سارفاتي"),
    ("Tomirra", "Tomirra", "توميرا"), ("Ilvanos", "Ilvanos", "إيلفانوس"), ("Brenhold", "Brenhold", "برينهولد"),
    ("Casmere", "Casmère", "كاسمير"), ("Ludova", "Ludova", "لودوفا"), ("Marrow Coast", "Côte de Marrau", "ساحل مارو"),
    ("Nestria", "Nestrie", "نستريا"), ("Orsel", "Orsel", "أورسيل"), ("Quenby", "Quenby", "كوينبي"),
    ("Rastino", "Rastino", "راستينو"), ("Selmark", "Selmark", "سلمارك"), ("Tavrin", "Tavrin", "تافرين"),
    ("Ulmere", "Ulmère", "أولمير"), ("Vashti Hills", "Collines de Vashti", "تلال فاشتي"), ("Wendral", "Wendral", "وندرال"),
    ("Yorvane", "Yorvane", "يورفان"), ("Zephra", "Zéphra", "زفرا"), ("Anmoor", "Anmoor", "أنمور"),
)  # fmt: skip
RELAXATIONS = 12
WIDTH, HEIGHT = 10.0, 7.5
KILOMETRES_A_UNIT = 62


@dataclass(frozen=True, slots=True)
class Place:
    """One region: its code, names, outline, neighbours, distances in kilometres, and share of the population."""

    code: str
    names: tuple[str, str, str]
    outline: tuple[tuple[float, float], ...]
    neighbours: tuple[str, ...]
    kilometres: dict[str, int]
    weight: float


def code_of(name: str) -> str:
    """A region's code from its English name."""
    return name.lower().replace(" ", "-")


def make_places(rng: np.random.Generator) -> tuple[Place, ...]:
    """The regions of a seed: relaxed points in an ellipse, their Voronoi cells clipped to a coast."""
    points = _relaxed(rng, len(NAMES))
    cells, pairs = _cells(points)
    weights = rng.dirichlet(np.full(len(NAMES), 3.0))
    codes = [code_of(names[0]) for names in NAMES]
    distances = np.linalg.norm(points[:, None] - points[None], axis=2) * KILOMETRES_A_UNIT
    return tuple(
        Place(
            code=codes[i],
            names=NAMES[i],
            outline=tuple((round(float(x), 3), round(float(y), 3)) for x, y in cells[i]),
            neighbours=tuple(codes[j] for j in sorted(pairs.get(i, ()))),
            kilometres={codes[j]: round(float(distances[i, j])) for j in range(len(codes)) if j != i},
            weight=float(weights[i]),
        )
        for i in range(len(codes))
    )


def _relaxed(rng: np.random.Generator, count: int) -> Points:
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
    points = np.column_stack([radius * np.cos(angle) * WIDTH / 2, radius * np.sin(angle) * HEIGHT / 2])
    for _round in range(RELAXATIONS):
        cells, _pairs = _cells(points)
        points = np.array([cell.mean(axis=0) for cell in cells])
    return points


def _cells(points: Points) -> tuple[list[Points], dict[int, set[int]]]:
    """Cells inside the ellipse: mirrored points bound the outer ones, so that every cell is finite."""
    diagram = Voronoi(np.vstack([points, _mirrored(points)]))
    cells = [diagram.vertices[diagram.regions[diagram.point_region[i]]] for i in range(len(points))]
    pairs: dict[int, set[int]] = {}
    for one, other in diagram.ridge_points:
        if one < len(points) and other < len(points):
            pairs.setdefault(int(one), set()).add(int(other))
            pairs.setdefault(int(other), set()).add(int(one))
    return [_inside(cell) for cell in cells], pairs


def _mirrored(points: Points) -> Points:
    scale = np.array([WIDTH / 2, HEIGHT / 2])
    unit = points / scale
    radius = np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-6)
    return np.asarray(unit / radius * (2.0 - radius) * scale, dtype=np.float64)


def _inside(cell: Points) -> Points:
    """The cell with corners pulled back to the coast, in order around its middle."""
    scale = np.array([WIDTH / 2, HEIGHT / 2])
    unit = cell / scale
    radius = np.linalg.norm(unit, axis=1, keepdims=True)
    pulled = np.where(radius > 1, unit / radius, unit) * scale
    middle = pulled.mean(axis=0)
    order = np.argsort(np.arctan2(pulled[:, 1] - middle[1], pulled[:, 0] - middle[0]))
    return np.asarray(pulled[order], dtype=np.float64)
