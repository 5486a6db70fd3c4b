# SPDX-License-Identifier: Apache-2.0
"""What was measured, beside its budget; handed from the benchmark tests to the page through a file."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "QUATREFOIL_FIGURES"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. `is_within` is None where no budget is set."""

    what: str
    where: str
    measured: str
    budget: str
    is_within: bool | None

    @property
    def verdict(self) -> str:
        """In words; never softened."""
        return {True: "within", False: "OVER BUDGET", None: "no budget"}[self.is_within]


def note(figure: Figure) -> None:
    """Keep a figure for the page, where a page is being made."""
    if FILE in os.environ:
        with Path(os.environ[FILE]).open("a") as file:
            file.write(json.dumps(asdict(figure)) + "\n")


def noted(path: Path) -> list[Figure]:
    """Every figure of a file."""
    return [Figure(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []
