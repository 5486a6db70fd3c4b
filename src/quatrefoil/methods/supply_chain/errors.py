# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a file about suppliers, and why no answer is given."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no answer is given, or what to mind. code: for programs, stable between versions; text: a sentence for people."""

    code: str
    text: str


class BadTable(ValueError):
    """The table cannot be used; the message names the place and what to do."""


class Refused(Exception):
    """There is no honest answer. `reasons` says why, and what may be tried instead."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons: Final = reasons
