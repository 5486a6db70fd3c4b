# SPDX-License-Identifier: Apache-2.0
"""Does a finite maximum-likelihood estimate exist, and is it the only one?

Source: Fienberg and Rinaldo 2012 (Annals of Statistics 40:996): it exists exactly when some table with the same margins
has no empty cell. A Newton step d at any fitted table mu gives such a table for free, mu (1 + Xd), whenever it is
positive; only where no step ever shows one, the linear programme decides.
"""

from enum import IntFlag
from functools import lru_cache
from typing import Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import BoolArray, FloatArray, IntArray
from quatrefoil.methods.multiple_systems.fitting import Fits, Structure, fit, is_identifiable

PATIENT: Final = 500  # steps for an estimate that exists but lies far out
POSITIVE: Final = 1e-6  # the programme works on a table of zeros and ones, so its answer is 0 or at least about 1/cells


class Status(IntFlag):
    """0: a unique finite estimate exists."""

    FINE = 0
    NO_FINITE_ESTIMATE = 1
    NOT_IDENTIFIABLE = 2


def settle(
    counts: FloatArray, structure: Structure, *, start: FloatArray | None = None, offset: FloatArray | None = None
) -> tuple[Fits, IntArray]:
    """Fit each model and say whether its estimate exists and is unique.

    counts: shape (fits, 2^t) or (1, 2^t). Returns the fits and their statuses, shape (fits,); a fit whose status is not 0
    has no meaning.
    """
    counts = np.broadcast_to(counts, structure.live.shape)
    unique = is_identifiable(structure)
    fits = fit(counts, structure, start=start, offset=offset)
    exists = fits.certified & unique
    for row in np.flatnonzero(~exists):
        exists[row] = exists_by_programme(counts[row], structure.finite[row], structure.live[row])
    slow = np.flatnonzero(exists & unique & ~fits.converged)
    if slow.size:
        patient = fit(counts[slow], structure.rows(slow), offset=offset, most_steps=PATIENT)
        fits.coefficients[slow], fits.fitted[slow] = patient.coefficients, patient.fitted
        fits.converged[slow] = patient.converged
    exists &= fits.converged | ~unique
    return fits, np.where(exists, 0, Status.NO_FINITE_ESTIMATE) + np.where(unique, 0, Status.NOT_IDENTIFIABLE)


def exists_by_programme(counts: FloatArray, finite: BoolArray, live: BoolArray) -> bool:
    """The linear programme of Fienberg and Rinaldo. All shapes (2^t,). It depends on which live cells are 0 only."""
    cells, columns = np.flatnonzero(live), np.flatnonzero(finite)
    filled = counts[cells] > 0
    if filled.all():
        return True
    return _programme(cells.tobytes(), columns.tobytes(), filled.tobytes())


@lru_cache(maxsize=50_000)
def _programme(cells: bytes, columns: bytes, filled: bytes) -> bool:
    from scipy.optimize import linprog

    histories, terms = np.frombuffer(cells, dtype=np.int64), np.frombuffer(columns, dtype=np.int64)
    table = np.frombuffer(filled, dtype=bool).astype(np.float64)
    design = ((histories[:, None] & terms[None, :]) == terms[None, :]).astype(np.float64)
    # Variables: how much of each cell lies above the smallest, and the smallest itself.
    margins = np.hstack([design.T, design.sum(axis=0)[:, None]])
    aim = np.zeros(len(histories) + 1)
    aim[-1] = -1.0
    solved = linprog(aim, A_eq=margins, b_eq=design.T @ table, bounds=(0, None), method="highs")
    if solved.status != 0:
        raise ArithmeticError(f"The existence programme ended with: {solved.message}")
    return solved.x is not None and float(solved.x[-1]) > POSITIVE
