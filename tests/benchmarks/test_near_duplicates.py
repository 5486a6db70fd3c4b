# SPDX-License-Identifier: Apache-2.0
"""CPU time, memory and agreement of `quatrefoil repeats` on 100,000 generated adverts, against its budgets."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.benchmarks.figures import Figure, note
from tests.unit.methods.near_duplicates.agreement import generated, over_pairs

SEEDS = [int(seed) for seed in os.environ.get("QUATREFOIL_BENCH_SEEDS", "11,12,3,4").split(",")]
TEXTS = 100_000

MEASURED = (
    "import resource, sys; from quatrefoil.methods.commands import repeats; code = repeats.main(sys.argv[1:]); "
    "used = resource.getrusage(resource.RUSAGE_SELF); "
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr); raise SystemExit(code)"
)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hundred_thousand_adverts(seed, tmp_path, reference_data):
    ids, _texts, labels = generated(reference_data, tmp_path, TEXTS, seed)
    words = [f"{tmp_path}/texts-{TEXTS}-{seed}.csv", "--lawful-basis", "invented texts", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    seconds, megabytes = map(float, done.stderr.splitlines()[-1].split())
    clusters = [SimpleNamespace(**each) for each in json.loads(done.stdout)["clusters"]]
    precision, recall, f1 = over_pairs(ids, labels, clusters)
    where = f"{TEXTS:,} texts, seed {seed}, the whole command"
    for what, measured, budget, is_within in (
        ("repeats: CPU time", f"{seconds:.1f} CPU s", "≤ 30 CPU s", seconds <= 30),
        ("repeats: memory", f"{megabytes:,.0f} MB", "≤ 1,500 MB", megabytes <= 1500),
        ("repeats: precision of pairs", f"{precision:.4f} (recall {recall:.4f})", "≥ 0.98", precision >= 0.98),
        ("repeats: F1 of pairs", f"{f1:.4f}", "≥ 0.975", f1 >= 0.975),
    ):
        note(Figure(what, where, measured, budget, is_within))
        print(f"\n{what}, {where}: {measured} ({budget})")  # noqa: T201 - the figure is what a benchmark is for
    assert seconds <= 30
    assert megabytes <= 1500
    assert precision >= 0.98
    assert f1 >= 0.975
