# SPDX-License-Identifier: Apache-2.0
"""What a questionnaire is: sections (a page each) of items, with skip logic, in a version that never changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from quatrefoil.standards.instruments.conditions import Condition


class ItemKind(StrEnum):
    """How an item is answered."""

    YES_NO_UNKNOWN = "yes_no_unknown"
    SINGLE = "single"
    MULTI = "multi"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FILES = "files"


class Strength(StrEnum):
    """How much a sign weighs in its area, in the letters of the ILO/EC lists."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"


class Rule(StrEnum):
    """How the answers are read together."""

    DELPHI_ADULT = "delphi_adult"
    DELPHI_CHILD = "delphi_child"
    SIGNS_ONLY = "signs_only"
    NONE = "none"


YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `guidance` is shown beside it."""

    code: str
    text: str
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. No item is ever required: whoever answers may skip it.

    choices_from: name of a list that the platform holds ("regions", "languages", "age_bands"), shown before `choices`.
    follow_up: what to ask or do next after a yes. sensitive: shown with care, never in lists. triage: the desk needs it
    before the report is opened, so it travels outside the seal. tags: codes in other lists, such as "ilo11:2".
    """

    code: str
    text: str
    kind: ItemKind
    strength: Strength | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    show_if: Condition | None = None
    guidance: str = ""
    follow_up: str = ""
    sensitive: bool = False
    triage: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A page of a questionnaire, or an area of an instrument."""

    code: str
    title: str
    guidance: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire in one version. Code and version are stored with every answer."""

    code: str
    version: str
    title: str
    source: str
    licence_note: str
    sections: tuple[Section, ...]
    rule: Rule = Rule.NONE

    def items(self) -> Iterator[Item]:
        """Every item, in order."""
        for section in self.sections:
            yield from section.items

    def item(self, code: str) -> Item:
        """The item of this code. Raises KeyError."""
        for item in self.items():
            if item.code == code:
                return item
        raise KeyError(f"{self.code} {self.version} has no item {code!r}")

    def scored_items(self) -> tuple[Item, ...]:
        """The items that carry a strength."""
        return tuple(item for item in self.items() if item.strength is not None)
