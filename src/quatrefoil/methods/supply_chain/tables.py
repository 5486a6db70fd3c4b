# SPDX-License-Identifier: Apache-2.0
"""Columns of a table of suppliers, whatever library made it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from quatrefoil.methods.supply_chain.errors import BadTable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def frame_of(table: Any) -> "pd.DataFrame":
    """A pandas frame of a pandas, polars or Arrow table, or of a mapping of columns."""
    import pandas as pd

    if isinstance(table, pd.DataFrame):
        return table
    if hasattr(table, "to_pandas"):
        made: pd.DataFrame = table.to_pandas()
        return made
    if isinstance(table, Mapping):
        return pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in table.items()})
    raise BadTable(f"A table is a pandas, polars or Arrow table or a mapping of columns, not {type(table).__name__}.")


def needed(frame: "pd.DataFrame", names: Sequence[str]) -> None:
    """Raise BadTable where a column is missing."""
    for name in names:
        if name not in frame.columns:
            raise BadTable(f"The column '{name}' is missing; the columns are {', '.join(map(str, frame.columns))}.")


def coded(values: Any) -> "tuple[NDArray[np.int64], list[str]]":
    """Codes (n,) and the distinct texts that they stand for, without blanks around them; what is empty has the code -1."""
    import pandas as pd

    codes, uniques = pd.factorize(pd.Series(values), use_na_sentinel=True)
    texts = [_text(value) for value in uniques.tolist()]
    if any(not text for text in texts) or len(set(texts)) < len(texts):  # " a" and "a" are one
        again, distinct = pd.factorize(np.array(texts, dtype=object))
        kept = [text for text in distinct.tolist() if text]
        place = {text: number for number, text in enumerate(kept)}
        renumbered = np.array([place.get(text, -1) for text in distinct.tolist()], dtype=np.int64)
        codes = np.where(codes < 0, -1, renumbered[again][codes])
        texts = kept
    return codes.astype(np.int64, copy=False), texts


def _text(value: Any) -> str:
    # A column of ids with gaps comes as floats: 2.0 is the id 2.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def numbers(values: Any, column: str, low: float, high: float) -> "NDArray[np.float64]":
    """Numbers (n,) from low to high; NaN where empty. Raises BadTable with the row."""
    import pandas as pd

    series = pd.Series(values)
    found = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = ~((found >= low) & (found <= high))
    doubtful = series[wrong]
    said = next((value for value in doubtful.unique().tolist() if not is_blank(value)), None)
    if said is not None:
        row = int((wrong & (series == said).to_numpy(dtype=bool, na_value=False)).argmax()) + 2
        raise BadTable(f"Row {row}, column '{column}': '{str(said)[:40]}' is not a number from {low:g} to {high:g}.")
    return found


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing: None, NaN, or only blanks."""
    return value is None or value != value or not str(value).strip()  # noqa: PLR0124 - NaN is not itself
