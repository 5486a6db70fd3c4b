# SPDX-License-Identifier: Apache-2.0
"""Words for people, marked for translation here and translated by whoever shows them.

The standards know no language but English and no Django. `N_` marks a sentence so that `makemessages --keyword=N_`
finds it; a page then passes its own `gettext` to `Sentence.render`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeAlias

Value: TypeAlias = "str | int | Sentence"
"""What may stand in a sentence: a number, a name that is never translated, or another sentence, which is."""
Translate: TypeAlias = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802  the name that gettext tools look for
    """The text itself: a mark for the translation tools, nothing more."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with its values kept apart, so that it can be translated before they are put in."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, text: str, **values: Value) -> Self:
        """The sentence `text`, marked with `N_` where it is written, with `%(name)s` for each value."""
        return cls(text, tuple(values.items()))

    def render(self, translate: Translate = N_) -> str:
        """The sentence in the language of `translate`; in English without one."""
        filled = {
            name: value.render(translate) if isinstance(value, Sentence) else value for name, value in self.values
        }
        return translate(self.text) % filled if filled else translate(self.text)

    def __str__(self) -> str:
        return self.render()
