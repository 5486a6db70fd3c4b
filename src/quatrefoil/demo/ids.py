# SPDX-License-Identifier: Apache-2.0
"""Ids and reference names drawn from the seed, so that the same seed makes the same files."""

from collections.abc import Iterator
from uuid import UUID

import numpy as np

from quatrefoil.foundation.records.names import WORDS

DIGITS = 10_000


def stream(seed: int, *path: int) -> np.random.Generator:
    """A generator of its own for each part of the story: one part drawing more changes no other."""
    return np.random.default_rng([seed, *path])


def ids(rng: np.random.Generator, count: int) -> list[UUID]:
    """Random ids."""
    drawn = rng.bytes(16 * count)
    return [UUID(bytes=drawn[at : at + 16], version=4) for at in range(0, 16 * count, 16)]


def reference_names(rng: np.random.Generator, kept_free: frozenset[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Every word and four digits, each once, in random order."""
    for drawn in rng.permutation(len(WORDS) * DIGITS):
        word, digits = divmod(int(drawn), DIGITS)
        name = WORDS[word], f"{digits:04d}"
        if name not in kept_free:
            yield name
