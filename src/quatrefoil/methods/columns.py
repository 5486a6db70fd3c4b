# SPDX-License-Identifier: Apache-2.0
"""Columns of any table as plain texts: pandas, polars, Arrow or a mapping; what is missing becomes the empty text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

EMPTY: Final = frozenset({"", "nan", "nat", "<na>", "null"})
LONGEST: Final = 2_000  # characters of a cell; what is longer is no name, number or list of words


class BadTable(ValueError):
    """A table cannot be used: one line that names row, column and what to do."""


def texts(table: Any, needed: Sequence[str], what: str) -> dict[str, list[str]]:
    """The columns as texts without outer blanks. what: begins the sentence of an error, such as "The people".

    Raises BadTable where a needed column is missing, lengths differ, or a cell is longer than 2,000 characters.
    """
    found = {str(name).strip(): list(values) for name, values in _plain(table).items()}
    for name in needed:
        if name not in found:
            raise BadTable(f"{what} have no column '{name}'. The columns needed are {', '.join(needed)}.")
    if len({len(values) for values in found.values()}) > 1:
        raise BadTable(f"{what} have columns of different lengths.")
    return {
        name: [_text(value, row, name, what) for row, value in enumerate(values, 2)] for name, values in found.items()
    }


def _plain(table: Any) -> Mapping[str, Any]:
    if isinstance(table, Mapping):
        return table
    if hasattr(table, "to_pydict"):  # Arrow
        return dict(table.to_pydict())
    if hasattr(table, "iloc"):  # pandas
        return {str(name): table[name].tolist() for name in table.columns}
    if hasattr(table, "to_dict"):  # polars
        return dict(table.to_dict(as_series=False))
    raise BadTable("A table is a pandas, polars or Arrow table or a mapping of columns.")


def _text(value: Any, row: int, name: str, what: str) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    if len(text) > LONGEST:
        raise BadTable(
            f"{what}, row {row}, column '{name}': the cell has {len(text):,} characters; 2,000 are the most."
        )
    return "" if text.casefold() in EMPTY else text


def number(
    text: str, row: int, name: str, what: str, *, least: float = 0.0, kind: Callable[[str], float] = float
) -> float:
    """A finite number of at least `least`. Raises BadTable that names row and column."""
    try:
        found = kind(text)
    except ValueError:
        found = float("nan")
    if not least <= found < float("inf"):
        raise BadTable(f"{what}, row {row}, column '{name}': '{text[:40]}' is not a number of {least:g} or more.")
    return found
