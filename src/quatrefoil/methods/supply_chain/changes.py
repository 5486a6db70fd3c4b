# SPDX-License-Identifier: Apache-2.0
"""What changed between two editions of the list; a good or country that is only written differently has not changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.supply_chain.editions import FLAGS, WORDS, Edition, Line, merged

if TYPE_CHECKING:
    import pandas as pd

ADDED: Final = "added"
REMOVED: Final = "removed"
MARKED: Final = "marked differently"
RENAMED: Final = "written differently"
KINDS: Final = (ADDED, REMOVED, MARKED, RENAMED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. kind: of KINDS; good, country: as the later edition writes them; text: a sentence."""

    kind: str
    good: str
    country: str
    text: str
    before: Line | None = None
    after: Line | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from one edition to a later one, ordered by good and country."""

    earlier: Edition
    later: Edition
    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        """How many changes of a kind."""
        return Counter(change.kind for change in self.changes)[kind]

    def to_frame(self) -> "pd.DataFrame":
        """One row a change."""
        import pandas as pd

        rows = [
            (self.earlier.name, self.later.name, each.kind, each.good, each.country, each.text) for each in self.changes
        ]
        return pd.DataFrame(rows, columns=["earlier", "later", "kind", "good", "country", "text"])

    def plot(self, ax: Any) -> None:
        """Changes by kind as bars. ax: matplotlib axes."""
        ax.barh(KINDS, [self.count(kind) for kind in KINDS], color="#1d3d36")
        ax.set_xlabel(f"lines, from {self.earlier.name} to {self.later.name}")


def between(earlier: Edition, later: Edition) -> Changes:
    """What a later edition added, removed, marked differently or only wrote differently."""
    before, after = _by_key(earlier), _by_key(later)
    found = [_change(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    flat = [change for changes in found for change in changes]
    return Changes(
        earlier, later, tuple(sorted(flat, key=lambda each: (each.good.casefold(), each.country, each.kind)))
    )


def _by_key(edition: Edition) -> dict[tuple[str, str], Line]:
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in edition.lines:
        grouped.setdefault(line.key, []).append(line)
    return {key: merged(lines) if len(lines) > 1 else lines[0] for key, lines in grouped.items()}


def _change(before: Line | None, after: Line | None) -> list[Change]:
    if before is None and after is not None:
        return [Change(ADDED, after.good, after.country, f"New: {after.words()}.", None, after)]
    if after is None and before is not None:
        return [
            Change(REMOVED, before.good, before.country, f"No longer there; it said: {before.words()}.", before, None)
        ]
    if before is None or after is None:
        return []
    return [*_renamed(before, after), *_marked(before, after)]


def _renamed(before: Line, after: Line) -> Iterator[Change]:
    pairs = ((before.good, after.good), (before.country, after.country))
    said = [f"'{old}' is now written '{new}'" for old, new in pairs if old != new]
    if said:
        yield Change(RENAMED, after.good, after.country, f"{'; '.join(said)}.", before, after)


def _marked(before: Line, after: Line) -> Iterator[Change]:
    # A flag that an edition does not speak of is no change.
    flags = list(zip(FLAGS, before.flags, after.flags, strict=True))
    new = [WORDS[name] for name, old, now in flags if old is False and now]
    gone = [WORDS[name] for name, old, now in flags if old and now is False]
    said = [f"now marked: {', '.join(new)}"] * bool(new) + [f"no longer marked: {', '.join(gone)}"] * bool(gone)
    if said:
        text = "; ".join(said)
        yield Change(MARKED, after.good, after.country, f"{text[0].upper()}{text[1:]}.", before, after)
