# SPDX-License-Identifier: Apache-2.0
"""The page docs/reference/benchmarks.md, and the same table for the terminal."""

import datetime
from typing import Final

from tests.benchmarks.figures import Figure

NAMES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
# Only what changes the figures is repeated on the page; folders of a machine are not.
CHOICES: Final = (
    "QUATREFOIL_BENCH_CASES",
    "QUATREFOIL_BENCH_POSTGRES_CASES",
    "QUATREFOIL_BENCH_MILLION",
    "QUATREFOIL_BENCH_PARTS",
    "QUATREFOIL_BENCH_REQUESTS",
)
HEAD: Final = """# Benchmarks

Written by `make bench`; do not change it by hand. The budgets are those of the design, section 10. What is over its
budget says so. Times are processor time of the serving process for one request, the median of many, with the page
opened through Django's own client (about 1 ms of it is that client); what PostgreSQL's own process spends is said
beside it. Each page is opened by the member of its role who reaches most, which is the worst case. Queries are all
of a page: session, account, rail, audit and the page itself; not counted are statements that only tell PostgreSQL who
acts. Times move with the machine and with what else it does: compare them through the calibration.
"""


def table(figures: list[Figure]) -> str:
    """A table in columns, also for the terminal."""
    rows = [("what", "where", "measured", "budget", ""), *((f.what, f.where, f.measured, f.budget, f.verdict) for f in figures)]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def written(about: list[tuple[str, str]], figures: list[Figure], on: datetime.date, command: str) -> str:
    """The page."""
    over = sum(figure.is_within is False for figure in figures)
    machine = "\n".join(f"* {name}: {value}" for name, value in about)
    count = f"{over} of {len(figures)} figures are over budget."
    return f"{HEAD}\n## Where and when\n\n* measured on {on:%Y-%m-%d} with `{command}`\n{machine}\n\n## Figures\n\n{count}\n\n{table(figures)}\n"
