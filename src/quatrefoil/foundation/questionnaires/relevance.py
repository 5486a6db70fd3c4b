# SPDX-License-Identifier: Apache-2.0
"""Skip logic as XLSForm writes it (`relevant`), out and in: comparisons joined by and, or and not, nothing else."""

import re
from collections.abc import Collection
from typing import Final

from quatrefoil.standards.instruments.conditions import All, Any_, AnyOf, Condition, Equals, Not

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<selected>selected\s*\(\s*\$\{(?P<of>[\w.-]+)\}\s*,\s*'(?P<choice>[^']*)'\s*\))"
    r"|(?P<equals>\$\{(?P<item>[\w.-]+)\}\s*=\s*(?:'(?P<value>[^']*)'|\"(?P<quoted>[^\"]*)\"))"
    r"|(?P<word>and|or|not(?=\s*\())|(?P<bracket>[()]))"
)
DEEPEST: Final = 20


class NotReadable(ValueError):
    """The expression uses more than comparisons joined by and, or and not."""


def written(condition: Condition, several: Collection[str]) -> str:
    """The expression of a condition. several: items that may have several answers."""
    match condition:
        case Equals(item, value):
            return f"selected(${{{item}}}, '{value}')" if item in several else f"${{{item}}} = '{value}'"
        case AnyOf(item, values):
            return _joined("or", [written(Equals(item, value), several) for value in values])
        case All(conditions):
            return _joined("and", [written(each, several) for each in conditions])
        case Any_(conditions):
            return _joined("or", [written(each, several) for each in conditions])
        case Not(inner):
            return f"not({written(inner, several)})"


def _joined(word: str, parts: list[str]) -> str:
    return f"({f' {word} '.join(parts)})"


def read(expression: str) -> Condition:
    """The condition of an expression. Raises NotReadable."""
    reading = _Reading(_tokens(expression))
    condition = reading.any_of(0)
    if reading.left:
        raise NotReadable(expression)
    return condition


def _tokens(expression: str) -> list[Equals | str]:
    found: list[Equals | str] = []
    at, text = 0, expression.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotReadable(expression)
        found.append(_token(match))
        at = match.end()
    return found


def _token(match: re.Match[str]) -> Equals | str:
    if match["selected"]:
        return Equals(match["of"], match["choice"])
    if match["equals"]:
        return Equals(match["item"], match["value"] if match["value"] is not None else match["quoted"])
    return match["word"] or match["bracket"]


class _Reading:
    """Reads tokens by descent: or binds weakest, then and, then not."""

    def __init__(self, tokens: list[Equals | str]) -> None:
        self.left = tokens

    def any_of(self, depth: int) -> Condition:
        parts = [self.all_of(depth)]
        while self._takes("or"):
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else _either(tuple(parts))

    def all_of(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self._takes("and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Condition:
        if depth > DEEPEST or not self.left:
            raise NotReadable("too deep, or it ends too early")
        if self._takes("not"):
            return Not(self.one(depth + 1))
        if self._takes("("):
            inner = self.any_of(depth + 1)
            if not self._takes(")"):
                raise NotReadable("a bracket is not closed")
            return inner
        token = self.left.pop(0)
        if isinstance(token, str):
            raise NotReadable(token)
        return token

    def _takes(self, word: str) -> bool:
        if self.left and self.left[0] == word:
            self.left.pop(0)
            return True
        return False


def _either(parts: tuple[Condition, ...]) -> Condition:
    """Several values of one item are one condition, as our own definitions write it."""
    equals = [part for part in parts if isinstance(part, Equals)]
    if len(equals) == len(parts) and len({part.item for part in equals}) == 1:
        return AnyOf(equals[0].item, tuple(part.value for part in equals))
    return Any_(parts)
