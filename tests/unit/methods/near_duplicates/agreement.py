# SPDX-License-Identifier: Apache-2.0
"""How far found clusters agree with the true ones, over pairs of texts."""

import csv
import subprocess
import sys
from collections import Counter


def generated(reference_data, folder, many, seed):
    """Adverts of the field's generator, which lies beside the reference data: ids, texts, true clusters."""
    path = folder / f"texts-{many}-{seed}.csv"
    generator = reference_data.parent / "generators" / "text_gen.py"
    subprocess.run([sys.executable, str(generator), str(many), str(path), str(seed)], check=True, capture_output=True)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["id"] for row in rows], [row["text"] for row in rows], [row["label"] for row in rows]


def _pairs(counts):
    return sum(many * (many - 1) // 2 for many in counts)


def over_pairs(ids, labels, clusters):
    """Precision, recall and F1 of pairs."""
    truth = dict(zip(ids, labels, strict=True))
    both = _pairs(Counter((number, truth[id_]) for number, each in enumerate(clusters) for id_ in each.ids).values())
    said = _pairs(len(each.ids) for each in clusters)
    true = _pairs(Counter(labels).values())
    return both / said, both / true, 2 * both / (said + true)
