# SPDX-License-Identifier: Apache-2.0
"""Who needs a bed, which beds are free, and who may not be where or with whom. A blank safety field refuses."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quatrefoil.methods.columns import BadTable, number, texts
from quatrefoil.methods.refusals import Reason, Refused

PEOPLE_SAFETY: Final = ("gender", "age", "access", "no_go", "refuses")
BEDS_SAFETY: Final = ("region", "genders", "age_from", "age_to", "access", "licence")
NONE: Final = "none"
ANY: Final = "any"
OLDEST: Final = 150
NO_END: Final = 99  # where an age without an upper end stops: beds write 99 or 120 and mean the same
KINDS: Final = ("apart", "together", "rather_apart", "rather_together")
AGE: Final = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|(\+))?")
YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
SHOWN: Final = 10


class BadMatch(ValueError):
    """The tables cannot be used: one line that names row, column and what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who needs a bed. age: least and greatest in years, as far as known; household: who stays together ("" for alone).

    access: what a bed must have; no_go: regions to avoid; refuses: sites the person does not want. The rest is soft.
    """

    id: str
    gender: str
    age: tuple[int, int]
    access: frozenset[str]
    no_go: frozenset[str]
    refuses: frozenset[str]
    household: str = ""
    urgency: float = 0.0
    waiting_days: float = 0.0
    languages: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    stays_at: str = ""


@dataclass(frozen=True, slots=True)
class Bed:
    """A free bed or unit. places: how many people it takes now; room: whose beds one gender shares ("" for no rule).

    genders: {"any"} for all. residents: people who live at the site already, for pairs who must be apart.
    """

    id: str
    site: str
    region: str
    genders: frozenset[str]
    ages: tuple[int, int]
    access: frozenset[str]
    is_licensed: bool
    places: int = 1
    room: str = ""
    largest_household: int = 0
    languages: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    residents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and a site, or two people. kind: apart or together (hard), rather_apart or rather_together (a wish)."""

    person: str
    site: str = ""
    other: str = ""
    kind: str = "apart"


def people_from(table: Any) -> tuple[Person, ...]:
    """People. table: pandas, polars, Arrow or a mapping with `person` and the safety fields gender, age, access, no_go, refuses.

    Optional: household, urgency, waiting_days, languages, services, near, stays_at. Lists are parted by semicolons; `none`
    says that there is nothing, a blank that nobody asked. Raises Refused for a blank or missing safety field, BadMatch otherwise.
    """
    rows = _rows(table, "person", PEOPLE_SAFETY, "The people")
    return tuple(_person(row, place) for place, row in rows)


def _person(row: Mapping[str, str], place: int) -> Person:
    return Person(
        id=row["person"],
        gender=_word(row["gender"]),
        age=_age(row["age"], place),
        access=_words(row["access"]),
        no_go=_words(row["no_go"]),
        refuses=_words(row["refuses"]),
        household=row.get("household", ""),
        urgency=_amount(row, "urgency", place, "The people"),
        waiting_days=_amount(row, "waiting_days", place, "The people"),
        languages=_words(row.get("languages", "")),
        services=_words(row.get("services", "")),
        near=_words(row.get("near", "")),
        stays_at=_word(row.get("stays_at", "")),
    )


def beds_from(table: Any) -> tuple[Bed, ...]:
    """Beds. table: as above with `bed`, `site` and the safety fields region, genders, age_from, age_to, access, licence.

    Optional: places (1 where not given), room, largest_household, languages, services, residents. Raises as above.
    """
    rows = list(_rows(table, "bed", BEDS_SAFETY, "The beds"))
    for place, row in rows:
        if not row.get("site"):
            raise BadMatch(f"The beds, row {place}, column 'site': it is empty. Give the site, by its cover name.")
    return tuple(_bed(row, place) for place, row in rows)


def _bed(row: Mapping[str, str], place: int) -> Bed:
    ages = (_years(row["age_from"], place, "age_from"), _years(row["age_to"], place, "age_to"))
    if ages[0] > ages[1]:
        raise BadMatch(f"The beds, row {place}: age_from {ages[0]} is above age_to {ages[1]}.")
    return Bed(
        id=row["bed"],
        site=_word(row["site"]),
        region=_word(row["region"]),
        genders=_words(row["genders"]),
        ages=ages,
        access=_words(row["access"]),
        is_licensed=_yes(row["licence"], place),
        places=int(_amount(row, "places", place, "The beds", default=1.0)),
        room=_word(row.get("room", "")),
        largest_household=int(_amount(row, "largest_household", place, "The beds")),
        languages=_words(row.get("languages", "")),
        services=_words(row.get("services", "")),
        residents=frozenset(filter(None, (part.strip() for part in row.get("residents", "").split(";")))) - {NONE},
    )


def pairs_from(table: Any) -> tuple[Pair, ...]:
    """Pairs. table: `person` with `site` or `other` (or both columns, one filled), and optional `kind` (apart where not given).

    Raises BadMatch for a pair with oneself, for neither or both, and for a kind that is not known.
    """
    try:
        columns = texts(table, ("person",), "The pairs")
    except BadTable as problem:
        raise BadMatch(str(problem)) from None
    if not {"site", "other"} & set(columns):
        raise BadMatch("The pairs have neither a column 'site' nor 'other'. Give person, site or person, other.")
    return tuple(_pair(row, place) for place, row in _zipped(columns))


def _pair(row: Mapping[str, str], place: int) -> Pair:
    where = f"The pairs, row {place}"
    site, other, kind = _word(row.get("site", "")), row.get("other", ""), _word(row.get("kind", "")) or "apart"
    if not row["person"] or bool(site) == bool(other):
        raise BadMatch(f"{where}: fill 'person' and either 'site' or 'other'.")
    if other == row["person"]:
        raise BadMatch(f"{where}: a person is paired with the same person. Take the row out or correct it.")
    if kind not in KINDS or (site and kind != "apart"):
        allowed = "apart" if site else ", ".join(KINDS)
        raise BadMatch(f"{where}, column 'kind': '{kind[:40]}' is not one of {allowed}.")
    return Pair(row["person"], site, other, kind)


def _rows(table: Any, key: str, safety: Sequence[str], what: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        columns = texts(table, (key,), what)
    except BadTable as problem:
        raise BadMatch(str(problem)) from None
    _refuse_blank(columns, safety, what)
    seen: dict[str, int] = {}
    for place, row in _zipped(columns):
        if not row[key]:
            raise BadMatch(f"{what}, row {place}, column '{key}': it is empty. Give every row its own.")
        if row[key] in seen:
            raise BadMatch(
                f"{what}, row {place}, column '{key}': it stands in row {seen[row[key]]} too. Give each its own."
            )
        seen[row[key]] = place
        yield place, row


def _zipped(columns: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for place, cells in enumerate(zip(*columns.values(), strict=True), start=2):
        yield place, dict(zip(columns, cells, strict=True))


def _refuse_blank(columns: Mapping[str, Sequence[str]], safety: Sequence[str], what: str) -> None:
    reasons = []
    for name in safety:
        if name not in columns:
            words = f"{what} have no column '{name}'. Ask, and write what was said; 'none' or 'any' where there is nothing to mind."
            reasons.append(Reason("safety_field_missing", words))
            continue
        blank = [place for place, text in enumerate(columns[name], start=2) if not text]
        if blank:
            rows = ", ".join(map(str, blank[:SHOWN])) + (
                f" and {len(blank) - SHOWN:,} more" if len(blank) > SHOWN else ""
            )
            words = (
                f"{what}, column '{name}' is blank in row {rows}. A blank is not a no: ask, and write what was said."
            )
            reasons.append(Reason("safety_field_blank", words))
    if reasons:
        raise Refused(*reasons)


def _word(text: str) -> str:
    if text.isascii():
        return " ".join(text.casefold().split())
    # A mark nobody sees must not make a region to avoid another region: such a mismatch would let a bed through.
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return " ".join(seen.casefold().split())


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, (_word(part) for part in text.split(";")))) - {NONE}


def _age(text: str, place: int) -> tuple[int, int]:
    found = AGE.fullmatch(text)
    low = int(found[1]) if found else OLDEST + 1
    high = max(low, NO_END) if found and found[3] else int(found[2]) if found and found[2] else low
    if not low <= high <= OLDEST:
        raise BadMatch(f"The people, row {place}, column 'age': '{text[:40]}' is not an age such as 34, 14-15 or 18+.")
    return low, high


def _years(text: str, place: int, name: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3 or int(text) > OLDEST:
        raise BadMatch(f"The beds, row {place}, column '{name}': '{text[:40]}' is not an age in whole years.")
    return int(text)


def _yes(text: str, place: int) -> bool:
    found = YES_NO.get(_word(text))
    if found is None:
        raise BadMatch(f"The beds, row {place}, column 'licence': '{text[:40]}' is not yes or no.")
    return found


def _amount(row: Mapping[str, str], name: str, place: int, what: str, default: float = 0.0) -> float:
    text = row.get(name, "")
    if not text:
        return default
    try:
        return min(number(text, place, name, what), 1e6)
    except BadTable as problem:
        raise BadMatch(str(problem)) from None
