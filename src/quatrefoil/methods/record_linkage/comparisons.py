# SPDX-License-Identifier: Apache-2.0
"""How two persons are compared: the levels of likeness of each part, the same for every backend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator
    from splink.internals.comparison_level_creator import ComparisonLevelCreator

WORDS: Final = {
    "family_name": "family name",
    "given_name": "given name",
    "date_of_birth": "date of birth",
    "phone": "phone",
    "document": "document",
    "address": "address",
    "sex": "sex",
    "citizenship": "citizenship",
}
CONVERGED: Final = 0.001  # largest change of a parameter in the last step of training
ITERATIONS: Final = 60
DIALECT: Final = "duckdb"  # in which the conditions here are written; Splink translates them

_SWAPPED: Final = "given_bones_l = family_bones_r and family_bones_l = given_bones_r and given_bones_l <> given_bones_r"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training found. prior: share of matches among all pairs; levels: comparison -> words -> (m, u).

    m is how often a level is seen among pairs that match, u among pairs that do not.
    """

    prior: float
    levels: Mapping[str, Mapping[str, tuple[float, float]]]


def of_persons(columns: frozenset[str]) -> "list[ComparisonCreator]":
    """The comparisons for which there are columns. columns: those in which something stands."""
    parts = (
        ("family", _family(columns)),
        ("given", _given(columns)),
        ("dob", _dob()),
        ("phone", _number("phone", "phone")),
        ("document", _number("document", "document")),
        ("address", _address(columns)),
        ("sex", _same("sex", "sex")),
        ("citizenship", _same("citizenship", "citizenship")),
    )
    has_address = bool({"street", "place", "postcode"} & columns)
    return [made for column, made in parts if column in columns or (column == "address" and has_address)]


def _custom(name: str, levels: "Sequence[ComparisonLevelCreator]") -> "ComparisonCreator":
    from splink.comparison_library import CustomComparison

    return CustomComparison(output_column_name=name, comparison_levels=list(levels), comparison_description=name)


def _when(condition: str, words: str) -> "ComparisonLevelCreator":
    from splink.comparison_level_library import CustomLevel

    return CustomLevel(condition, label_for_charts=words, base_dialect_str=DIALECT)


def _null(condition: str) -> "ComparisonLevelCreator":
    return _when(condition, "not said").configure(is_null_level=True)


def _exact(column: str, words: str, *, by_frequency: bool = False) -> "ComparisonLevelCreator":
    import splink.comparison_level_library as levels

    made = levels.ExactMatchLevel(column, term_frequency_adjustments=by_frequency)
    return made.configure(label_for_charts=words)


def _alike(column: str, least: float, words: str) -> "ComparisonLevelCreator":
    import splink.comparison_level_library as levels

    return levels.JaroWinklerLevel(column, least).configure(label_for_charts=words)


def _near(column: str, most: int, words: str) -> "ComparisonLevelCreator":
    import splink.comparison_level_library as levels

    return levels.LevenshteinLevel(column, most).configure(label_for_charts=words)


def _else() -> "ComparisonLevelCreator":
    import splink.comparison_level_library as levels

    return levels.ElseLevel().configure(label_for_charts="differs")


def _family(columns: frozenset[str]) -> "ComparisonCreator":
    swapped = [_when(_SWAPPED, "given and family name swapped")] if "given" in columns else []
    return _custom(
        "family_name",
        [
            _null("family_l is null or family_r is null"),
            _exact("family", "equal", by_frequency=True),
            *swapped,
            _when("family_bones_l = family_bones_r", "same consonants"),
            _alike("family", 0.9, "much alike"),
            _alike("family", 0.8, "alike"),
            _else(),
        ],
    )


def _given(columns: frozenset[str]) -> "ComparisonCreator":
    # Names that are swapped are weighed once, as a level of the family name: here they say nothing.
    swapped = f" or ({_SWAPPED})" if "family" in columns else ""
    return _custom(
        "given_name",
        [
            _null(f"given_l is null or given_r is null{swapped}"),
            _exact("given", "equal", by_frequency=True),
            _when("given_bones_l = given_bones_r", "same consonants"),
            _alike("given", 0.9, "much alike"),
            _alike("given", 0.8, "alike"),
            _when(
                "(length(given_l) = 1 or length(given_r) = 1) and substr(given_l, 1, 1) = substr(given_r, 1, 1)",
                "initial",
            ),
            _else(),
        ],
    )


def _dob() -> "ComparisonCreator":
    year, month, day = (f"born_{part}_l = born_{part}_r" for part in ("year", "month", "day"))
    return _custom(
        "date_of_birth",
        [
            _null("born_year_l is null or born_year_r is null"),
            _when(f"{year} and {month} and {day}", "equal"),
            _when(f"{year} and born_month_l = born_day_r and born_day_l = born_month_r", "day and month swapped"),
            _when(f"{year} and {month}", "year and month equal"),
            _when(f"{year} and {day}", "year and day equal"),
            _when(f"{month} and {day}", "month and day equal"),
            _when(year, "year equal"),
            _else(),
        ],
    )


def _number(name: str, column: str) -> "ComparisonCreator":
    return _custom(
        name,
        [
            _null(f"{column}_l is null or {column}_r is null"),
            _exact(column, "equal"),
            _near(column, 1, "one character differs"),
            _near(column, 2, "two characters differ"),
            _else(),
        ],
    )


def _address(columns: frozenset[str]) -> "ComparisonCreator":
    """Street, number, place and postcode as one part: people of one household share all of them at once.

    Weighed apart they would count the same agreement twice, and neighbours would become one person.
    """
    known = columns & {"street", "street_no", "place", "postcode"}
    place, postcode, number = (_equal(name, known) for name in ("place", "postcode", "street_no"))
    somewhere = f"{place} or {postcode}"
    levels = [_null(_nothing_shared(known))]
    if "street" in known:
        street = "(street_l = street_r or street_bones_l = street_bones_r)"
        levels += [
            _when(f"street_l = street_r and {number} and ({somewhere})", "street, number and place equal"),
            _both(_alike("street", 0.88, ""), f"{number} and ({somewhere})", "number and place equal, street alike"),
            _when(f"street_l = street_r and {number}", "street and number equal"),
            _both(_alike("street", 0.88, ""), f"({somewhere})", "place equal, street alike"),
            _both(_alike("street", 0.88, ""), number, "number equal, street alike"),
            _when(street, "street equal"),
        ]
    levels += [
        _when(f"{number} and ({somewhere})", "number and place equal"),
        _when(f"{place} and {postcode}", "place and postcode equal"),
        *([_exact("place", "place equal", by_frequency=True)] if "place" in known else []),
        _when(postcode, "postcode equal"),
        *([_alike("place", 0.88, "place alike")] if "place" in known else []),
        *([_alike("street", 0.88, "street alike")] if "street" in known else []),
        _else(),
    ]
    return _custom("address", levels)


def _equal(column: str, known: frozenset[str]) -> str:
    return f"{column}_l = {column}_r" if column in known else "1 = 0"


def _nothing_shared(known: frozenset[str]) -> str:
    """Whether no part of the address stands in both records."""
    return " and ".join(f"({name}_l is null or {name}_r is null)" for name in sorted(known - {"street_no"}))


def _both(level: "ComparisonLevelCreator", condition: str, words: str) -> "ComparisonLevelCreator":
    import splink.comparison_level_library as levels

    return levels.And(level, _when(condition, "")).configure(label_for_charts=words)


def _same(name: str, column: str) -> "ComparisonCreator":
    return _custom(name, [_null(f"{column}_l is null or {column}_r is null"), _exact(column, "equal"), _else()])


def settings(
    columns: frozenset[str], rules: "list[Any]", *, link_type: str, prior: float, learnt: "Learnt | None" = None
) -> "Any":
    """The settings of Splink, the same object for DuckDB and Spark.

    learnt: what an earlier training found; the conditions always come from here, never from a file.
    """
    from splink import SettingsCreator

    made = of_persons(columns)
    if learnt:
        for comparison in made:
            _configure(comparison, learnt.levels.get(_name(comparison), {}))
    return SettingsCreator(
        link_type=link_type,  # type: ignore[arg-type]
        comparisons=list(made),
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=prior,
        retain_matching_columns=True,  # with them stand the levels
        retain_intermediate_calculation_columns=True,
        em_convergence=CONVERGED,
        max_iterations=ITERATIONS,
    )


def labels(columns: frozenset[str]) -> dict[str, list[str]]:
    """Comparison -> the words of its levels, the most alike first; without the level for what is not said."""
    return {
        _name(made): [
            level["label_for_charts"]
            for level in (each.create_level_dict(DIALECT) for each in made.create_comparison_levels())
            if not level.get("is_null_level")
        ]
        for made in of_persons(columns)
    }


def _name(comparison: "ComparisonCreator") -> str:
    return str(comparison.create_output_column_name())


def _configure(comparison: "ComparisonCreator", learnt: "Mapping[str, tuple[float, float]]") -> None:
    for level in comparison.create_comparison_levels():
        found = learnt.get(level.create_level_dict(DIALECT)["label_for_charts"])
        if found:
            level.configure(m_probability=found[0], u_probability=found[1])
