# SPDX-License-Identifier: Apache-2.0
"""Skip logic: when a question is shown, written as a small tree that can be read, drawn and exported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Answer: TypeAlias = str | int | float | Decimal | date | Sequence[str]
"""One answer: a code or text, a number, a date, or for several choices a sequence of codes."""
Answers: TypeAlias = Mapping[str, Answer]
"""Answers by item code. A missing item is unanswered, which is never the same as no."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The item was answered with this value (among several choices: this one is among them)."""

    item: str
    value: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The item was answered with at least one of these values."""

    item: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801  `Any` would hide the name from typing
    """At least one of these conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold; also true while its item is unanswered."""

    condition: "Condition"


Condition: TypeAlias = Equals | AnyOf | All | Any_ | Not


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether the condition is met by these answers."""
    match condition:
        case Equals(item, value):
            return value in chosen(answers.get(item))
        case AnyOf(item, values):
            return not chosen(answers.get(item)).isdisjoint(values)
        case All(conditions):
            return all(holds(each, answers) for each in conditions)
        case Any_(conditions):
            return any(holds(each, answers) for each in conditions)
        case Not(inner):
            return not holds(inner, answers)


def items_named(condition: Condition) -> Iterator[str]:
    """Every item that the condition looks at."""
    match condition:
        case Equals(item, _) | AnyOf(item, _):
            yield item
        case All(conditions) | Any_(conditions):
            for each in conditions:
                yield from items_named(each)
        case Not(inner):
            yield from items_named(inner)


def chosen(answer: Answer | None) -> frozenset[str]:
    """An answer as a set of codes: empty when there is none."""
    if answer is None or answer == "":
        return frozenset()
    if isinstance(answer, str | int | float | Decimal | date):
        return frozenset({str(answer)})
    return frozenset(answer)
