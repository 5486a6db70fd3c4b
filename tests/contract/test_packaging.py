# SPDX-License-Identifier: Apache-2.0
"""Promises about the repository, its locks and its wheel."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src/quatrefoil/foundation/ui/static/built"
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT, GROUPS = PYPROJECT["project"], PYPROJECT["dependency-groups"]
CODE = {".py", ".mjs", ".js", ".sh", ".css"}

IMPORT_ALL_WITHOUT_A_SERVER = """
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in sys.argv[1].split():
            raise ImportError(name)

sys.meta_path.insert(0, Absent())
import quatrefoil.methods, quatrefoil.standards
for package in (quatrefoil.methods, quatrefoil.standards):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        # Cleaning uploads is the server's work; it lies with the methods because it knows no Django.
        if not found.name.startswith("quatrefoil.methods.safe_files"):
            importlib.import_module(found.name)
"""


# What the server brings as modules; the library must load without any of it.
OF_THE_SERVER = (
    "PIL allauth anyascii argon2 babel django docx ninja openpyxl phonenumbers psycopg pydantic pypdfium2 "
    "pyrage rapidfuzz structlog typst xlsxwriter"
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def name_of(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9_.-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def names_of(requirements: list[str]) -> set[str]:
    return {name_of(one) for one in requirements}


def locked(path: Path) -> dict[str, str]:
    pins = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", path.read_text(), re.MULTILINE)
    return {name_of(name): version for name, version in pins}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_no_address_and_pins_every_package_by_hash(lock: Path):
    text = lock.read_text()
    assert not re.search(r"://|--index|--find-links|--extra-index|file:", text)
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.partition("\n")[2])
    assert len(entries) > 3
    assert [entry for entry in entries if not re.match(r"[A-Za-z0-9_.-]+(\[[^]]*\])?==\S+ ", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_declared_dependency_is_locked():
    extras = chain.from_iterable(PROJECT["optional-dependencies"][extra] for extra in ("server", "postgres"))
    assert names_of([*PROJECT["dependencies"], *extras]) <= locked(ROOT / "requirements.lock").keys()
    assert names_of(GROUPS["dev"]) <= locked(ROOT / "requirements-dev.lock").keys()
    assert names_of(GROUPS["build"]) <= locked(ROOT / "requirements-build.lock").keys()
    assert names_of(PYPROJECT["build-system"]["requires"]) <= names_of(GROUPS["build"])


def test_the_lock_files_agree_on_every_version():
    versions: dict[str, str] = {}
    for lock in LOCKS:
        for name, version in locked(lock).items():
            assert versions.setdefault(name, version) == version, f"{name} differs in {lock.name}"


def test_every_dependency_has_its_reason_written_down():
    record = (ROOT / "docs/adr/0001-dependencies.md").read_text()
    declared = chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values(), *GROUPS.values())
    npm = json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]
    assert {name for name in names_of(list(declared)) | npm.keys() if name not in record} == set()


def test_the_library_alone_needs_no_server():
    assert names_of(PROJECT["dependencies"]) == {"cryptography", "numpy", "pandas", "scipy"}


def test_methods_and_standards_load_where_the_server_is_not_installed():
    command = [sys.executable, "-c", IMPORT_ALL_WITHOUT_A_SERVER, OF_THE_SERVER]
    done = subprocess.run(command, cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_npm_lock_names_no_address_and_pins_every_package_by_hash():
    text = (ROOT / "frontend/package-lock.json").read_text()
    assert "://" not in text
    assert '"resolved"' not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert "ignore-scripts=true" in (ROOT / "frontend/.npmrc").read_text()


def test_every_source_file_names_its_licence():
    code = [path for path in tracked() if path.suffix in CODE]
    unnamed = [path for path in code if "SPDX-License-Identifier: Apache-2.0" not in path.read_text()[:400]]
    assert [path.relative_to(ROOT).as_posix() for path in unnamed] == []


def test_no_file_of_somebody_else_is_in_the_repository():
    theirs = re.compile(r"\.(woff2?|ttf|otf|map|whl|min\.(js|css))$")
    assert [path.name for path in tracked() if theirs.search(path.name)] == []
    assert [path for path in tracked() if "node_modules" in path.parts or BUILT in path.parents] == []


def test_the_wheel_carries_code_pages_styles_translations_and_licence(tmp_path: Path):
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "-w", str(tmp_path)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("quatrefoil-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    made = json.loads((BUILT / "manifest.json").read_text())["files"]
    catalogues = (ROOT / "src/quatrefoil/locale").glob("*/LC_MESSAGES/*.po")
    assert {
        "quatrefoil/__init__.py",
        "quatrefoil/cli.py",
        "quatrefoil/methods/commands/schemas/estimate-1.json",
    } <= names
    assert {f"quatrefoil/foundation/ui/static/built/{name}" for name in made} <= names
    assert {path.with_suffix(".mo").relative_to(ROOT / "src").as_posix() for path in catalogues} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if "node_modules" in name or name.startswith(("tests/", "frontend/"))] == []


def test_an_empty_environment_estimates_with_the_base_install_and_has_no_django(tmp_path: Path):
    home, lists = tmp_path / "empty", tmp_path / "lists.csv"
    lists.write_text(
        "police,helpline,shelter,count\n1,0,0,310\n0,1,0,95\n0,0,1,60\n1,1,0,22\n0,1,1,40\n1,0,1,9\n1,1,1,4\n"
    )
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    quiet = ["-q", "--disable-pip-version-check"]
    wheel = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        *quiet,
        "--no-build-isolation",
        "--no-deps",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(wheel, check=True, capture_output=True)
    (built,) = tmp_path.glob("quatrefoil-*.whl")
    subprocess.run(
        [str(home / "bin/python"), "-m", "pip", "install", *quiet, str(built)], check=True, capture_output=True
    )
    done = subprocess.run(
        [str(home / "bin/quatrefoil"), "estimate", str(lists), "--seed", "1", "--format", "json"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "DJANGO_SETTINGS_MODULE"}},
    )  # fmt: skip
    assert json.loads(done.stdout)["observed"] == 540
    refused = subprocess.run([str(home / "bin/python"), "-c", "import django"], capture_output=True, check=False)
    assert refused.returncode != 0


def test_make_help_names_the_two_commands():
    said = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make demo " in said
    assert "make test " in said
