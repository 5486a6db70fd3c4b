# SPDX-License-Identifier: Apache-2.0
"""The pages of a questionnaire for the answers so far: one question a page, with the few words that belong to it.

A section is cut before each question with choices; free text stays with the choices before it, unless those are many. So
a question that an answer opens comes on a page of its own, and nothing has to appear or vanish while somebody reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quatrefoil.standards.instruments.answering import visible_sections
from quatrefoil.standards.instruments.conditions import Answers, items_named
from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire, Section

MANY: Final = 12  # more choices than this leave no room for another question


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the section it belongs to, and the questions on it."""

    section: Section
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """What names the page in the form: its first question."""
        return self.items[0].code

    @property
    def opens_section(self) -> bool:
        """Is this the first page of its section?"""
        return self.items[0].code == self.section.items[0].code

    @property
    def is_one_question(self) -> bool:
        """Is the question itself the heading?"""
        return len(self.items) == 1

    @property
    def codes(self) -> frozenset[str]:
        """The items on this page."""
        return frozenset(item.code for item in self.items)


@dataclass(frozen=True, slots=True)
class Walk:
    """All pages as they stand now, and where somebody is among them."""

    pages: tuple[Page, ...]
    index: int

    @property
    def page(self) -> Page:
        """Where they are."""
        return self.pages[self.index]

    @property
    def is_first(self) -> bool:
        """Is there nothing before it?"""
        return self.index == 0

    @property
    def is_last(self) -> bool:
        """Is there nothing after it?"""
        return self.index == len(self.pages) - 1

    def moved(self, by: int) -> "Walk":
        """One page on or back, never beyond the ends."""
        return Walk(self.pages, max(0, min(self.index + by, len(self.pages) - 1)))

    def at(self, code: str) -> "Walk":
        """The page on which an item stands; here, when it stands on none."""
        found = (index for index, page in enumerate(self.pages) if code in page.codes)
        return Walk(self.pages, next(found, self.index))

    def next_in_section(self) -> "Walk | None":
        """The next page, when it belongs to the same section."""
        after = self.moved(1)
        is_same = after.index != self.index and after.page.section.code == self.page.section.code
        return after if is_same else None


def walk(questionnaire: Questionnaire, answers: Answers, key: str) -> Walk:
    """The pages for these answers, standing on `key`; on the first page when there is no such page (any more)."""
    pages = tuple(_pages(questionnaire, answers))
    found = (index for index, page in enumerate(pages) if page.key == key)
    return Walk(pages, next(found, 0))


def _pages(questionnaire: Questionnaire, answers: Answers) -> Iterator[Page]:
    for section in visible_sections(questionnaire, answers):
        items: list[Item] = []
        for item in section.items:
            if items and not _joins(item, items):
                yield Page(section, tuple(items))
                items = []
            items.append(item)
        yield Page(section, tuple(items))


def _joins(item: Item, before: list[Item]) -> bool:
    """Free text and files belong to what was asked just before, unless that was a long list or opens them."""
    if item.kind not in {ItemKind.TEXT, ItemKind.FILES}:
        return False
    opened_by = set(items_named(item.show_if)) if item.show_if else set()
    return all(len(each.choices) <= MANY and each.code not in opened_by for each in before)
