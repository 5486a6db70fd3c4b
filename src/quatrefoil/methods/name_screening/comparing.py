# SPDX-License-Identifier: Apache-2.0
"""How alike a name and a listed name are, from 0 to 1, and why, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quatrefoil.methods.name_screening.listed import Born, Entry, Query
from quatrefoil.methods.name_screening.words import AN_INITIAL, likeness, same_consonants, words_of

A_WORD_MORE: Final = 0.3  # how much a word without a partner weighs, against one that has a partner
JOINED: Final = 0.95  # "abdulrahman" and "abdul rahman"
SAME_BIRTH: Final = 0.5  # of what is missing to 1 is given for the same date of birth
NEAR_BIRTH: Final = 0.3
OTHER_BIRTH: Final = 0.55  # the score is multiplied by it
OTHER_COUNTRY: Final = 0.95
LEAST_WEIGHT: Final = 0.25

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Alike:
    """score: from 0 to 1; reasons: sentences."""

    score: float
    reasons: tuple[str, ...]


def compare(query: Query, entry: Entry, weights: Weights) -> Alike:
    """Names first, then what is known of birth and country. weights: of words, rare ones high; a word not in it weighs 1."""
    score, reasons = names_alike(query.name, entry.name, weights)
    if entry.is_alias:
        reasons.append(f"'{entry.name}' is another name of the entry.")
    score, said = _with_birth(score, query.born, entry.born)
    reasons.append(said)
    if query.country and entry.country:
        same = query.country == entry.country
        score *= 1.0 if same else OTHER_COUNTRY
        reasons.append(
            f"The country is {query.country} in both."
            if same
            else f"The countries differ ({query.country}, {entry.country})."
        )
    return Alike(round(score, 4), tuple(reasons))


def names_alike(name: str, listed: str, weights: Weights) -> tuple[float, list[str]]:
    """Words are paired whatever their order; the rarer a word, the more it counts."""
    asked, known = words_of(name), words_of(listed)
    if not asked or not known:
        return 0.0, []
    pairs = _paired(asked, known)
    both = sum((_weight(asked[i], weights) + _weight(known[j], weights)) for i, j, _like in pairs)
    gained = sum((_weight(asked[i], weights) + _weight(known[j], weights)) * like for i, j, like in pairs)
    alone = [word for i, word in enumerate(asked) if i not in {pair[0] for pair in pairs}]
    beside = [word for j, word in enumerate(known) if j not in {pair[1] for pair in pairs}]
    score = gained / (both + A_WORD_MORE * sum(_weight(word, weights) for word in (*alone, *beside))) if pairs else 0.0
    joined = likeness("".join(asked), "".join(known)) * JOINED
    if joined > score:
        return joined, [f"'{' '.join(asked)}' and '{' '.join(known)}' are nearly the same without spaces."]
    return score, [*_said(asked, known, pairs), *_left_over(alone, beside)]


def _weight(word: str, weights: Weights) -> float:
    return max(weights.get(word, 1.0), LEAST_WEIGHT)


def _paired(asked: tuple[str, ...], known: tuple[str, ...]) -> list[tuple[int, int, float]]:
    all_pairs = [(likeness(one, other), i, j) for i, one in enumerate(asked) for j, other in enumerate(known)]
    found: list[tuple[int, int, float]] = []
    left, right = set(range(len(asked))), set(range(len(known)))
    for like, i, j in sorted(all_pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if like > 0 and i in left and j in right:
            found.append((i, j, like))
            left.discard(i)
            right.discard(j)
    return found


def _said(asked: tuple[str, ...], known: tuple[str, ...], pairs: list[tuple[int, int, float]]) -> list[str]:
    words = [_of_pair(asked[i], known[j], like) for i, j, like in sorted(pairs)]
    places = [j for _i, j, _like in sorted(pairs)]
    return [*words, *(["The words stand in another order."] if places != sorted(places) else [])]


def _of_pair(one: str, other: str, like: float) -> str:
    if one == other:
        return f"'{one}' stands in both."
    if like == AN_INITIAL and 1 in {len(one), len(other)}:
        return f"'{one}' and '{other}' begin alike; one is an initial."
    if same_consonants(one, other):
        return f"'{one}' and '{other}' have the same consonants."
    return f"'{one}' and '{other}' are spelled nearly alike ({like:.2f})."


def _left_over(alone: list[str], beside: list[str]) -> list[str]:
    found = [f"Only in the name asked about: {', '.join(alone)}."] if alone else []
    return [*found, *([f"Only on the list: {', '.join(beside)}."] if beside else [])]


def _with_birth(score: float, one: Born | None, other: Born | None) -> tuple[float, str]:
    if one is None or other is None:
        return score, "No date of birth to compare."
    if one == other and one.day:
        return 1 - (1 - score) * SAME_BIRTH, f"Both were born {one}."
    if _nearly(one, other):
        return 1 - (1 - score) * (1 - NEAR_BIRTH), f"The dates of birth {one} and {other} may be the same."
    return score * OTHER_BIRTH, f"The dates of birth differ ({one}, {other})."


def _nearly(one: Born, other: Born) -> bool:
    """The same year where one knows no more, day and month taken for each other, or one part that differs."""
    if not (one.day and other.day):
        months = {one.month, other.month} - {0}
        return one.year == other.year and len(months) <= 1
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return same == 2
