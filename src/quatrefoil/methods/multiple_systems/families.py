# SPDX-License-Identifier: Apache-2.0
"""All hierarchical models up to an order, their names, and their neighbours."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import BoolArray, members_of, sizes, terms_of_order

MOST_ENUMERATED: Final = 40_000  # 6 lists of order 2 make 32,768; beyond, search step by step


def main_effects(lists: int) -> BoolArray:
    """Members of the model of independent lists, shape (2^t,)."""
    return sizes(lists) <= 1


def with_pairs(lists: int, pairs: list[int] | tuple[int, ...]) -> BoolArray:
    """Main effects and these two-list effects (masks), shape (2^t,)."""
    members = main_effects(lists)
    members[list(pairs)] = True
    return members


def all_pairs(lists: int) -> BoolArray:
    """Main effects and every two-list effect, shape (2^t,)."""
    return sizes(lists) <= 2


def count_of_order_two(lists: int) -> int:
    """How many hierarchical models of order 2 there are."""
    return 1 << (lists * (lists - 1) // 2)


def hierarchical(lists: int, order: int) -> BoolArray:
    """Every hierarchical model with all main effects and terms of at most `order` lists; shape (models, 2^t).

    The order-2 models come first, in the order of their pairs; then those with three-list effects, and so on.
    Raises ValueError when they are more than 40,000.
    """
    if count_of_order_two(lists) > MOST_ENUMERATED:
        raise ValueError(f"{lists} lists make too many models to fit them all; search step by step instead.")
    models = [main_effects(lists)]
    for size in range(2, min(order, lists) + 1):
        models = [grown for model in models for grown in _grown(model, list(terms_of_order(lists, size)))]
        if len(models) > MOST_ENUMERATED:
            raise ValueError(f"Order {order} of {lists} lists makes too many models; search step by step instead.")
    return np.array(models)


def _grown(model: BoolArray, terms: list[int]) -> Iterator[BoolArray]:
    """The model with each choice of these terms whose parts it holds."""
    possible = [term for term in terms if _has_parts(model, term)]
    for count in range(len(possible) + 1):
        for chosen in combinations(possible, count):
            grown = model.copy()
            grown[list(chosen)] = True
            yield grown


def _has_parts(model: BoolArray, term: int) -> bool:
    return all(model[term & ~(1 << member)] for member in members_of(term))


def neighbours(model: BoolArray, order: int) -> BoolArray:
    """Models that have one term more or less, hierarchical again, main effects kept; shape (neighbours, 2^t)."""
    found = []
    for term in np.flatnonzero(sizes(len(model).bit_length() - 1) >= 2).tolist():
        may_leave = model[term] and not any(model[larger] for larger in _one_larger(model, term))
        may_enter = not model[term] and term.bit_count() <= order and _has_parts(model, term)
        if may_leave or may_enter:
            changed = model.copy()
            changed[term] = not model[term]
            found.append(changed)
    return np.array(found).reshape(-1, len(model))


def _one_larger(model: BoolArray, term: int) -> list[int]:
    lists = len(model).bit_length() - 1
    return [term | 1 << member for member in range(lists) if not term >> member & 1]


def generators(members: BoolArray) -> tuple[int, ...]:
    """The terms that no other term of the model contains, by lists: [12, 13, 4] of main effects with 12 and 13."""
    terms = [int(term) for term in np.flatnonzero(members) if term]
    largest = [term for term in terms if not any(term != other and term & other == term for other in terms)]
    return tuple(sorted(largest, key=members_of))


def short_name(members: BoolArray) -> str:
    """The model by the numbers of its lists, as in `[12,13,4]`; lists beyond the ninth are letters a, b, c."""
    digits = "123456789abc"
    words = ("".join(digits[member] for member in members_of(term)) for term in generators(members))
    return f"[{','.join(words)}]"
