# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil link` keeps the contract of the commands: what it reads, answers, refuses, and writes."""

import json
import sys
import zipfile

import jsonschema_rs
import pandas as pd
import pytest

from quatrefoil.methods.commands import link, output
from tests.unit.methods.commands.running import runner
from tests.unit.methods.record_linkage.invented import people


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("link") / "records.csv"
    pd.DataFrame(people(200)[0]).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def saved(file):
    """A model that was learnt once, so that most tests need not."""
    path = file.parent / "model.json"
    assert link.main([str(file), "--seed", "1", "--save-model", str(path), "--format", "json"]) == 0
    return path


run = runner(link)


def answered(run, *arguments):
    code, out, _err = run(*arguments, "--format", "json")
    found = json.loads(out)
    if code == 0:
        jsonschema_rs.validator_for(output.schema("link-1")).validate(found)
    return code, found


def test_the_object_has_the_keys_of_the_contract(run, file):
    code, found = answered(run, file, "--seed", "7")
    assert (code, found["schema"], found["seed"]) == (0, "link-1", 7)
    assert {"pairs", "clusters", "review", "model"} <= set(found)
    assert set(found["pairs"][0]) == {"left", "right", "probability", "why"}
    assert found["model"]["learnt_here"]
    assert found["model"]["records"] == {"person": sum(1 for _ in file.open()) - 1}


def test_no_cell_of_a_person_stands_in_the_answer(run, file, saved):
    _code, out, err = run(file, "--model", saved, "--format", "json")
    for phone in pd.read_csv(file, dtype=str)["phone"].dropna().head(50):
        assert phone not in out + err


def test_a_threshold_of_yours_is_kept(run, file, saved):
    code, found = answered(run, file, "--model", saved, "--threshold", "0.99")
    assert (code, found["model"]["threshold"], found["model"]["expected"]) == (0, 0.99, None)
    assert all(pair["probability"] >= 0.99 for pair in found["pairs"])


def test_parquet_and_two_files_are_read(run, file, saved, tmp_path):
    table = pd.read_csv(file, dtype=str)
    for name, part in (("one", table[:150]), ("two", table[150:])):
        part.to_parquet(tmp_path / f"{name}.parquet", index=False)
    code, found = answered(run, tmp_path / "one.parquet", tmp_path / "two.parquet", "--model", saved)
    assert code == 0
    assert found["pairs"]


def test_a_large_csv_reads_the_same_as_a_small_one(run, file, saved, monkeypatch):
    _code, small = answered(run, file, "--model", saved, "--seed", "1")
    monkeypatch.setattr(link, "LARGE", 10)
    _code, large = answered(run, file, "--model", saved, "--seed", "1")
    assert small == large


def test_decisions_are_read_from_a_file(run, file, saved, tmp_path):
    _code, before = answered(run, file, "--model", saved)
    pair = before["pairs"][0]
    said = tmp_path / "said.csv"
    said.write_text(f"left,right,decision,by\n{pair['left']},{pair['right']},different,eli\n")
    _code, after = answered(run, file, "--model", saved, "--decisions", said)
    assert [pair["left"], pair["right"]] not in after["clusters"]
    assert after["model"]["decisions"] == 1


@pytest.mark.parametrize(
    ("extra", "code"),
    [(("--budget", "5"), "pair_budget")],
)
def test_above_the_budget_it_refuses_and_names_the_rule(run, file, extra, code):
    exit_code, found = answered(run, file, *extra)
    assert (exit_code, found["refused"], found["reasons"][0]["code"]) == (3, True, code)
    assert "same" in found["reasons"][0]["text"]


def test_purposes_are_joined_only_with_a_policy(run, file, saved, tmp_path):
    table = pd.read_csv(file, dtype=str)
    table["purpose"] = ["protection" if row % 2 else "enforcement" for row in range(len(table))]
    mixed, policy = tmp_path / "mixed.csv", tmp_path / "policy.json"
    table.to_csv(mixed, index=False)
    exit_code, found = answered(run, mixed, "--model", saved)
    assert (exit_code, found["reasons"][0]["code"]) == (3, "purposes_may_not_be_joined")
    policy.write_text(json.dumps({"basis": "Act 5, section 2", "may_join": [["protection", "enforcement"]]}))
    exit_code, found = answered(run, mixed, "--model", saved, "--policy", policy)
    assert (exit_code, found["model"]["basis"]) == (0, "Act 5, section 2")


def test_too_little_to_learn_from_is_refused(run, tmp_path):
    path = tmp_path / "few.csv"
    pd.DataFrame(people(30, twice=0.0)[0]).to_csv(path, index=False)
    exit_code, found = answered(run, path)
    assert (exit_code, found["reasons"][0]["code"]) == (3, "training_did_not_converge")


@pytest.mark.parametrize(
    ("text", "extra", "words"),
    [
        ("record_id,type\na,ship\n", (), "row 2, column type"),
        ("record_id\n\n", (), "no row"),
        ("name\nx\n", (), "row 2, column record_id"),
        ("record_id\na\n", ("--threshold", "1.5"), "--threshold"),
        ("record_id\na\n", ("--model", "nowhere.json"), "nowhere.json"),
        ("record_id\na\n", ("--region", "Ethiopia"), "--region"),
        ("record_id\na\n", ("--report", "r.pdf"), "r.pdf"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(run, tmp_path, text, extra, words):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    code, _out, err = run(path, *extra)
    last = err.strip().splitlines()[-1]
    assert code == 2
    assert words in last


def test_a_model_file_cannot_carry_conditions(run, file, saved, tmp_path):
    changed = json.loads(saved.read_text())
    changed["levels"]["1=1; drop table people"] = {}
    other = tmp_path / "other.json"
    other.write_text(json.dumps(changed))
    code, _out, err = run(file, "--model", other)
    assert code == 2
    assert "not known here" in err


def test_reports_show_why_the_model_and_the_review(run, file, saved, tmp_path):
    html, docx = tmp_path / "r.html", tmp_path / "r.docx"
    assert run(file, "--seed", "1", "--report", html)[0] == 0
    page = html.read_text()
    for words in ("Why records were joined", "For a person to look at", "The model", "What this cannot say", "<svg"):
        assert words in page
    assert "<script" not in page
    assert run(file, "--model", saved, "--report", docx)[0] == 0
    assert "word/document.xml" in zipfile.ZipFile(docx).namelist()


def test_people_read_a_short_answer(run, file, saved):
    code, out, _err = run(file, "--model", saved)
    assert code == 0
    assert "clusters; the rest stand alone" in out


def test_a_missing_extra_is_named(run, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    code, _out, err = run(file)
    assert code == 2
    assert "pip install 'quatrefoil[linkage]'" in err
