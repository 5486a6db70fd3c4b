# SPDX-License-Identifier: Apache-2.0
"""Reads editions of the list: the XML that the Department's applications carry, and tables of several shapes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as Xml

from quatrefoil.methods.supply_chain.editions import CHILD, DERIVED, FLAGS, FORCED, FORCED_CHILD, Edition, Line
from quatrefoil.methods.supply_chain.errors import BadTable, Reason, Refused
from quatrefoil.methods.supply_chain.tables import is_blank
from quatrefoil.methods.supply_chain.wording import plain

LARGEST_XML: Final = 50 * 1024 * 1024
YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YES: Final = {"yes", "y", "x", "1", "true", "1 0"}
NO: Final = {"no", "n", "0", "false", "0 0"}
# Column names in use -> ours. The Better Trade Tool and the spreadsheets write them in different ways.
NAMES: Final = {
    "good": "good", "goods": "good", "product": "good", "good name": "good",
    "country": "country", "country name": "country", "country area": "country",
    "sector": "sector", "good sector": "sector", "production sector": "sector",
    "region": "region", "country region": "region",
    "child labor": CHILD, "child labour": CHILD, "forced labor": FORCED, "forced labour": FORCED,
    "forced child labor": FORCED_CHILD, "forced child labour": FORCED_CHILD,
    "derived": DERIVED, "derived labor exploitation": DERIVED, "downstream": DERIVED,
    "derived country": "source_country", "source country": "source_country",
    "edition": "edition", "file": "edition", "year": "edition",
}  # fmt: skip


def from_xml(data: bytes, name: str, source: str = "", sha256: str = "") -> Edition:
    """An edition from the XML of the Department's application (Goods > Good > Countries > Country). Raises BadTable."""
    lines = [_line_of_xml(good, country) for good in _root(data, source) for country in good.iter("Country")]
    return _edition(name, lines, source, sha256)


def _root(data: bytes, source: str) -> Xml.Element:
    """The tree; a document type is refused, so there are no entities to expand and no other file is read."""
    if len(data) > LARGEST_XML:
        raise BadTable(f"{source}: an edition of the list has less than 1 MB; this file has {len(data) / 1e6:,.0f} MB.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise BadTable(f"{source}: the list needs no document type and is UTF-8; this file is not read.")
    try:
        root = Xml.fromstring(data)  # noqa: S314 (no document type, see above)
    except Xml.ParseError as problem:
        raise BadTable(f"{source}: this is not whole XML ({problem}). Fetch it again.") from None
    if root.tag != "Goods":
        raise BadTable(f"{source}: the outermost element of the list is <Goods>, here it is <{root.tag[:40]}>.")
    return root


def _line_of_xml(good: Xml.Element, country: Xml.Element) -> Line:
    def said(place: Xml.Element, name: str) -> str:
        return (place.findtext(name) or "").strip()

    where = f"'{said(good, 'Good_Name')}', '{said(country, 'Country_Name')}'"
    names = ("Child_Labor", "Forced_Labor", "Forced_Child_Labor", "Derived_Labor_Exploitation")
    flags = {ours: flag(said(country, theirs), where, theirs) for ours, theirs in zip(FLAGS, names, strict=True)}
    source = said(country, "Derived_Country")
    return Line(
        said(good, "Good_Name"), said(country, "Country_Name"), sector=said(good, "Good_Sector"),
        region=said(country, "Country_Region"), source_country="" if source == "No" else source, **flags,
    )  # fmt: skip


def from_columns(
    columns: Mapping[str, Sequence[Any]], name: str | None = None, source: str = "", sha256: str = ""
) -> tuple[Edition, ...]:
    """Every edition of a table, in the order of the names of editions.

    columns: `good`, `country`, any of `child_labor`, `forced_labor`, `forced_child_labor`, `derived` (Yes/No, 1/0, X),
    `sector`, `region`, and `edition` (or `file`) where a table holds several. name: of the edition where no column says.
    Raises BadTable with the row; Refused where no edition is named.
    """
    ours = _renamed(columns, source)
    rows = len(ours["good"])
    said = [str(value).strip() for value in ours["edition"]] if "edition" in ours else [name or ""] * rows
    if not all(said):
        raise Refused(missing_edition(source))
    # In a column of X marks an empty cell says no; in one of yes and no, or 1 and 0, it says nothing.
    empty: dict[str, bool | None] = {name: _empty(ours[name]) for name in FLAGS if name in ours}
    grouped: dict[str, list[Line]] = {}
    for place in range(rows):
        grouped.setdefault(said[place], []).append(_line_of_row(ours, place, source, empty))
    return tuple(_edition(label(key), lines, source, sha256) for key, lines in sorted(grouped.items()))


def _renamed(columns: Mapping[str, Sequence[Any]], source: str) -> dict[str, Sequence[Any]]:
    found: dict[str, Sequence[Any]] = {}
    for theirs, values in columns.items():
        ours = NAMES.get(plain(theirs))
        if ours and ours not in found:
            found[ours] = values
    for needed in ("good", "country"):
        if needed not in found:
            raise BadTable(f"{source}: the column '{needed}' is missing; the columns are {', '.join(columns)}.")
    if not set(found) & set(FLAGS):
        raise BadTable(f"{source}: no column says what was found. Name one child_labor, forced_labor or derived.")
    return found


def _line_of_row(ours: Mapping[str, Sequence[Any]], place: int, source: str, empty: Mapping[str, bool | None]) -> Line:
    row = f"{source}, row {place + 2}"
    texts = {name: _text(ours[name][place]) for name in ours if name not in FLAGS and name != "edition"}
    flags = {name: flag(_text(ours[name][place]), row, name, empty=no) for name, no in empty.items()}
    return Line(
        texts["good"], texts["country"], sector=texts.get("sector", ""), region=texts.get("region", ""),
        source_country=texts.get("source_country", ""), **flags,
    )  # fmt: skip


def _text(value: Any) -> str:
    return "" if is_blank(value) else str(value).strip()


def _empty(column: Sequence[Any]) -> bool | None:
    return False if {_text(value).casefold() for value in column} == {"x", ""} else None


def flag(text: str, where: str, column: str, *, empty: bool | None = None) -> bool | None:
    """Yes, no, or nothing said. Raises BadTable."""
    word = plain(text)
    if word in YES:
        return True
    if word in NO:
        return False
    if word in {"", "unknown", "n a", "unavailable"}:
        return empty
    raise BadTable(f"{where}, column '{column}': '{text[:40]}' is neither yes nor no.")


def _edition(name: str, lines: Sequence[Line], source: str, sha256: str) -> Edition:
    if not lines:
        raise BadTable(f"{source}: the edition {name} has no line.")
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if not line.good or not line.country:
            raise BadTable(
                f"{source}: a line has no {'country' if line.good else 'good'}: '{line.good or line.country}'."
            )
        exact = (line.good, line.country)
        if exact in seen:
            raise BadTable(f"{source}: '{line.good}' from '{line.country}' stands twice in the edition {name}.")
        seen.add(exact)
    return Edition(name, tuple(lines), source, sha256)


def label(text: str) -> str:
    """The year that a name of a file or edition holds, or the name itself."""
    years = YEAR.findall(text)
    return years[-1] if years else text


def missing_edition(source: str) -> Reason:
    """Why a list without an edition is refused."""
    words = (
        f"Nothing says which edition of the list '{source}' is. A score without the edition cannot be checked later. "
        "Say it with --edition, such as --edition 2022."
    )
    return Reason("edition_missing", words)
