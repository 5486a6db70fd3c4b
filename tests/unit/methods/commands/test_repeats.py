# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil repeats` keeps the contract of the commands, and does nothing without a lawful basis."""

import io
import json
import subprocess
import sys
import zipfile

import jsonschema_rs
import pytest

from quatrefoil.methods.commands import METHODS, output, repeats
from tests.unit.methods.commands.running import runner

ADVERTS = """id,text
1,Orchard Lane bakery seeks two night bakers wage 900 write to Ada
2,Orchard Lane bakery seeks two night bakers wage 950 write to Bruno
3,The harvest fair opens on Sunday with music and cider
4,
"""
BASIS = ("--lawful-basis", "Order 12 of the county court")


@pytest.fixture
def adverts(tmp_path):
    path = tmp_path / "adverts.csv"
    path.write_text(ADVERTS, encoding="utf-8")
    return str(path)


run = runner(repeats)


def test_the_object_has_the_keys_of_the_contract(run, adverts):
    code, out, _ = run(adverts, *BASIS, "--format", "json")
    found = json.loads(out)
    jsonschema_rs.validator_for(output.schema("repeats-1")).validate(found)
    assert code == 0
    assert (found["schema"], found["texts"], found["too_short"]) == ("repeats-1", 4, 1)
    (cluster,) = found["clusters"]
    assert cluster["ids"] == ["1", "2"]
    assert cluster["template"] == "Orchard Lane bakery seeks two night bakers wage [1] write to [2]"
    assert cluster["slots"][0]["values"] == [{"text": "900", "ids": ["1"]}, {"text": "950", "ids": ["2"]}]
    assert found["lawful_basis"] == "Order 12 of the county court"
    assert found["warnings"][0]["code"] == "meaning"


@pytest.mark.parametrize("basis", [(), ("--lawful-basis", ""), ("--lawful-basis", " - ")])
def test_no_lawful_basis_is_a_refusal_before_anything_is_read(run, basis):
    code, out, _ = run("no such file.csv", *basis, "--format", "json")
    assert code == 3
    refused = json.loads(out)
    assert refused["refused"] is True
    assert [reason["code"] for reason in refused["reasons"]] == ["no_lawful_basis"]


def test_bad_input_is_one_line(run, adverts, tmp_path):
    twice = tmp_path / "twice.csv"
    twice.write_text("id,text\n7,a\n7,b\n")
    other = tmp_path / "other.csv"
    other.write_text("id,words\n7,a\n")
    for arguments, words in (
        (("nothing.csv", *BASIS), "There is no file"),
        ((str(twice), *BASIS), "'7' stands twice"),
        ((str(other), *BASIS), "no column 'text'"),
        ((adverts, *BASIS, "--share", "2"), "--share"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert words in err.splitlines()[-1]


def test_text_says_what_a_cluster_is_not(run, adverts):
    code, out, _ = run(adverts, *BASIS)
    assert code == 0
    assert "2 of 4 texts stand in 1 cluster." in out
    assert "does not mean trafficking" in out


def test_help_says_lawfully_obtained_only_and_what_it_does_not_mean():
    assert "lawfully obtained" in METHODS["repeats"][1]
    words = " ".join(repeats.parser().format_help().split())
    assert "For lawfully obtained text only." in words
    assert "does not mean trafficking" in words


def test_reports(run, adverts, tmp_path):
    for kind in ("html", "docx", "json"):
        path = tmp_path / f"report.{kind}"
        assert run(adverts, *BASIS, "--report", str(path))[0] == 0
        data = path.read_bytes()
        text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml") if kind == "docx" else data
        for words in ("Order 12", "does not mean trafficking", "lawfully obtained", "night bakers"):
            assert words.encode() in text


def test_a_report_escapes_what_adverts_say(run, tmp_path):
    path, report = tmp_path / "a.csv", tmp_path / "r.html"
    path.write_text(
        "id,text\n<b>1,<script>one two three four five</script>\n2,<script>one two three four five</script>\n"
    )
    assert run(str(path), *BASIS, "--report", str(report))[0] == 0
    assert "<script>" not in report.read_text()
    assert "<b>1" not in report.read_text()


def test_importing_the_package_is_light():
    code = "import sys, quatrefoil.methods.near_duplicates; print({'numpy', 'scipy', 'rapidfuzz'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout.strip() == "set()"
