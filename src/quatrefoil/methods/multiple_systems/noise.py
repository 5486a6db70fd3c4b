# SPDX-License-Identifier: Apache-2.0
"""Tables to which noise was added before they were handed over.

The sums of cells that a log-linear fit rests on stay unbiased under added noise, so negative counts are kept as they are:
clamping them at zero would add people. What changes is the uncertainty, and whether a small overlap means anything.
"""

from typing import Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import FloatArray, pairs_of
from quatrefoil.methods.multiple_systems.errors import Reason, Refused
from quatrefoil.methods.multiple_systems.table import AddedNoise, CaptureTable

CLEAR: Final = 5.0  # standard deviations of the noise that each overlap of two lists has to stand above


def geometric(epsilon: float) -> AddedNoise:
    """Two-sided geometric noise of a privacy budget: P(k) is proportional to exp(-epsilon |k|). Source: Ghosh et al. 2009."""
    if epsilon <= 0:
        raise ValueError("epsilon is above 0.")
    ratio = float(np.exp(-epsilon))
    return AddedNoise("geometric", float(np.sqrt(2 * ratio)) / (1 - ratio))


def refuse_sparse(table: CaptureTable) -> None:
    """Raise Refused where an overlap drowns in the noise."""
    if table.noise is None:
        return
    cells = 1 << (table.lists - 2)
    floor = CLEAR * table.noise.scale * float(np.sqrt(cells))
    drowned = [table.name_of(pair) for pair in pairs_of(table.lists) if table.overlaps[pair] < floor]
    if drowned:
        text = (
            f"The table carries added noise (standard deviation {table.noise.scale:.3g} a cell) and these overlaps are below "
            f"{floor:.0f}: {', '.join(drowned)}. Nothing can be told from them. Merge lists, or ask for a table with less noise."
        )
        raise Refused(Reason("sparse_noised", text))


def refuse_unmodelled(table: CaptureTable, method: str) -> None:
    """Raise Refused for a method that needs whole counts."""
    if table.noise is not None:
        text = f"'{method}' needs counts without added noise. Use 'main' or 'stepwise', which model it."
        raise Refused(Reason("noised", text))


def added(shape: tuple[int, ...], noise: AddedNoise, rng: np.random.Generator) -> FloatArray:
    """Fresh noise of the same kind and size for each cell but the unseen one. shape: (tables, 2^t)."""
    variance = noise.scale**2
    if noise.kind == "geometric":
        ratio = ((variance + 1) - np.sqrt(2 * variance + 1)) / variance
        drawn = rng.geometric(1 - ratio, size=shape) - rng.geometric(1 - ratio, size=shape)
    else:
        drawn = np.rint(rng.normal(0, noise.scale, size=shape))
    noised = drawn.astype(np.float64)
    noised[:, 0] = 0
    return noised


def resample(fitted: FloatArray, noise: AddedNoise, times: int, rng: np.random.Generator) -> FloatArray:
    """Tables drawn from a fitted model, with fresh noise. fitted: people per history, shape (2^t,), unseen ignored."""
    expected = fitted.copy()
    expected[0] = 0
    return rng.poisson(expected, size=(times, len(fitted))) + added((times, len(fitted)), noise, rng)
