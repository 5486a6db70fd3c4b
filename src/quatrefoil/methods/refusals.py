# SPDX-License-Identifier: Apache-2.0
"""Why a method gives no answer: one refusal for all of them, with reasons that a person and a program can read."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no answer is given, or what to mind. code: for programs, stable between versions; text: a sentence for people."""

    code: str
    text: str


class Refused(Exception):
    """There is no honest answer, or there must not be one. `reasons` says why, and what may be done instead."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons: Final = reasons
