# SPDX-License-Identifier: Apache-2.0
"""What stops a linkage: records that cannot be read, or a linkage that must not or cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused or is to be minded. code: a stable word; text: a sentence."""

    code: str
    text: str


class BadRecords(ValueError):
    """The records cannot be used: one line that names row, column and what to do."""


class Refused(Exception):
    """The linkage must not or cannot be done. reasons: what stands in the way."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons: Final = tuple(reasons)
