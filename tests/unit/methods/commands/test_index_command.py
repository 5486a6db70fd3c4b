# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil index` keeps the contract of the commands."""

import json

import jsonschema_rs
import numpy as np
import pytest

from quatrefoil.methods.commands import METHODS, index, output
from tests.unit.methods.commands.running import runner

NAMES = ("poverty", "dropout", "registered", "remittances")
META = """indicator,dimension,direction,low,high,weight,kind
poverty,needs,1,0,100,1,survey
dropout,needs,1,0,60,1,administrative
registered,protection,-1,0,100,1,census
remittances,protection,1,,,2,survey
"""


def table(more=""):
    rng = np.random.default_rng(3)
    need = rng.normal(size=(30, 1)) + 0.5 * rng.normal(size=(30, 4))
    values = np.clip(np.array([50, 30, 60, 20]) + need * [15, 8, -15, 6], 0, 100).round(2)
    head = ",".join(("unit", *NAMES)) + more + "\n"
    rows = [f"district {at},{','.join(map(str, row))}" for at, row in enumerate(values)]
    return (
        head + "\n".join(row + (f",{1000 + at},0.{at % 9},0.8" if more else "") for at, row in enumerate(rows)) + "\n"
    )


@pytest.fixture
def files(tmp_path):
    for name, text in (("districts.csv", table()), ("meta.csv", META)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "districts.csv"), "--meta", str(tmp_path / "meta.csv"), "--draws", "500", "--seed", "5"


run = runner(index)


def test_the_object_has_the_keys_of_the_contract(run, files):
    code, out, err = run(*files, "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("index-1")).validate(found)
    assert code == 0 and "draws:" in err and found["seed"] == 5
    assert [each["rank"] for each in found["scores"]] == sorted(each["rank"] for each in found["scores"])
    assert {"unit", "score", "rank_low", "rank_high", "p_top", "class"} <= set(found["scores"][0])
    assert len(found["scores"]) == 30 and found["made"]["top"] == 6 and found["dropped"] == []
    assert [each["code"] for each in found["warnings"]] == ["for_places", "no_goalposts"]


def test_the_same_seed_gives_the_same_object_and_without_one_it_is_printed(run, files):
    first = run(*files, "--format", "json")[1]
    assert run(*files, "--format", "json")[1] == first
    assert "Seed " in run(*files[:-2])[1]


def test_the_text_shows_classes_intervals_and_what_the_index_is_not(run, files):
    code, out, _err = run(*files)
    assert code == 0
    assert "use the classes, not the ranks" in out and " to " in out and "must not be used to screen" in out
    assert "... and 5 more" in out


def test_detected_victims_as_an_input_are_refused_and_the_reason_is_said(run, files, tmp_path):
    (tmp_path / "meta.csv").write_text(META.replace("administrative", "detected"), encoding="utf-8")
    code, out, _err = run(*files, "--format", "json")
    found = json.loads(out)
    assert code == 3 and found["refused"] is True
    assert (
        found["reasons"][0]["code"] == "detected_victims" and "where one already looks" in found["reasons"][0]["text"]
    )


def test_a_constant_column_and_a_table_of_persons_are_refused(run, files, tmp_path):
    lines = [line.rpartition(",")[0] + ",7" for line in table().splitlines()[1:]]
    (tmp_path / "districts.csv").write_text("\n".join([",".join(("unit", *NAMES)), *lines]), encoding="utf-8")
    code, out, _err = run(*files)
    assert code == 3 and "'remittances' is the same for every place" in out
    (tmp_path / "districts.csv").write_text(table().replace("unit,", "person,", 1), encoding="utf-8")
    code, out, _err = run(*files)
    assert code == 3 and "rows are about persons" in out


@pytest.mark.parametrize(
    "more",
    [
        ("--draws", "0"),
        ("--draws", "1000000"),
        ("--spread", "1"),
        ("--level", "0"),
        ("--top", "30"),
        ("--top", "0"),
        ("--seed", "-1"),
    ],
)
def test_an_option_that_cannot_be_is_bad_input(run, files, more):
    code, out, err = run(*files, *more)
    assert code == 2 and not out and err.splitlines()[-1].startswith("quatrefoil: --")


def test_a_wrong_number_names_row_and_column(run, files, tmp_path):
    (tmp_path / "districts.csv").write_text(table().replace("district 1,", "district 1,x", 1), encoding="utf-8")
    code, out, err = run(*files)
    assert code == 2 and not out and "Row 3, column 'poverty'" in err and err.count("\n") == 1


def test_what_is_left_out_and_treated_is_said(run, files, tmp_path):
    rows = [line.split(",") for line in table().splitlines()]
    rows[1][1:4] = ["", "", ""]
    rows[5][4] = "9000"
    (tmp_path / "districts.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    code, out, _err = run(*files, "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("index-1")).validate(found)
    assert code == 0 and [(each["what"], each["name"]) for each in found["dropped"]] == [("unit", "district 0")]
    assert [(each["indicator"], each["how"], each["values"]) for each in found["treated"]] == [
        ("remittances", "winsorised", 1)
    ]
    assert {"dropped", "treated"} <= {each["code"] for each in found["warnings"]}


def test_a_name_that_speaks_of_the_detected_is_asked_about(run, files, tmp_path):
    (tmp_path / "meta.csv").write_text(META.replace("dropout", "victims_identified"), encoding="utf-8")
    (tmp_path / "districts.csv").write_text(table().replace("dropout", "victims_identified"), encoding="utf-8")
    warnings = {each["code"]: each["text"] for each in json.loads(run(*files, "--format", "json")[1])["warnings"]}
    assert "victims_identified" in warnings["maybe_detected"]


def test_names_that_turn_the_text_round_do_not_reach_the_terminal(run, files, tmp_path):
    (tmp_path / "districts.csv").write_text(table().replace("district 2,", "\u202edrol\x1b[31m,"), encoding="utf-8")
    code, out, _err = run(*files)
    assert code == 0 and "\u202e" not in out and "\x1b" not in out


def test_with_population_coverage_and_feasibility_there_are_priorities(run, files, tmp_path):
    (tmp_path / "districts.csv").write_text(table(",population,coverage,feasibility"), encoding="utf-8")
    report = tmp_path / "index.html"
    code, out, _err = run(*files, "--format", "json", "--report", str(report))
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("index-1")).validate(found)
    first = found["priorities"][0]
    assert code == 0 and len(found["priorities"]) == 30
    assert first["priority"] == pytest.approx(first["p_top"] * first["population"] * (1 - first["coverage"]) * 0.8)
    assert "Which places first" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_report_has_classes_and_pictures(run, files, tmp_path, kind):
    report = tmp_path / f"index.{kind}"
    assert run(*files, "--report", str(report))[0] == 0
    assert report.stat().st_size > 5000
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert (
            "Three classes" in said and "<svg" in said and "must not be used to screen" in said and "--seed 5" in said
        )


def test_the_help_says_what_it_is_not_for():
    assert "places" in METHODS["index"][1]
    words = " ".join(index.parser().format_help().split())
    assert "never for a person" in words and "Detected victims are refused" in words
