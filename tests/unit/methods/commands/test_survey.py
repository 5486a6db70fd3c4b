# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil survey` keeps the contract of the commands."""

import json

import jsonschema_rs
import numpy as np
import pytest

from quatrefoil.methods.commands import METHODS, output, survey
from tests.unit.methods.commands.running import runner

HEAD = "value,weight,stratum,psu,wave,arm\n"


@pytest.fixture
def file(tmp_path):
    rng, lines = np.random.default_rng(1), []
    for psu in range(24):
        for wave in (1, 2):
            share = 0.4 + 0.2 * (psu % 2) * (wave - 1)
            lines += [
                f"{int(rng.random() < share)},{1 + psu % 3},s{psu // 12},v{psu},{wave},{('comparison', 'exposed')[psu % 2]}\n"
                for _ in range(15)
            ]
    (tmp_path / "kap.csv").write_text(HEAD + "".join(lines))
    return str(tmp_path / "kap.csv")


run = runner(survey)


def valid(out):
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("survey-1")).validate(found)
    return found


def test_the_object_has_the_keys_of_the_contract(run, file):
    code, out, _err = run(file, "--format", "json", "--detect", "0.1")
    found = valid(out)
    assert code == 0 and len(found["estimates"]) == 4 and found["change"]["kind"] == "difference in differences"
    assert found["change"]["low"] < 0.2 < found["change"]["high"]
    assert found["sample_size"]["people"] > 388 and found["design"]["same_psus_in_waves"] is True


@pytest.mark.parametrize("values", [(1, 1), (0, 0), (5, 9), (-3, 2.5)])
def test_small_tables_validate_too(run, tmp_path, values):
    (tmp_path / "few.csv").write_text("value,weight\n" + "".join(f"{each},1\n" for each in values))
    code, out, _err = run(str(tmp_path / "few.csv"), "--format", "json")
    assert code == 0 and valid(out)["change"] is None


def test_the_text_says_the_change_and_what_it_means(run, file):
    code, out, _err = run(file)
    assert code == 0 and "Change in exposed less that in comparison, 1 to 2: +0." in out
    assert "only if both would have moved alike" in out and "from 24 PSUs in 2 strata" in out


def test_a_stratum_with_one_psu_is_refused_unless_told_how(run, tmp_path):
    (tmp_path / "one.csv").write_text("value,weight,stratum\n1,1,a\n0,1,a\n1,1,b\n")
    code, out, _err = run(str(tmp_path / "one.csv"), "--format", "json")
    assert code == 3 and json.loads(out)["reasons"][0]["code"] == "single_psu"
    for how in ("centre", "certain"):
        assert run(str(tmp_path / "one.csv"), "--single-psu", how)[0] == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--level", "1"), "--level"),
        (("--waves", "1"), "--waves"),
        (("--waves", "1,7"), "--waves"),
        (("--treated", "moon"), "--treated"),
        (("--detect", "0"), "--detect"),
        (("--detect", "0.9"), "--detect"),
    ],
)
def test_an_option_that_cannot_be_is_bad_input(run, file, more, words):
    code, out, err = run(file, *more)
    assert code == 2 and not out and err.startswith(f"quatrefoil: {words}")


def test_a_wrong_value_names_row_and_column(run, tmp_path):
    (tmp_path / "kap.csv").write_text("value,weight\n1,1\nmaybe,1\n")
    code, _out, err = run(str(tmp_path / "kap.csv"))
    assert code == 2 and "row 3, column 'value'" in err


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_report_has_figures_and_picture(run, file, tmp_path, kind):
    report = tmp_path / f"kap.{kind}"
    assert run(file, "--report", str(report))[0] == 0
    assert report.stat().st_size > 4000
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert "<svg" in said and "Each wave and arm" in said and "design effect" in said


def test_the_command_is_listed():
    assert "weights" in METHODS["survey"][1]
