# SPDX-License-Identifier: Apache-2.0
"""Records of invented people from the generator that lies beside the reference data.

It needs `recordlinkage` and an older pandas, so it runs in an environment of its own: QUATREFOIL_GENERATOR_PYTHON names its
Python, else one is made for as long as the tests run. QUATREFOIL_BENCH_HOME keeps what was generated.
"""

import os
import subprocess
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    kept = os.environ.get("QUATREFOIL_BENCH_HOME")
    place = Path(kept) if kept else tmp_path_factory.mktemp("linkage")
    place.mkdir(parents=True, exist_ok=True)
    return place


@pytest.fixture(scope="session")
def generator_python(tmp_path_factory):
    named = os.environ.get("QUATREFOIL_GENERATOR_PYTHON")
    if named:
        return named
    place = tmp_path_factory.mktemp("generator")
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    install = [python, "-m", "pip", "install", "-qq", "recordlinkage", "pandas<3", "pyarrow"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        pytest.skip("recordlinkage cannot be installed, so no records can be generated")
    return python


@pytest.fixture(scope="session")
def generated(folder, generator_python, reference_data):
    script = reference_data.parent / "generators" / "er_gen.py"
    if not script.is_file():
        pytest.skip("the generator of records does not lie beside the reference data")

    def make(kind, size, seed=1):
        file = folder / (f"{kind}_{size}.parquet" if seed == 1 else f"{kind}_{size}_{seed}.parquet")
        if not file.exists():
            subprocess.run(
                [generator_python, script, str(size), file, kind, str(seed)], check=True, capture_output=True
            )
        return file

    return make
