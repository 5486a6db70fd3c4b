# SPDX-License-Identifier: Apache-2.0
"""The template of a cluster: the text nearest to the others, aligned with each of them; what differs is a slot."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quatrefoil.methods.near_duplicates.normalising import folded, is_unspaced, words
from quatrefoil.methods.near_duplicates.results import Cluster, Slot, Value

SHARED: Final = 0.7  # of the texts have a word that stands in the template
INSERTED: Final = 0.3  # of the texts have something where the medoid has nothing: a slot too
MOST_COMPARED: Final = 20  # texts, to find the one in the middle


@dataclass(frozen=True, slots=True)
class _Text:
    """One wording. forms: its words without disguise, numbers as they are; ids: of all texts with these forms."""

    written: Sequence[str]
    forms: Sequence[str]
    ids: Sequence[str]


def described(members: Sequence[tuple[str, str]]) -> Cluster:
    """The cluster of (id, text) pairs, two or more, with its template and slots. The order of members does not matter."""
    texts = _wordings(members)
    medoid = _medoid(texts)
    places = [_aligned(medoid, text) for text in texts]
    everybody = sum(len(text.ids) for text in texts)
    have = Counter[int]()
    for text, place in zip(texts, places, strict=True):
        have.update(dict.fromkeys(place, len(text.ids)))
    kept = [word for word in range(len(medoid.forms)) if have[word] >= SHARED * everybody]
    slots, template = _slots(medoid, texts, places, kept)
    return Cluster(
        ids=tuple(sorted(id_ for id_, _ in members)),
        template=template,
        slots=tuple(slots),
        medoid=min(medoid.ids),
        kept=len(kept) / max(len(medoid.forms), 1),
    )


def _wordings(members: Sequence[tuple[str, str]]) -> list[_Text]:
    by_forms: dict[tuple[str, ...], _Text] = {}
    ids: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, text in sorted(members, key=lambda member: (member[1], member[0])):
        written = words(text)
        forms = tuple(folded(word) for word in written)
        ids[forms].append(id_)
        by_forms.setdefault(forms, _Text(written, forms, ids[forms]))
    return list(by_forms.values())


def _medoid(texts: Sequence[_Text]) -> _Text:
    """The text with the highest mean likeness to the others; of many texts, some spread evenly are compared."""
    from rapidfuzz.distance import LCSseq

    step = max(1, len(texts) // MOST_COMPARED)
    some = texts[::step][:MOST_COMPARED]
    return max(
        some, key=lambda one: sum(LCSseq.normalized_similarity(one.forms, each.forms) * len(each.ids) for each in some)
    )


def _aligned(medoid: _Text, text: _Text) -> dict[int, int]:
    """Place in the medoid -> place in the text, for the words of their longest common subsequence."""
    from rapidfuzz.distance import LCSseq

    return {
        block.src_start + step: block.dest_start + step
        for block in LCSseq.opcodes(medoid.forms, text.forms)
        if block.tag == "equal"
        for step in range(block.src_end - block.src_start)
    }


def _slots(
    medoid: _Text, texts: Sequence[_Text], places: Sequence[dict[int, int]], kept: Sequence[int]
) -> tuple[list[Slot], str]:
    slots: list[Slot] = []
    parts: list[str] = []
    for before, after in pairwise([-1, *kept, len(medoid.forms)]):
        values = _values(texts, places, before, after, len(medoid.forms))
        filled = sum(len(ids) for value, ids in values.items() if value)
        is_slot = after - before > 1 or (filled and filled >= INSERTED * sum(map(len, values.values())))
        if is_slot:
            slots.append(Slot(len(slots) + 1, _sorted_values(values)))
            parts.append(f"[{len(slots)}]")
        if after < len(medoid.forms):
            parts.append(_as_most_write(texts, places, after))
    return slots, joined(parts)


def _as_most_write(texts: Sequence[_Text], places: Sequence[dict[int, int]], word: int) -> str:
    written = Counter[str]()
    for text, place in zip(texts, places, strict=True):
        if word in place:
            written[text.written[place[word]]] += len(text.ids)
    return max(written, key=lambda form: (written[form], form))


def _values(
    texts: Sequence[_Text], places: Sequence[dict[int, int]], before: int, after: int, end: int
) -> dict[str, list[str]]:
    """What each text has between two words of the template, for texts that have both words."""
    values: dict[str, list[str]] = {}
    shown: dict[tuple[str, ...], str] = {}
    for text, place in zip(texts, places, strict=True):
        first = -1 if before < 0 else place.get(before)
        last = len(text.forms) if after == end else place.get(after)
        if first is None or last is None:
            continue
        between = slice(first + 1, last)
        value = shown.setdefault(tuple(text.forms[between]), joined(text.written[between]))
        values.setdefault(value, []).extend(text.ids)
    return values


def _sorted_values(values: dict[str, list[str]]) -> tuple[Value, ...]:
    found = [Value(text, tuple(sorted(ids))) for text, ids in values.items()]
    return tuple(sorted(found, key=lambda value: (-len(value.ids), value.text)))


def joined(parts: Sequence[str]) -> str:
    """Words as a line; no space between characters of scripts that have none."""
    line = "".join(part if _touch(last, part) else f" {part}" for last, part in pairwise(["", *parts]))
    return line.strip()


def _touch(one: str, other: str) -> bool:
    return is_unspaced(one) and is_unspaced(other)
