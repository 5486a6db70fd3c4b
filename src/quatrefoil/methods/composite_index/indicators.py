# SPDX-License-Identifier: Apache-2.0
"""The register of indicators: dimension, direction, goalposts, weight and kind; what may not be an input is refused here."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quatrefoil.methods.refusals import Reason, Refused

NEEDED: Final = ("indicator", "dimension", "direction", "kind")
UP: Final = frozenset({"1", "1.0", "+1", "+1.0", "+", "up"})
DOWN: Final = frozenset({"-1", "-1.0", "−1", "-", "−", "down"})
MISSING: Final = frozenset({"", "na", "n/a", "nan", "none", "null", ".."})
MOST_SHOWN: Final = 40
LARGEST: Final = 1e100  # beyond it sums of squares are no numbers any more
WHY_NOT_DETECTED: Final = (
    "counts people who were detected. Detected victims may not be an input of an index that steers where one looks: more would be "
    "found where one already looks, the index would rise there, and places where nobody looks would stay low. Keep the column out, "
    "and use it only to test the finished index."
)


class BadIndex(Exception):
    """The tables cannot be used: one line that names row, column and what to do."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. path: its dimension, outermost first; direction: 1 where more is worse, -1 where more is better.

    low, high: the fixed goalposts in the indicator's own unit, or None for the data's own smallest and largest;
    weight: within its dimension; dimension_weight: of the outermost dimension; kind: where the numbers come from.
    """

    name: str
    path: tuple[str, ...]
    direction: int
    low: float | None = None
    high: float | None = None
    weight: float = 1.0
    kind: str = "context"
    dimension_weight: float = 1.0

    @property
    def has_goalposts(self) -> bool:
        """Whether scores of two years can be compared."""
        return self.low is not None


def columns_of(table: Any) -> dict[str, list[Any]]:
    """Columns by name from a mapping, or a pandas, polars or Arrow table."""
    if isinstance(table, Mapping):
        return {str(name): list(values) for name, values in table.items()}
    if hasattr(table, "to_pydict"):
        return {str(name): list(values) for name, values in table.to_pydict().items()}
    if hasattr(table, "get_columns"):
        return {series.name: series.to_list() for series in table.get_columns()}
    return {str(name): table[name].tolist() for name in table.columns}


def shown(value: Any) -> str:
    """A value as an error may repeat it: short, and nothing in it that turns or hides text."""
    text = str(value)
    kept = text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in kept)


def label(name: str) -> str:
    """A name as it may stand in a picture: short, and without the signs that start a formula there."""
    return shown(name[:28]).replace("$", r"\$")


def is_missing(value: Any) -> bool:
    """Whether a cell says nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return str(value).strip().lower() in MISSING


def number(value: Any, row: int, column: str) -> float:
    """A finite number, or nan where the cell says nothing. Raises BadIndex."""
    if is_missing(value):
        return math.nan
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.inf
    if not math.fabs(found) <= LARGEST:
        words = f"Row {row}, column '{shown(column)}': '{shown(value)}' is no number. Write it like 12.5, or leave it empty where it is not known."
        raise BadIndex(words)
    return found


def indicators_from(table: Any) -> tuple[Indicator, ...]:
    """The register, from columns indicator, dimension, direction, kind and, where known, low, high, weight, dimension_weight.

    A dimension in a dimension is written "outer/inner". Raises BadIndex; raises Refused where an indicator counts the detected.
    """
    columns = columns_of(table)
    for name in NEEDED:
        if name not in columns:
            raise BadIndex(f"The register of indicators has no column '{name}'. It needs {', '.join(NEEDED)}.")
    found = [_indicator(columns, place) for place in range(len(columns["indicator"]))]
    if not found:
        raise BadIndex("The register of indicators is empty.")
    _refuse_twice([each.name for each in found])
    _refuse_two_weights(found)
    _refuse_mixed_paths(found)
    refuse_detected(found)
    return tuple(found)


def refuse_detected(indicators: Sequence[Indicator]) -> None:
    """Raise Refused where an indicator is of kind `detected`, and say why."""
    detected = [each.name for each in indicators if each.kind.strip().lower().startswith("detect")]
    if detected:
        raise Refused(
            *(Reason("detected_victims", f"The indicator '{shown(name)}' {WHY_NOT_DETECTED}") for name in detected)
        )


def _indicator(columns: Mapping[str, list[Any]], place: int) -> Indicator:
    row = place + 2
    low, high = (_optional(columns, name, place) for name in ("low", "high"))
    if (low is None) != (high is None):
        raise BadIndex(f"Row {row}: give both goalposts, low and high, or neither.")
    if low is not None and high is not None and low >= high:
        raise BadIndex(
            f"Row {row}, column 'low': {low:g} is not below high, {high:g}. The direction is said by its own column."
        )
    return Indicator(
        name=_text(columns, "indicator", place),
        path=_path(_text(columns, "dimension", place), row),
        direction=_direction(columns["direction"][place], row),
        low=low,
        high=high,
        weight=_weight(columns, "weight", place),
        kind=_text(columns, "kind", place),
        dimension_weight=_weight(columns, "dimension_weight", place),
    )  # fmt: skip


def _text(columns: Mapping[str, list[Any]], name: str, place: int) -> str:
    value = columns[name][place]
    if is_missing(value):
        raise BadIndex(f"Row {place + 2}, column '{name}': it is empty. Every indicator needs one.")
    return str(value).strip()


def _path(text: str, row: int) -> tuple[str, ...]:
    path = tuple(part.strip() for part in text.split("/"))
    if not all(path):
        raise BadIndex(f"Row {row}, column 'dimension': '{shown(text)}' has an empty part. Write outer/inner.")
    if len(path) > 4:
        raise BadIndex(f"Row {row}, column 'dimension': more than four levels. Use fewer.")
    return path


def _direction(value: Any, row: int) -> int:
    said = str(value).strip().lower()
    if said in UP:
        return 1
    if said in DOWN:
        return -1
    words = f"Row {row}, column 'direction': '{shown(value)}' is neither 1 (more is worse) nor -1 (more is better)."
    raise BadIndex(words)


def _optional(columns: Mapping[str, list[Any]], name: str, place: int) -> float | None:
    found = number(columns[name][place], place + 2, name) if name in columns else math.nan
    return None if math.isnan(found) else found


def _weight(columns: Mapping[str, list[Any]], name: str, place: int) -> float:
    found = _optional(columns, name, place)
    if found is not None and found <= 0:
        raise BadIndex(
            f"Row {place + 2}, column '{name}': a weight is above 0. Leave out the row of an indicator that should not count."
        )
    return 1.0 if found is None else found


def _refuse_twice(names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        if names.index(name) != place:
            raise BadIndex(f"Row {place + 2}, column 'indicator': '{shown(name)}' stands twice.")


def _refuse_two_weights(indicators: Sequence[Indicator]) -> None:
    seen: dict[str, float] = {}
    for each in indicators:
        if seen.setdefault(each.path[0], each.dimension_weight) != each.dimension_weight:
            raise BadIndex(
                f"The dimension '{shown(each.path[0])}' has two weights in column 'dimension_weight'. Give it one."
            )


def _refuse_mixed_paths(indicators: Sequence[Indicator]) -> None:
    leaves = {each.path for each in indicators}
    for path in leaves:
        for length in range(1, len(path)):
            if path[:length] in leaves:
                words = f"The dimension '{shown('/'.join(path[:length]))}' has indicators of its own and a dimension in it. Give its indicators an inner dimension too."
                raise BadIndex(words)
