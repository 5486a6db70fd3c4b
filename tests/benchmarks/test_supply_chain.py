# SPDX-License-Identifier: Apache-2.0
"""CPU time of the supply-chain methods against their budgets, and their quality on the public labelled data."""

import json
import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import supply_chain as sc
from quatrefoil.methods.supply_chain import blocking, likeness, quality, statement_model

SUPPLIERS, LINKS = 1_000_000, 3_000_000


def spent(work):
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun


def say(words):
    print(f"\n{words}")  # noqa: T201 - the figure is what a benchmark is for


@pytest.fixture(scope="module")
def edition(reference_data):
    return sc.from_xml((reference_data / "supply" / "dol_tvpra_goods_2021.xml").read_bytes(), "2022")


@pytest.fixture(scope="module")
def table(edition):
    """A million invented suppliers of the goods and countries of the list, and of others."""
    rng = np.random.default_rng(0)
    return pd.DataFrame({
        "supplier_id": [f"S{number}" for number in range(SUPPLIERS)],
        "country": rng.choice([*edition.countries, "Germany", "FR", ""], SUPPLIERS),
        "good": rng.choice([*edition.goods, "widgets", ""], SUPPLIERS),
    })  # fmt: skip


def test_a_million_suppliers_are_scored(table, edition):
    sc.score(table.head(), edition)  # what is loaded at first use is not measured
    more = sc.country_indicators(
        {"country": list(edition.countries), "prevalence": np.linspace(1, 9, len(edition.countries))}
    )
    scores, seconds = spent(lambda: sc.score(table, edition, more))
    say(f"{len(scores.suppliers):,} suppliers scored by the list and an indicator: {seconds:.2f} CPU s (budget 1)")
    assert len(scores.suppliers) == SUPPLIERS
    assert seconds <= 1


def test_three_tiers_over_three_million_links(table, edition):
    rng = np.random.default_rng(1)
    edges = table.iloc[rng.integers(0, SUPPLIERS, LINKS)].reset_index(drop=True)
    edges["buys_from"] = table["supplier_id"].to_numpy()[rng.integers(0, SUPPLIERS, LINKS)]
    edges["share"] = np.where(rng.random(LINKS) < 0.5, np.nan, 0.01)
    everything = pd.concat([table.assign(buys_from="", share=np.nan), edges])
    scores = sc.score(everything, edition)
    who, read = spent(lambda: sc.links(everything, scores))
    seen, flowed = spent(lambda: sc.exposure(scores, who, 3))
    through, followed = spent(lambda: sc.sources(scores, who, seen.order()[:50], 3))
    say(
        f"{who.shares.nnz:,} links of {SUPPLIERS:,} suppliers: made {read:.2f}, three tiers for everybody {flowed:.2f}, sources of "
        f"50 buyers {followed:.2f} CPU s; {read + flowed + followed:.2f} in all (budget 10)"
    )
    assert len(through) == 50
    assert read + flowed + followed <= 10


def test_the_labelled_pairs_of_open_supply_hub(reference_data):
    folder = reference_data / "supply" / "opensupplyhub"
    pairs = pd.read_csv(folder / "facility_pairs_labelled.csv", keep_default_na=False)
    model, seconds = spent(lambda: sc.fit_match(pairs))
    say(
        f"{model.pairs} labelled pairs, five fixed folds: F1 {model.f1:.3f} (standard error {model.f1_error:.3f}); reference 0.82; "
        f"{seconds:.1f} CPU s"
    )
    assert model.f1 >= 0.82


def test_twenty_thousand_suppliers_against_twenty_thousand():
    rng = np.random.default_rng(0)
    syllables = ("ka", "lo", "mi", "tra", "ben", "gor", "shi", "na", "vel", "dor", "pin", "sa", "ru", "tex", "qu", "wa")
    word = lambda: "".join(rng.choice(syllables, 3))  # noqa: E731
    left = [
        likeness.party(f"{word()} {word()} textiles ltd", f"{rng.integers(999)} {word()} road", "IN")
        for _ in range(20_000)
    ]
    right = [likeness.party(f"{each.name[:-4]} co", each.address, "IN") for each in left]

    def work():
        found = blocking.candidates(left, right)
        features = likeness.compared([left[place] for place in found.left], [right[place] for place in found.right])
        return found, sc.shipped().probability(features)

    (found, chance), seconds = spent(work)
    hits = int((found.left == found.right)[chance > 0.5].sum())
    say(
        f"20,000 suppliers against 20,000: {len(chance):,} pairs compared, {hits:,} of 20,000 found; {seconds:.1f} CPU s"
    )
    assert hits >= 19_800


@pytest.fixture(scope="module")
def of_statements(reference_data):
    table = pd.read_csv(reference_data / "supply" / "aims" / "aims_au_gold_sentences.csv", keep_default_na=False)
    return spent(lambda: sc.fit_statements(table))


def test_the_gold_statements_of_aims(of_statements):
    model, seconds = of_statements
    each = ", ".join(f"{name} {value:.2f}" for name, value in zip(model.criteria, model.f1_by_criterion, strict=True))
    say(
        f"AIMS.au, {model.statements} statements, ten fixed folds by statement: mean F1 {model.f1:.3f} (standard error "
        f"{model.f1_error:.3f}); reference 0.61; {each}; {seconds:.0f} CPU s (reference 269); model {len(model.to_json()) / 1e6:.1f} MB"
    )
    assert model.f1 >= 0.61
    assert seconds <= 269


@pytest.mark.parametrize(("name", "law"), [("uk", "the United Kingdom"), ("ca", "Canada")])
def test_statements_under_other_laws(of_statements, reference_data, name, law):
    path = reference_data / "supply" / "aims" / f"aims_{name}_sentences.csv"
    table = pd.read_csv(path, keep_default_na=False, encoding_errors="replace")
    strengths = of_statements[0].probability(table["statement_id"].tolist(), table["sentence"].tolist())
    has = table["targets"].str.startswith("[").to_numpy()  # a few rows carry no labels
    truth = np.array([json.loads(labels) for labels in table["targets"][has]], dtype=float) > 0
    often = truth.sum(axis=0) >= 10
    codes = statement_model.coded(table["statement_id"][has].tolist())
    found = quality.score_of((strengths[has] > 0.5)[:, often], truth[:, often], codes)
    say(
        f"{codes.max() + 1} statements of {law} by the model of AIMS.au: mean F1 {found.f1:.2f} (standard error {found.error:.3f}) over "
        f"the {often.sum()} criteria that are marked ten times or more"
    )
    assert found.f1 > 0.5


def test_the_whole_score_command(table, reference_data, tmp_path):
    path = tmp_path / "suppliers.parquet"
    table.head(100_000).to_parquet(path)
    goods = str(reference_data / "supply" / "dol_tvpra_goods_2021.xml")
    words = [sys.executable, "-m", "quatrefoil", "suppliers", "score", str(path), "--list", goods, "--edition", "2022"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    say(f"the whole command, 100,000 suppliers: {seconds:.1f} CPU s")
