# SPDX-License-Identifier: Apache-2.0
"""Promises about the documentation: it says what the code says, and what it names is there."""

import re
import subprocess
from pathlib import Path

import pytest

from quatrefoil import __version__
from quatrefoil.cli import METHODS, PLATFORM
from tools import diagrams

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
NAMED_FILE = re.compile(r"`([\w./-]+\.(?:py|sql|service|timer|conf|mjs|css|sh|env))`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^(?:    |\$ )?(?:sudo -u \S+ )?(?:/\S+/)?quatrefoil ([a-z][a-z-]*)", re.MULTILINE)
TARGET = re.compile(r"`make ([a-z-]+)`")
RULES = range(1, 23)

by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def tracked() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.splitlines()


def test_every_table_and_drawing_says_what_the_code_says():
    behind = [path.relative_to(ROOT).as_posix() for path, _text in diagrams.changes()]
    assert behind == [], "run `make diagrams`"


def test_a_block_that_is_behind_the_code_is_noticed():
    old = "# Clocks\n<!-- from the code: clocks -->\n| none |\n<!-- end -->\n"
    new = diagrams.filled(old)
    assert "case.danger" in new
    assert diagrams.filled(new) == new


def test_a_block_that_nobody_draws_is_an_error():
    with pytest.raises(KeyError):
        diagrams.filled("<!-- from the code: weather -->\n<!-- end -->")


@by_name
def test_every_test_that_a_page_names_exists(page: Path):
    assert [f"{file}::{test}" for file, test in NAMED_TEST.findall(page.read_text()) if not is_there(file, test)] == []


def is_there(file: str, test: str) -> bool:
    path = ROOT / file
    if not path.is_file():
        return False
    return not test or re.search(rf"^\s*def {test}\(", path.read_text(), re.MULTILINE) is not None


@by_name
def test_every_file_that_a_page_names_exists(page: Path):
    files = tracked()
    named = set(NAMED_FILE.findall(page.read_text())) - MADE_ELSEWHERE
    assert {name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)} == set()


# Files of an installation, of a wing that a guide describes, or of an auditor's folder.
MADE_ELSEWHERE = {"pg_hba.conf", "pg_ident.conf", "staff.env", "public.env", "owner.env", "verify_audit.py"}


@by_name
def test_every_link_leads_somewhere(page: Path):
    links = [link for link in LINK.findall(page.read_text()) if not link.startswith("docs/images/")]
    assert [link for link in links if not (page.parent / link).exists()] == []


@by_name
def test_every_command_that_a_page_gives_exists(page: Path):
    assert set(COMMAND.findall(page.read_text())) - PLATFORM.keys() - METHODS.keys() == set()


@by_name
def test_every_make_target_that_a_page_gives_exists(page: Path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(page.read_text())) - targets == set()


def rules() -> dict[int, list[str]]:
    """The rows of the safety rules by number: rule, code, tests, what is not yet there."""
    lines = (ROOT / "docs/reference/safety_rules.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d+ \|", line)]
    return {int(number): rest for number, *rest in cells}


def test_every_safety_rule_has_one_row():
    assert list(rules()) == list(RULES)


def test_a_safety_rule_names_a_test_or_says_what_is_not_yet_there():
    silent = [
        number for number, (*_rest, tests, missing) in rules().items() if not NAMED_TEST.search(tests) and not missing
    ]
    assert silent == []


def test_every_test_that_bears_the_number_of_a_rule_bears_one_that_exists():
    named = {
        int(number)
        for path in (ROOT / "tests").rglob("test_*.py")
        for numbers in re.findall(r"def test_safety_((?:\d+_)+)", path.read_text())
        for number in numbers.strip("_").split("_")
    }
    assert named <= set(RULES)
    assert len(named) > 10


def test_every_adversary_of_the_threat_model_has_what_protects_what_remains_and_a_proof():
    text = (ROOT / "THREAT_MODEL.md").read_text().partition("## Who, and what then")[2].partition("\n## ")[0]
    sections = text.split("\n### ")[1:]
    assert len(sections) > 8
    for section in sections:
        assert all(f"* **{word}:**" in section for word in ("Stands in the way", "Remains", "Proof")), section[:60]
        assert NAMED_TEST.search(section.partition("* **Proof:**")[2]), section[:60]


def test_the_readme_begins_with_the_two_commands():
    lines = (ROOT / "README.md").read_text().splitlines()
    assert [line.split()[:2] for line in lines if line.strip()][1:3] == [["make", "demo"], ["make", "test"]]


def test_changelog_and_citation_are_of_this_version():
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text()
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"| {__version__.rpartition('.')[0]} | yes |" in (ROOT / "SECURITY.md").read_text()
