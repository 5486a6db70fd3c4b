# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil screen-names` keeps the contract of the commands."""

import json

import jsonschema_rs
import pytest

from quatrefoil.methods.commands import METHODS, output, screen_names
from tests.unit.methods.commands.running import runner

NAMES = "id,name,dob,country\n1,Ingrit Solhaim,1971-05-02,NO\n2,Brigitte Lemoine,,\n3,Олена Кравченко,,\n4,12,,\n"
LIST = "entry_id,name,alias,version,dob\nL1,Ingrid Solheim,I. Solheim,2026-11-01,1971-05-02\nL2,Olena Kravchenko,,2026-11-01,\n"


@pytest.fixture
def files(tmp_path):
    for name, text in (("names.csv", NAMES), ("list.csv", LIST)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "names.csv"), "--list", str(tmp_path / "list.csv")


run = runner(screen_names)


def test_the_object_has_the_keys_of_the_contract(run, files):
    code, out, err = run(*files, "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("screen-names-1")).validate(found)
    assert code == 0 and "names:" in err
    assert [(hit["id"], hit["entry_id"], hit["list_version"]) for hit in found["hits"]] == [
        ("1", "L1", "2026-11-01"),
        ("3", "L2", "2026-11-01"),
    ]
    assert "Both were born 1971-05-02." in found["hits"][0]["reasons"]
    assert [warning["code"] for warning in found["warnings"]] == ["meaning", "not_comparable"]


def test_the_text_shows_each_lead_with_its_reasons_and_what_it_is_not(run, files):
    code, out, _err = run(*files)
    assert code == 0
    assert "2 leads for 2 of 4 names." in out and "no match by itself" in out and "L1 'Ingrid Solheim'" in out


def test_a_list_without_a_version_is_refused(run, files, tmp_path):
    (tmp_path / "list.csv").write_text("entry_id,name\nL1,Ingrid Solheim\n", encoding="utf-8")
    code, out, _err = run(*files, "--format", "json")
    assert code == 3 and json.loads(out)["reasons"][0]["code"] == "no_version"


@pytest.mark.parametrize("more", [("--threshold", "0"), ("--threshold", "2"), ("--most", "0")])
def test_an_option_that_cannot_be_is_bad_input(run, files, more):
    code, out, err = run(*files, *more)
    assert code == 2 and not out and err.startswith("quatrefoil: --")


def test_a_wrong_date_names_row_and_column(run, files, tmp_path):
    (tmp_path / "names.csv").write_text("id,name,dob\n1,Ingrid,tomorrow\n", encoding="utf-8")
    code, _out, err = run(*files)
    assert code == 2 and "Row 2, column 'dob'" in err


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_report_has_the_leads(run, files, tmp_path, kind):
    report = tmp_path / f"leads.{kind}"
    assert run(*files, "--report", str(report))[0] == 0
    assert report.stat().st_size > 2000
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert "Ingrid Solheim" in said and "no match by itself" in said and "<svg" in said


def test_the_command_is_listed_as_giving_leads():
    assert "leads" in METHODS["screen-names"][1]
    assert "never a match by itself" in screen_names.parser().format_help().replace("\n", " ")
