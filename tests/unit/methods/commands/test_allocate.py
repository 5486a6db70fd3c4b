# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil allocate` keeps the contract of the commands."""

import csv
import json

import jsonschema_rs
import pytest

from quatrefoil.methods.commands import METHODS, allocate, output
from tests.unit.methods.allocation.invented import small
from tests.unit.methods.commands.running import runner


def write(path, found):
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(found)
        out.writerows(zip(*found.values(), strict=True))
    return str(path)


@pytest.fixture
def files(tmp_path):
    named = zip(("regions", "sites", "travel"), small(), strict=True)
    return [part for name, found in named for part in (f"--{name}", write(tmp_path / f"{name}.csv", found))]


run = runner(allocate)


def test_the_object_has_the_keys_of_the_contract(run, files):
    code, out, err = run(*files, "--budget", "250", "--seed", "3", "--scenarios", "4", "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("allocate-1")).validate(found)
    assert code == 0 and "Planning 2 regions and 2 sites" in err
    assert found["seed"] == 3 and found["min_coverage"] >= 0.24 and set(found["stability"]) == {"s-north", "s-south"}


def test_without_scenarios_stability_is_null_and_said(run, files):
    code, out, _err = run(*files, "--scenarios", "0", "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("allocate-1")).validate(found)
    assert code == 0 and found["stability"] is None
    assert [each["code"] for each in found["warnings"]] == ["needs_are_estimates", "no_budget", "no_scenarios"]


def test_the_text_says_who_is_served_where_and_what_binds(run, files):
    code, out, _err = run(*files, "--budget", "180", "--objective", "served", "--scenarios", "2")
    assert code == 0
    assert "26 of 50 people a year" in out and "s-south: 8 beds more" in out and "100,000 more would serve" in out


def test_limits_that_conflict_are_refused_by_name(run, files):
    code, out, _err = run(*files, "--budget", "50", "--min-coverage", "0.5", "--format", "json")
    found = json.loads(out)
    assert code == 3 and found["refused"]
    assert [each["code"] for each in found["reasons"]] == ["infeasible", "conflict_budget", "conflict_min_coverage"]


@pytest.mark.parametrize(
    "more", [("--budget", "-1"), ("--min-coverage", "2"), ("--scenarios", "-1"), ("--must-open", "nowhere")]
)
def test_an_option_that_cannot_be_is_bad_input(run, files, more):
    code, out, err = run(*files, *more)
    assert code == 2 and not out and "quatrefoil: " in err


def test_a_wrong_number_names_row_and_column(run, files, tmp_path):
    (tmp_path / "regions.csv").write_text("region,group,need\nnorth,women,many\n")
    code, _out, err = run(*files)
    assert code == 2 and "row 2, column 'need'" in err


@pytest.mark.parametrize("kind", ["html", "docx", "json"])
def test_the_report_has_coverage_budget_and_limits(run, files, tmp_path, kind):
    report = tmp_path / f"plan.{kind}"
    assert run(*files, "--budget", "250", "--scenarios", "2", "--report", str(report))[0] == 0
    assert report.stat().st_size > 1000
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert said.count("<svg") == 2 and "What binds" in said and "s-south" in said


def test_the_command_is_listed():
    assert "worst off first" in METHODS["allocate"][1]
