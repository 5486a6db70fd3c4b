# SPDX-License-Identifier: Apache-2.0
"""The pages of a questionnaire for the answers so far. A question that another one of its section opens gets the next page."""

from collections.abc import Iterator
from dataclasses import dataclass

from quatrefoil.standards.instruments.answering import visible_sections
from quatrefoil.standards.instruments.conditions import Answers, items_named
from quatrefoil.standards.instruments.definition import Item, Questionnaire, Section


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key, the section it belongs to, and the questions on it."""

    key: str
    section: Section
    items: tuple[Item, ...]

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

    def follow_up(self) -> "Walk | None":
        """The page of questions that the answers on this page opened, when there is one."""
        after = self.moved(1)
        opened = after.index != self.index and after.page.section.code == self.page.section.code
        return after if opened else None


def walk(questionnaire: Questionnaire, answers: Answers, key: str) -> Walk:
    """The pages for these answers, standing on `key`; on the first page when there is no such page (any more)."""
    pages = tuple(_pages(questionnaire, answers))
    found = (index for index, page in enumerate(pages) if page.key == key)
    return Walk(pages, next(found, 0))


def _pages(questionnaire: Questionnaire, answers: Answers) -> Iterator[Page]:
    own = {section.code: {item.code for item in section.items} for section in questionnaire.sections}
    for section in visible_sections(questionnaire, answers):
        opened = {item.code for item in section.items if _names(item) & own[section.code]}
        first = tuple(item for item in section.items if item.code not in opened)
        then = tuple(item for item in section.items if item.code in opened)
        if first:
            yield Page(section.code, section, first)
        if then:
            yield Page(f"{section.code}.2", section, then)


def _names(item: Item) -> set[str]:
    return set(items_named(item.show_if)) if item.show_if else set()
