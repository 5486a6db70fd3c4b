# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil match` keeps the contract of the commands."""

import csv
import json

import jsonschema_rs
import pytest

from quatrefoil.methods.commands import METHODS, match, output
from tests.unit.methods.commands.running import runner
from tests.unit.methods.matching.invented import bed, columns, person


def write(path, rows):
    found = columns(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(found)
        out.writerows(zip(*found.values(), strict=True))
    return str(path)


@pytest.fixture
def files(tmp_path):
    people = [person("Amina", urgency="2"), person("Bela", no_go="north"), person("Chidi", gender="man")]
    beds = [bed("b1", site="s1"), bed("b2", site="s1"), bed("b3", site="s2", genders="man")]
    return "--people", write(tmp_path / "people.csv", people), "--beds", write(tmp_path / "beds.csv", beds)


run = runner(match)


def test_the_object_has_the_keys_of_the_contract(run, files):
    code, out, err = run(*files, "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("match-1")).validate(found)
    assert code == 0 and "Matching 3 people and 3 beds" in err
    assert {each["person"] for each in found["suggestions"] if each["rank"] == 1} == {"Amina", "Chidi"}
    assert found["unmatched"] == [{"person": "Bela", "filters": {"gender": 1, "no_go": 2}}]
    assert found["warnings"][0]["code"] == "a_person_decides"


@pytest.mark.parametrize(
    "text", ["person,site\nAmina,s1\n", "person,person\nAmina,Chidi\n", "person,other,kind\nAmina,Chidi,apart\n"]
)
def test_forbidden_pairs_are_of_person_and_site_or_of_two_people(run, files, tmp_path, text):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(text)
    code, out, _err = run(*files, "--forbidden", str(pairs), "--format", "json")
    first = {each["person"]: each["site"] for each in json.loads(out)["suggestions"] if each["rank"] == 1}
    assert code == 0
    assert first == ({"Chidi": first["Chidi"]} if "s1" in text else {"Amina": "s1", "Chidi": "s2"})


def test_the_text_says_who_gets_nothing_and_why(run, files):
    code, out, _err = run(*files)
    assert code == 0
    assert (
        "2 of 3 people" in out and "are in a region to avoid: 2" in out and "A person who knows the file decides" in out
    )


def test_a_blank_safety_field_is_refused(run, files, tmp_path):
    write(tmp_path / "people.csv", [person("Amina", no_go="")])
    code, out, _err = run(*files, "--format", "json")
    assert code == 3 and json.loads(out)["reasons"][0]["code"] == "safety_field_blank"


@pytest.mark.parametrize(
    "more", [("--most", "0"), ("--weight", "gender=0"), ("--weight", "near=x"), ("--weight", "placed=0")]
)
def test_an_option_that_cannot_be_is_bad_input_and_no_filter_has_a_weight(run, files, more):
    code, out, err = run(*files, *more)
    assert code == 2 and not out and err.startswith("quatrefoil: --")


def test_a_pair_with_somebody_unknown_is_bad_input(run, files, tmp_path):
    (tmp_path / "pairs.csv").write_text("person,other\nAmina,Zoe\n")
    code, _out, err = run(*files, "--forbidden", str(tmp_path / "pairs.csv"))
    assert code == 2 and "row 2" in err and len(err.splitlines()) == 2


@pytest.mark.parametrize("kind", ["html", "docx", "json"])
def test_the_report_has_suggestions_and_who_gets_nothing(run, files, tmp_path, kind):
    report = tmp_path / f"beds.{kind}"
    assert run(*files, "--report", str(report))[0] == 0
    assert report.stat().st_size > 500
    if kind == "html":
        said = report.read_text(encoding="utf-8")
        assert "Amina" in said and "<svg" in said and "No option relaxes a filter" in said


def test_the_command_is_listed():
    assert "person decides" in METHODS["match"][1]
