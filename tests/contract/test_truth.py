# SPDX-License-Identifier: Apache-2.0
"""The product never reads what the demo knows: the truth is for tests."""

import re
from pathlib import Path

import quatrefoil

SOURCE = Path(quatrefoil.__file__).parent
TRUTH = re.compile(r"truth\.json|demo\.truth|demo import truth|truth_of|write_truth")
DEMO = re.compile(r"(from|import) quatrefoil\.demo")
MAY_START_IT = {"cli.py"}


def modules_outside_the_demo():
    return [path for path in SOURCE.rglob("*.py") if SOURCE / "demo" not in path.parents]


def test_no_module_outside_the_demo_names_the_truth():
    assert [str(path) for path in modules_outside_the_demo() if TRUTH.search(path.read_text())] == []
    assert TRUTH.search((SOURCE / "demo" / "country.py").read_text())


def test_no_module_of_the_product_imports_the_demo():
    importing = [path for path in modules_outside_the_demo() if DEMO.search(path.read_text())]
    assert [path.name for path in importing if path.name not in MAY_START_IT] == []
