# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil screening` keeps the contract of the commands."""

import csv
import json

import jsonschema_rs
import numpy as np
import pytest

from quatrefoil.methods.commands import METHODS, output, screening
from tests.unit.methods.commands.running import runner


def write(path, people=200):
    rng = np.random.default_rng(1)
    ability = rng.normal(size=people)
    yes = rng.random((people, 6)) < 1 / (1 + np.exp(-1.6 * (ability[:, None] - np.linspace(-1, 1, 6))))
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["person", *(f"item_{each}" for each in range(6)), "group", "truth"])
        for place in range(people):
            out.writerow([f"p{place}", *yes[place].astype(int), "ab"[place % 2], int(ability[place] > 0.8)])
    return str(path)


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "answers.csv")


run = runner(screening)


def test_the_object_has_the_keys_of_the_contract(run, file):
    code, out, _err = run(file, "--prevalence", "0.05", "--format", "json", "--seed", "1")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("screening-1")).validate(found)
    assert code == 0 and found["ppv"]["low"] < found["ppv"]["value"] < found["ppv"]["high"]
    assert len(found["items"]) == 6 == len(found["dif"]) and found["seed"] == 1
    assert found["warnings"][0]["code"] == "meaning"


def test_a_table_with_items_alone_validates_too(run, tmp_path):
    rows = "".join(f"p{each},{each % 2},{each % 3}\n" for each in range(40))
    (tmp_path / "few.csv").write_text("person,item_a,item_b\n" + rows)
    code, out, _err = run(str(tmp_path / "few.csv"), "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("screening-1")).validate(found)
    assert code == 0 and found["auc"] is found["omega"] is found["ppv"] is None and found["dif"] == []


def test_the_same_seed_gives_the_same_object(run, file):
    assert run(file, "--format", "json", "--seed", "7")[1] == run(file, "--format", "json", "--seed", "7")[1]


def test_the_text_says_what_the_figures_are_not(run, file):
    code, out, _err = run(file, "--prevalence", "0.02")
    assert code == 0 and "judge the instrument, not a person" in out
    assert "200 of 200 people" in out and "of 100 people over the cut-off would not be" in out


def test_fewer_people_than_the_minimum_are_refused(run, tmp_path):
    code, out, _err = run(write(tmp_path / "few.csv", 29), "--format", "json")
    assert code == 3 and json.loads(out)["reasons"][0]["code"] == "too_few_people"


@pytest.mark.parametrize("more", [("--prevalence", "1"), ("--prevalence", "nan"), ("--level", "2"), ("--seed", "-1")])
def test_an_option_that_cannot_be_is_bad_input(run, file, more):
    code, out, err = run(file, *more)
    assert code == 2 and not out and err.startswith("quatrefoil: --")


def test_a_wrong_answer_names_row_and_column(run, tmp_path):
    (tmp_path / "answers.csv").write_text("person,item_a,item_b\np,1,often\n")
    code, _out, err = run(str(tmp_path / "answers.csv"))
    assert code == 2 and "row 2, column 'item_b': 'often'" in err


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_report_has_items_curve_and_drift(run, file, tmp_path, kind):
    report = tmp_path / f"instrument.{kind}"
    assert run(file, "--report", str(report), "--prevalence", "0.05")[0] == 0
    assert report.stat().st_size > 5000
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert said.count("<svg") == 3 and "Each cut-off" in said and "not a person" in said


def test_the_command_is_listed():
    assert "instrument" in METHODS["screening"][1]
