# SPDX-License-Identifier: Apache-2.0
"""Histories and model terms as sets of lists, and the sums over subsets and supersets that everything rests on.

A set of lists is a bit mask: list j is the bit `1 << j`. Both a history (which lists saw a person) and a term of a model
(which lists interact) are such masks, so that one array axis of length 2^t serves for both. In a log-linear model the
linear predictor of a history is the sum of the coefficients over its subsets, and the sufficient statistic of a term is
the sum of the counts over its supersets. Both are t additions over the array (Yates 1937) instead of a matrix product,
and even the information matrix is only a look-up: its entry for the terms S and T is the superset sum at S | T.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TOGETHER: Final = 5  # lists whose 32 sets are summed by one product


def subset_sums(values: FloatArray) -> FloatArray:
    """For each set the sum of the values of all its subsets. values: shape (..., 2^t), finite."""
    return _sums(values, source=0, target=1)


def superset_sums(values: FloatArray) -> FloatArray:
    """For each set the sum of the values of all sets that contain it. values: shape (..., 2^t), finite."""
    return _sums(values, source=1, target=0)


def _sums(values: FloatArray, *, source: int, target: int) -> FloatArray:
    # The lowest lists together as one small product; additions with short strides are slow.
    size = values.shape[-1]
    step = min(size, 1 << TOGETHER)
    blocks = np.ascontiguousarray(values, dtype=np.float64).reshape(-1, step)
    summed: FloatArray = (blocks @ _containment(step, upwards=target == 1)).reshape(values.shape)
    while step < size:
        halves = summed.reshape(*summed.shape[:-1], size // (2 * step), 2, step)
        halves[..., target, :] += halves[..., source, :]
        step *= 2
    return summed


@cache
def _containment(size: int, *, upwards: bool) -> FloatArray:
    masks = np.arange(size)
    below = ((masks[:, None] & masks[None, :]) == masks[:, None]).astype(np.float64)  # row within column
    return below if upwards else np.ascontiguousarray(below.T)


def list_count(values: NDArray[np.generic]) -> int:
    """t, from an array whose last axis has length 2^t."""
    return int(values.shape[-1]).bit_length() - 1


def mask_of(members: Iterable[int]) -> int:
    """The mask of a set of list positions."""
    return sum(1 << member for member in set(members))


def members_of(mask: int) -> tuple[int, ...]:
    """The list positions of a mask, ascending."""
    return tuple(position for position in range(mask.bit_length()) if mask >> position & 1)


def pairs_of(lists: int) -> tuple[int, ...]:
    """Masks of all pairs of lists in lexicographic order of their positions."""
    return tuple(mask_of(pair) for pair in combinations(range(lists), 2))


def terms_of_order(lists: int, order: int) -> Iterator[int]:
    """Masks of all sets of `order` lists in lexicographic order."""
    return (mask_of(each) for each in combinations(range(lists), order))


def sizes(lists: int) -> IntArray:
    """How many lists each mask holds, shape (2^t,)."""
    return np.bitwise_count(np.arange(1 << lists)).astype(np.int64)
