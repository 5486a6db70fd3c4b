# SPDX-License-Identifier: Apache-2.0
"""Promises about the bundled design system (built by hatch_build.py; `make install` builds it again)."""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src/quatrefoil/foundation/ui/static/built"
SHEETS = ("kit.css", "kit.rtl.css", "public.css", "public.rtl.css")
PUBLIC_PARTS = [
    "body",
    "button",
    "checkboxes__input",
    "details",
    "error-message",
    "error-summary",
    "exit-this-page",
    "fieldset__legend",
    "file-upload",
    "grid-column-two-thirds",
    "heading-l",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "radios__input",
    "skip-link",
    "summary-list__row",
    "textarea",
    "warning-text",
    "width-container",
]
PUBLIC_PAGE_BYTES = 60_000  # a whole report page on a poor phone, without fonts
PUBLIC_PART_SENT = 15_000  # of it, what the bundle may take on the wire


def manifest() -> dict[str, Any]:
    return json.loads((BUILT / "manifest.json").read_text())


def text_of(name: str) -> str:
    return (BUILT / name).read_text()


def test_the_bundle_was_made_from_what_is_in_the_repository(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(ROOT)
    from hatch_build import inputs_digest, is_current

    assert is_current(BUILT, inputs_digest(ROOT / "frontend")), "run `make install`"
    sys.modules.pop("hatch_build")


def test_a_changed_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(ROOT)
    from hatch_build import is_current

    (tmp_path / "a.css").write_text("a{}")
    digest = hashlib.sha256(b"a{}").hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps({"inputs": "x", "files": {"a.css": {"sha256": digest}}}))
    assert is_current(tmp_path, "x")
    assert not is_current(tmp_path, "y")
    (tmp_path / "a.css").write_text("b{}")
    assert not is_current(tmp_path, "x")


def test_the_bundle_holds_the_locked_versions():
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    for package in manifest()["packages"]:
        entry = locked[f"node_modules/{package['name']}"]
        assert (package["version"], package["integrity"]) == (entry["version"], entry["integrity"])


@pytest.mark.parametrize("name", SHEETS)
def test_no_mark_or_font_of_the_british_state_is_shown(name: str):
    assert not re.search(r"crown|crest|govuk-logo|GDS ?Transport", text_of(name), re.IGNORECASE)


@pytest.mark.parametrize("name", SHEETS)
def test_every_file_that_a_sheet_names_is_there_and_none_is_elsewhere(name: str):
    named = [url.strip("\"'") for url in re.findall(r"url\(([^)]+)\)", text_of(name))]
    assert [url for url in named if not (BUILT / url).is_file()] == []
    assert "@import" not in text_of(name)


def test_arabic_pages_have_a_mirrored_sheet():
    left, right = text_of("kit.css"), text_of("kit.rtl.css")
    assert left.count("padding-left:") == right.count("padding-right:") > 0
    assert left != right


def test_staff_pages_have_both_scripts_in_three_weights():
    faces = re.findall(r"@font-face\{[^}]*\}", text_of("kit.css"))
    for family, subsets in {"IBM Plex Sans": 2, "IBM Plex Sans Arabic": 1}.items():
        of_family = [face for face in faces if re.search(rf'font-family:"?{family}"?;', face)]
        assert len(of_family) == 3 * subsets
        assert {re.search(r"font-weight:(\d+)", face)[1] for face in of_family} == {"400", "500", "600"}


@pytest.mark.parametrize("sheet", ["public.css", "public.rtl.css"])
def test_the_public_bundle_leaves_room_for_the_page(sheet: str):
    assert (BUILT / sheet).stat().st_size < PUBLIC_PAGE_BYTES
    assert sum((BUILT / f"{name}.gz").stat().st_size for name in (sheet, "public.js")) < PUBLIC_PART_SENT
    assert "font-face" not in text_of(sheet)


@pytest.mark.parametrize("block", PUBLIC_PARTS)
def test_the_public_sheet_has_every_part_that_public_pages_need(block: str):
    assert re.search(rf"\.govuk-{block}[^\w-]", text_of("public.css"))


def test_leaving_replaces_the_page_so_that_back_does_not_return():
    assert "location.replace(" in text_of("public.js")
    assert "location.replace(" in text_of("kit.js")


def test_every_shipped_package_brings_its_licence_text():
    text = text_of("LICENCES.txt")
    for package in manifest()["packages"]:
        section = text.partition(f"{package['name']} {package['version']}")[2]
        assert "copyright" in section.lower()[:600], package["name"]
