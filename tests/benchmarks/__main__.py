# SPDX-License-Identifier: Apache-2.0
"""`make bench`: measures everything against the budgets of DESIGN 10, prints the table, writes docs/reference/benchmarks.md.

QUATREFOIL_BENCH_CASES=10000,100000   sizes of the countries (default: 10000)
QUATREFOIL_BENCH_MILLION=1            a country of a million cases too, on PostgreSQL (hours)
QUATREFOIL_BENCH_HOME=folder          keep the countries on SQLite there and use them again
QUATREFOIL_BENCH_REQUESTS=40          requests for each page
QUATREFOIL_BENCH_PARTS=pages,demo,tests   measure only some
QUATREFOIL_BENCH_PAGE=file            write the page there instead
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks import machine, page, running
from tests.benchmarks.figures import FILE, Figure, noted
from tests.benchmarks.sites import ROOT, Site
from tests.postgres import NoPostgres, Server, start

BUILDER = 3_000  # files a second that the bulk builder is meant to write

LEFT_OUT = (
    ("pages", "list pages, record pages, home pages, national page", "see the design"),
    ("demo", "cold start of the demo to the first page (packages installed)", "≤ 90 s"),
    ("demo", "memory of the largest serving process", "≤ 300 MB"),
    ("demo", "memory of the whole demo", "≤ 1,000 MB"),
    ("tests", "duplicate check at intake, a million tokens", "≤ 50 ms"),
    ("tests", "public reports accepted and sealed, on two cores", "≥ 100 a second"),
)


def main() -> int:
    """Measure, print, write."""
    about, figures = machine.described(), []
    parts = os.environ.get("QUATREFOIL_BENCH_PARTS", "pages,demo,tests").split(",")
    with tempfile.TemporaryDirectory(prefix="quatrefoil-bench-") as scratch:
        folder = Path(os.environ.get("QUATREFOIL_BENCH_HOME", scratch)).resolve()
        for site in _sites(folder, Path(scratch)) if "pages" in parts else []:
            _say(f"{site.cases:,} cases on {site.database} ...")
            costs, versions = _pages(site.make())
            about += [entry for entry in versions if entry not in about]
            figures += [_builder(site), *(figure for cost in costs for figure in _of_page(site, cost))]
        if "demo" in parts:
            _say("the demo ...")
            figures += running.figures(Path(scratch) / "demo")
        if "tests" in parts:
            _say("duplicates, public reports ...")
            figures += _tests(Path(scratch) / "figures")
    figures += [Figure(what, "", "not measured this time", budget, None) for part, what, budget in LEFT_OUT if part not in parts]  # fmt: skip
    figures.append(Figure("import of 100,000 HTCDS cases", "", "not built yet", "≤ 5 min (SQLite ≤ 12 min)", None))
    text = page.written(about, figures, datetime.now(UTC).date(), _command())
    Path(os.environ.get("QUATREFOIL_BENCH_PAGE", ROOT / "docs/reference/benchmarks.md")).write_text(text)
    _say(page.table(figures))
    over = sum(figure.is_within is False for figure in figures)
    _say(f"{over} of {len(figures)} figures are over budget.")
    return 0


def _sites(folder: Path, scratch: Path) -> list[Site]:
    sizes = [int(size) for size in os.environ.get("QUATREFOIL_BENCH_CASES", "10000").split(",")]
    found = [Site(folder / f"sqlite-{size}", size) for size in sizes]
    server = _server()
    if server:
        most = int(os.environ.get("QUATREFOIL_BENCH_POSTGRES_CASES", max(sizes)))
        million = [1_000_000] if os.environ.get("QUATREFOIL_BENCH_MILLION") else []
        wanted = [*(size for size in sizes if size <= most), *million]
        found += [Site(scratch / f"postgres-{size}", size, server) for size in wanted]
    return found


def _server() -> Server | None:
    try:
        return start()
    except NoPostgres as reason:
        _say(f"SKIPPED: everything on PostgreSQL. {reason}")
        return None


def _pages(site: Site) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    said = json.loads(site.run("-m", "tests.benchmarks.pages"))
    versions = said["versions"]
    return said["costs"], [("Django", versions["django"]), (f"database ({site.database})", versions["database"])]


def _of_page(site: Site, cost: dict[str, Any]) -> list[Figure]:
    where = f"{site.cases:,} cases, {page.NAMES[site.database]}; reaches {cost['grants']:,}"
    milliseconds, most = cost["milliseconds"], cost["most_milliseconds"]
    beside = f" (and {cost['database_milliseconds']:.0f} ms in the database)" if site.server else ""
    time = Figure(cost["page"], where, f"{milliseconds:.1f} ms{beside}", f"≤ {most:.0f} ms", milliseconds <= most)
    queries, allowed = cost["queries"], cost["most_queries"]
    if allowed is None:
        return [time, Figure(cost["page"], where, f"{queries} queries", "", None)]
    return [time, Figure(cost["page"], where, f"{queries} queries", f"≤ {allowed} queries", queries <= allowed)]


def _builder(site: Site) -> Figure:
    speed = site.files / site.build_seconds
    where = f"{site.cases:,} cases, {page.NAMES[site.database]}"
    said = f"{speed:,.0f} files a second on the clock ({site.files:,} files)"
    return Figure("bulk builder of the demo", where, said, f"≥ {BUILDER:,} a second", speed >= BUILDER)


def _tests(path: Path) -> list[Figure]:
    """The benchmarks that are tests; one that fails says so above, and its figure stands in the table."""
    words = [sys.executable, "-m", "pytest", "tests/benchmarks", "-p", "no:randomly", "-q"]
    subprocess.run(words, cwd=ROOT, env={**os.environ, FILE: str(path)}, check=False)
    return noted(path)


def _command() -> str:
    chosen = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name in page.CHOICES]
    return " ".join([*chosen, "make bench"])


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    raise SystemExit(main())
