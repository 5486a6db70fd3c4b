# SPDX-License-Identifier: Apache-2.0
"""Editions of the list of goods that the US Department of Labor publishes under the TVPRA: one line a good and a country.

The list says that there is reason to believe that a good is produced by child labour or forced labour in a country. It
names no firm, and a good or country that is not on it has not been cleared: it may not have been looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from quatrefoil.methods.supply_chain.countries import country_code
from quatrefoil.methods.supply_chain.wording import base_keys, good_key, plain, singular_key

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

CHILD: Final = "child_labour"
FORCED: Final = "forced_labour"
FORCED_CHILD: Final = "forced_child_labour"
DERIVED: Final = "derived"
FLAGS: Final = (CHILD, FORCED, FORCED_CHILD, DERIVED)
WORDS: Final = {
    CHILD: "child labour",
    FORCED: "forced labour",
    FORCED_CHILD: "forced child labour",
    DERIVED: "made with an input produced by child or forced labour",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One good from one country. Flags are None where the edition does not say; source_country: of the input if derived."""

    good: str
    country: str
    child_labour: bool | None = None
    forced_labour: bool | None = None
    forced_child_labour: bool | None = None
    derived: bool | None = None
    sector: str = ""
    region: str = ""
    source_country: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes this the same line in two editions, however good and country are written."""
        return good_key(self.good), country_key(self.country)

    @property
    def flags(self) -> tuple[bool | None, ...]:
        """The four flags in the order of FLAGS."""
        return self.child_labour, self.forced_labour, self.forced_child_labour, self.derived

    def words(self) -> str:
        """What the line says, such as "child labour, forced labour"."""
        said = [WORDS[name] for name, flag in zip(FLAGS, self.flags, strict=True) if flag]
        return ", ".join(said) or "nothing marked"


@dataclass(frozen=True)  # without slots: what is looked up often is kept once made
class Edition:
    """One edition of the list. name: such as "2022"; source: where it was read; sha256: of the file that was read."""

    name: str
    lines: tuple[Line, ...]
    source: str = ""
    sha256: str = ""

    @cached_property
    def goods(self) -> tuple[str, ...]:
        """The goods as they are written, each once."""
        return tuple(dict.fromkeys(line.good for line in self.lines))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries as they are written, each once."""
        return tuple(dict.fromkeys(line.country for line in self.lines))

    @cached_property
    def carries(self) -> tuple[str, ...]:
        """The flags that this edition speaks of at all."""
        return tuple(
            name for place, name in enumerate(FLAGS) if any(line.flags[place] is not None for line in self.lines)
        )

    @cached_property
    def _by_good(self) -> dict[str, tuple[Line, ...]]:
        found: dict[str, dict[Line, None]] = {}
        for line in self.lines:
            for key in (good_key(line.good), *base_keys(line.good)):
                found.setdefault(key, {})[line] = None
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def _by_singular(self) -> dict[str, tuple[Line, ...]]:
        found: dict[str, dict[Line, None]] = {}
        for key, lines in self._by_good.items():
            found.setdefault(singular_key(key), {}).update(dict.fromkeys(lines))
        return {key: tuple(lines) for key, lines in found.items()}

    def lines_of(self, good: str) -> tuple[Line, ...]:
        """All lines of a good, in whatever country: its very words first, which keeps Pepper from Peppers; else without plurals.

        "Bricks" finds "Bricks (clay)" too, and "Yarn" finds "Thread/Yarn". Empty where the list has no such good.
        """
        key = good_key(good)
        return self._by_good.get(key) or self._by_singular.get(singular_key(key), ())

    def count(self, flag: str) -> int | None:
        """How many lines carry a flag; None where the edition does not speak of it."""
        if flag not in self.carries:
            return None
        return sum(bool(line.flags[FLAGS.index(flag)]) for line in self.lines)

    def counts(self) -> "dict[str, int | None]":
        """Goods, countries, lines, and lines by flag."""
        sizes: dict[str, int | None] = {
            "goods": len(self.goods),
            "countries": len(self.countries),
            "lines": len(self.lines),
        }
        return sizes | {flag: self.count(flag) for flag in FLAGS}

    def to_frame(self) -> "pd.DataFrame":
        """One row a line."""
        import pandas as pd

        columns = [*Line.__dataclass_fields__]
        return pd.DataFrame([[getattr(line, name) for name in columns] for line in self.lines], columns=columns)

    def plot(self, ax: "Any") -> None:
        """Lines by flag as bars. ax: matplotlib axes."""
        ax.barh(
            [WORDS[flag] for flag in self.carries], [self.count(flag) or 0 for flag in self.carries], color="#1d3d36"
        )
        ax.set_xlabel("lines of the list")


def country_key(country: str) -> str:
    """The code of a country, or the words of its name where no code is known."""
    return country_code(country) or plain(country)


def merged(lines: Sequence[Line]) -> Line:
    """Lines of one good and country as one: a flag holds if any line has it, and is unknown only if all are silent."""
    flags = {
        name: None if all(value is None for value in values) else any(values)
        for name, values in zip(FLAGS, zip(*(line.flags for line in lines), strict=True), strict=True)
    }
    first = lines[0]
    return Line(
        first.good,
        first.country,
        sector=first.sector,
        region=first.region,
        source_country=first.source_country,
        **flags,
    )
