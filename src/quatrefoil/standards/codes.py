# SPDX-License-Identifier: Apache-2.0
"""Code lists: what is stored is a code, what people read is its label."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list. `label` is English and marked for translation; `guidance` says more when chosen."""

    code: str
    label: str
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of codes, in the order in which people should read them."""

    name: str
    title: str
    codes: tuple[Code, ...]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return any(code == known.code for known in self.codes)

    def __getitem__(self, code: str) -> Code:
        for known in self.codes:
            if known.code == code:
                return known
        raise KeyError(f"{code!r} is not in the list {self.name!r}; use one of {', '.join(self.values())}")

    def label(self, code: str) -> str:
        """The English label of a code. Raises KeyError, naming the codes there are."""
        return self[code].label

    def values(self) -> tuple[str, ...]:
        """The codes alone."""
        return tuple(known.code for known in self.codes)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Pairs of code and English label, for a form or a model field."""
        return tuple((known.code, known.label) for known in self.codes)


def code_list(name: str, title: str, **labels: str) -> CodeList:
    """A list from `code=label` pairs, for codes that are Python names."""
    return CodeList(name, title, tuple(Code(code, label) for code, label in labels.items()))
