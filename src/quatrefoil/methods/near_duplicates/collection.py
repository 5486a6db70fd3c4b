# SPDX-License-Identifier: Apache-2.0
"""Texts as numbers: every distinct word has one, and every distinct text stands once."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quatrefoil.methods.near_duplicates.normalising import NUMBER, folded, is_unspaced, words

Ints = NDArray[np.int64]
MOST_KEY: Final = 2**62
FEWEST_WORDS: Final = 5  # a shorter text repeats by chance


@dataclass(frozen=True, slots=True)
class Features:
    """Which text has which feature, each once, sorted by text. By feature: count: texts that have it; key: what it is."""

    text: Ints
    feature: Ints
    count: Ints
    key: Ints

    def kept(self, keep: NDArray[np.bool_]) -> "Features":
        """Only the features where keep is true, under the same numbers."""
        held = keep[self.feature]
        return Features(self.text[held], self.feature[held], self.count, self.key)


@dataclass(slots=True)
class Collection:
    """Texts that were added, in any number of steps. The words of each are read once."""

    of_written: dict[str, int] = field(default_factory=dict)
    of_folded: dict[str, int] = field(default_factory=dict)
    unspaced: "array[int]" = field(default_factory=lambda: array("b"))
    hashes: "array[int]" = field(default_factory=lambda: array("Q"))
    flat: "array[int]" = field(default_factory=lambda: array("i"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    distinct: dict[bytes, int] = field(default_factory=dict)
    group_of: "array[int]" = field(
        default_factory=lambda: array("q")
    )  # of each text: its distinct text, -1 if too short

    def add(self, texts: Iterable[str]) -> None:
        """Read texts and keep their words as numbers."""
        for text in texts:
            self.group_of.append(self._group(array("i", [self._number(word) for word in words(text)])))

    def _group(self, numbers: "array[int]") -> int:
        if len(numbers) < FEWEST_WORDS:
            return -1
        key = numbers.tobytes()
        known = self.distinct.get(key)
        if known is not None:
            return known
        self.distinct[key] = len(self.ends)
        self.flat.extend(numbers)
        self.ends.append(len(self.flat))
        return len(self.ends) - 1

    def _number(self, word: str) -> int:
        number = self.of_written.get(word)
        if number is None:
            form = folded(word, number=NUMBER)
            number = self.of_folded.setdefault(form, len(self.of_folded))
            if number == len(self.unspaced):
                self.unspaced.append(is_unspaced(form))
                self.hashes.append(int.from_bytes(blake2b(form.encode("utf-8", "replace"), digest_size=8).digest()))
            self.of_written[word] = number
        return number

    @property
    def size(self) -> int:
        """How many distinct texts there are."""
        return len(self.ends)

    def signs(self, units: Features) -> NDArray[np.uint64]:
        """A hash of each unit that depends on what it says and not on the order in which texts came."""
        of_word, base = np.array(self.hashes, dtype=np.uint64), max(len(self.of_folded), 1)
        first, second = np.divmod(np.maximum(units.key - base, 0), base)
        is_pair = units.key >= base
        single = of_word[np.where(is_pair, 0, units.key)] if len(of_word) else of_word
        return np.where(is_pair, scattered(of_word[first]) + of_word[second], single) if len(of_word) else of_word

    def fingerprints(self) -> NDArray[np.uint64]:
        """A hash of each distinct text, for an order that does not depend on when it came."""
        word, text = self.sequences()
        if not len(word):
            return np.zeros(0, dtype=np.uint64)
        starts = np.flatnonzero(np.diff(text, prepend=-1))
        place = np.arange(len(word)) - starts[text]
        return np.add.reduceat(
            scattered(np.array(self.hashes, dtype=np.uint64)[word] + place.astype(np.uint64)), starts
        )

    def sequences(self) -> tuple[Ints, Ints]:
        """All words one after another, and the text of each."""
        ends = np.array(self.ends, dtype=np.int64)
        lengths = np.diff(ends, prepend=0)
        return np.array(self.flat, dtype=np.int64), np.repeat(np.arange(len(ends), dtype=np.int64), lengths)

    def pairs(self) -> Features:
        """Neighbouring words (characters, where a script has no spaces) as features."""
        word, text = self.sequences()
        inside = text[1:] == text[:-1]
        return _features((word[:-1] * len(self.of_folded) + word[1:])[inside], text[:-1][inside], self.size)

    def units(self) -> Features:
        """Words as features; where a script has no spaces, pairs of characters instead of single ones."""
        word, text = self.sequences()
        single = np.array(self.unspaced, dtype=bool)[word]
        both = (text[1:] == text[:-1]) & single[1:] & single[:-1]
        base = len(self.of_folded)
        pair = (base + word[:-1] * base + word[1:])[both]
        return _features(
            np.concatenate([word[~single], pair]), np.concatenate([text[~single], text[:-1][both]]), self.size
        )


def _features(keys: Ints, texts: Ints, many_texts: int) -> Features:
    """Which text has which key, keys numbered from 0 in their order. One sort of (key, text) as one number, for speed."""
    names = None
    if len(keys) and int(keys.max()) >= MOST_KEY // max(many_texts, 1):
        names, ranks = np.unique(keys, return_inverse=True)
        keys = ranks.astype(np.int64)
    each = np.sort(keys * many_texts + texts)
    each = each[np.diff(each, prepend=-1) > 0]
    key, text = np.divmod(each, max(many_texts, 1))
    starts = np.diff(key, prepend=-1) > 0
    feature, own = np.cumsum(starts) - 1, key[starts]
    order = np.argsort(text, kind="stable")
    return Features(
        text[order], feature[order], np.bincount(feature, minlength=len(own)), own if names is None else names[own]
    )


def scattered(values: NDArray[np.uint64], salt: int = 0) -> NDArray[np.uint64]:
    """Values scattered over 64 bits (the finaliser of splitmix64, Steele, Lea and Flood 2014)."""
    mixed = values + np.uint64((0x9E3779B97F4A7C15 * (salt + 1)) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))
