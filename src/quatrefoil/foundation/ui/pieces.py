# SPDX-License-Identifier: Apache-2.0
"""The rows of ready strings that selectors hand to templates, one class for each component.

Every text is already translated and formatted; a template only places it. Text is escaped when it is
placed, unless it is a SafeString made by another component.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ChipKind = Literal["neutral", "due", "overdue", "good", "warn"]
Leaf = Literal["protection", "prevention", "prosecution", "partnership", "evaluation"]
Tone = Literal["neutral", "danger", "warn", "good"]
StepState = Literal["done", "current", "todo"]
SortDirection = Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A short state in words: a date, an agreement, an answer. Colour only repeats the words."""

    text: str
    kind: ChipKind = "neutral"


@dataclass(frozen=True, slots=True)
class Danger:
    """Danger or urgency as bars and words. level: 0 (not asked) to 3."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Action:
    """A thing to do: a link, or with `posts` a small form with one button."""

    label: str
    url: str
    filled: bool = False
    posts: bool = False
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that opens only after a reason."""

    words: str = ""
    reveal_url: str = ""
    reveal_label: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, a noun, and what to compare it with; it opens the list behind the number."""

    number: str
    noun: str
    compare: str = ""
    url: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a workflow."""

    label: str
    state: StepState = "todo"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a record, opened by a link."""

    label: str
    url: str
    active: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline, newest first."""

    when: str
    text: str
    leaf: Leaf = "evaluation"
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value in a summary list."""

    label: str
    value: str | Hidden | Chip | Danger
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How this person may be reached; stands before everything else on a record."""

    heading: str
    before: str = ""
    phone: Hidden | str = ""
    after: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is due, with its date as a chip."""

    chip: Chip
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table heading. With `sort_url` it sorts; `narrow` columns stay on a phone."""

    label: str
    number: bool = False
    narrow: bool = False
    sort_url: str = ""
    sorted: SortDirection = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: text with an optional link and a second line, or a chip, or bars."""

    text: str = ""
    second: str = ""
    url: str = ""
    chip: Chip | None = None
    danger: Danger | None = None
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """What would be here, and the way to put it there."""

    title: str
    text: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A list. The first column heads its row; `caption` is read aloud and hidden unless `show_caption`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    empty: Empty | None = None
    show_caption: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset pages: no page numbers, only newer and older."""

    newer_url: str = ""
    older_url: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that holds nothing personal, since it stands in the address."""

    name: str
    label: str
    choices: Sequence[FilterChoice]


@dataclass(frozen=True, slots=True)
class FilterBar:
    """Filters above a list, and the names of other views."""

    filters: Sequence[Filter]
    clear_url: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named way to look at a list."""

    label: str
    url: str
    active: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `stop_url` receives a POST."""

    done: int
    total: int
    words: str
    stop_url: str = ""
    stop_label: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet that leaves the house, exactly as the other side will read it."""

    title: str
    stamp: str
    opening: str
    pairs: Sequence[Pair]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A part of a file that may or may not leave, with the reason in words."""

    value: str
    label: str
    reason: str
    allowed: bool = True
    chosen: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A numbered line beside a map; the number matches a pin."""

    number: int
    title: str
    text: str = ""
    url: str = ""
    tone: Literal["danger", "warn", "neutral"] = "danger"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a thread."""

    sender: str
    when: str
    text: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people changed at the same time."""

    label: str
    yours: str
    theirs: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A large link on the public front page."""

    title: str
    text: str
    url: str
    leaf: Leaf = "protection"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last has no address."""

    label: str
    url: str = ""
