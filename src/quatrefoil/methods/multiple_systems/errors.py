# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a table, and why a number is refused."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no number is given. code: for programs, stable between versions; text: a sentence for people."""

    code: str
    text: str


class BadTable(ValueError):
    """The table cannot be read as capture histories; the message names the place and what to do."""


class Refused(Exception):
    """The data cannot carry this estimate. `reasons` says why, and what may be tried instead."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons: Final = reasons
