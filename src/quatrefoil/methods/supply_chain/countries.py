# SPDX-License-Identifier: Apache-2.0
"""Countries by ISO 3166-1 code or English name, as supplier files and lists write them."""

from functools import cache
from importlib import resources

from quatrefoil.methods.supply_chain.wording import plain


def country_code(text: object) -> str | None:
    """The two-letter code of a country given as code (two or three letters) or name; None where it is not known."""
    return _codes().get(_key(text))


def country_name(code: str) -> str:
    """The English name of a two-letter code; the code itself where it is not known."""
    return _names().get(code, code)


def _key(text: object) -> str:
    # "Congo, Democratic Republic of the" and "Democratic Republic of the Congo" have the same words.
    words = plain(text).split()
    return " ".join(sorted(word for word in words if len(words) == 1 or word not in {"the", "of", "and"}))


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    place = resources.files("quatrefoil.methods.supply_chain").joinpath("data", "countries.txt")
    lines = (line for line in place.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    rows = (line.split(" ", 2) for line in lines)
    return tuple((short, long, tuple(names.split("|"))) for short, long, names in rows)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for short, long, names in _rows():
        found |= {_key(text): short for text in (short, long, *names)}
    return found


@cache
def _names() -> dict[str, str]:
    return {short: names[0] for short, _long, names in _rows()}
