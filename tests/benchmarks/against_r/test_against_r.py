# SPDX-License-Identifier: Apache-2.0
"""SparseMSE in R and quatrefoil in turn, as whole processes and in-process. Skipped where R or the package is missing."""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from quatrefoil.methods.multiple_systems import bootstrap
from quatrefoil.methods.multiple_systems.estimates import totals_of_stepwise
from tests.unit.methods.multiple_systems.published import published

SCRIPT = Path(__file__).with_name("stepwise.R")


@pytest.fixture(scope="module", autouse=True)
def r_with_the_package():
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not here; install R and the package SparseMSE")
    asked = subprocess.run(["Rscript", "-e", "library(SparseMSE)"], capture_output=True, check=False)
    if asked.returncode:
        pytest.skip("R has no package SparseMSE")


def whole(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("name", ["UKdat", "UKdat_5", "Ned_5", "NewOrl"])
def test_the_same_work_in_turn(name, tmp_path):
    path = tmp_path / "lists.csv"
    published(name).to_frame().to_csv(path, index=False)
    out, theirs = whole(["Rscript", str(SCRIPT), str(path)])
    in_r = float(out.split()[0])
    _, ours = whole([sys.executable, "-m", "quatrefoil", "estimate", str(path), "--seed", "1"])
    begun = time.process_time()
    bootstrap.bootstrap(published(name).counts, totals_of_stepwise, replicates=1000, rng=np.random.default_rng(1))
    in_process = time.process_time() - begun
    print(  # noqa: T201 - the figure is what a benchmark is for
        f"\n{name}: whole processes {theirs:.1f} against {ours:.2f} CPU s, {theirs / ours:.0f} times; "
        f"in-process {in_r:.1f} against {in_process:.2f}, {in_r / in_process:.0f} times"
    )
