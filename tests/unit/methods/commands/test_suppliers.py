# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers` keeps the contract of the commands, and never tells anybody to drop a supplier."""

import csv
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema_rs
import pandas as pd
import pytest

import quatrefoil
from quatrefoil.methods.commands import output, suppliers
from quatrefoil.methods.supply_chain.matching import NEEDED
from tests.unit.methods.commands.running import runner
from tests.unit.methods.supply_chain.invented import LIST, statements
from tests.unit.methods.supply_chain.test_matching import invented, labelled, other_hand

SUPPLIERS = """supplier_id,name,address,country,good,buys_from,share
S1,Invented Mill,Road 1,India,Yarn,S2,0.6
S1,Invented Mill,Road 1,India,Yarn,S3,0.3
S2,Invented Gin,Road 2,India,Cotton,,
S3,Invented Works,Road 3,Germany,Cars,S9,
S4,Invented Trade,,,,S1,1
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "suppliers.csv").write_text(SUPPLIERS)
    write(tmp_path / "list.csv", LIST)
    return tmp_path


def write(path, columns):
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))
    return str(path)


run = runner(suppliers)


@pytest.fixture
def answered(run):
    def call(*arguments):
        code, out, _err = run(*arguments, "--format", "json")
        found = json.loads(out)
        if code == 0:
            jsonschema_rs.validator_for(output.schema("suppliers-1")).validate(found)
        return code, found

    return call


def scored(folder, *more):
    return ("score", folder / "suppliers.csv", "--list", folder / "list.csv", "--edition", "2022", *more)


def test_score_has_the_keys_of_the_contract_and_every_term(answered, folder):
    code, found = answered(*scored(folder))
    assert code == 0
    assert (found["schema"], found["seed"], found["edition"]["name"]) == ("suppliers-1", None, "2022")
    by_id = {each["supplier_id"]: each for each in found["scores"]}
    assert {name: each["status"] for name, each in by_id.items()} == {
        "S1": "reason_to_look", "S2": "reason_to_look", "S3": "not_scored", "S4": "not_scored",
    }  # fmt: skip
    assert all(len(each["terms"]) == 4 for each in found["scores"])
    assert by_id["S1"]["terms"][0]["listed_as"] == ["Thread/Yarn"]
    assert [(term["value"], term["status"], term["reason"]) for term in by_id["S3"]["terms"]] == [
        (None, "not scored", "good_not_on_list")
    ] * 4
    assert found["counts"] == {"reason_to_look": 2, "no_line_found": 0, "partly_scored": 0, "not_scored": 2}


def test_score_follows_purchases_and_names_where_they_lead(answered, folder):
    _, found = answered(*scored(folder, "--buyer", "S4"))
    by_id = {each["supplier_id"]: each for each in found["exposure"]}
    assert by_id["S1"]["within"] == pytest.approx(0.6)
    assert by_id["S4"]["through"] == [{"supplier_id": "S1", "share": 1, "tier": 1}]
    assert by_id["S1"]["through"] is None
    assert "supplier_without_row" in {each["code"] for each in found["warnings"]}


def test_goods_may_be_mapped_and_countries_may_bring_terms(answered, folder):
    goods = write(folder / "goods.csv", {"good": ["cars"], "listed_good": ["Solar Cells"]})
    places = write(folder / "countries.csv", {"country": ["IN", "DE"], "prevalence": ["8", ""]})
    _, found = answered(
        *scored(
            folder, "--goods", goods, "--countries", places, "--scale", "prevalence=0:10", "--weight", "prevalence=2"
        )
    )
    by_id = {each["supplier_id"]: {term["term"]: term for term in each["terms"]} for each in found["scores"]}
    assert by_id["S3"]["derived"]["reason"] == "country_not_on_list"
    assert by_id["S2"]["prevalence"]["value"] == pytest.approx(0.8)
    assert by_id["S3"]["prevalence"]["status"] == "not scored"
    assert found["terms"][-1] == {"term": "prevalence", "weight": 2}


def test_unknown_goods_come_with_the_nearest_of_the_list(answered, folder):
    (folder / "suppliers.csv").write_text("supplier_id,country,good\nS1,IN,Coton\n")
    assert answered(*scored(folder))[1]["unknown_goods"] == [{"good": "Coton", "near": ["Cotton"]}]


def test_only_so_many_as_asked_for(answered, folder):
    _, found = answered(*scored(folder, "--most", "1"))
    assert (len(found["scores"]), len(found["exposure"])) == (1, 1)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "list_missing"), (("--list", "list.csv"), "edition_missing"), (("--list", "both.csv"), "edition_missing"),
    ],
)  # fmt: skip
def test_a_missing_list_or_edition_is_refused_with_3(run, folder, options, code, monkeypatch):
    monkeypatch.chdir(folder)
    write(
        folder / "both.csv",
        {**{name: values * 2 for name, values in LIST.items()}, "edition": ["2021"] * 7 + ["2022"] * 7},
    )
    exit_code, out, _ = run("score", "suppliers.csv", *options, "--format", "json")
    assert exit_code == 3
    found = json.loads(out)
    assert (found["refused"], [reason["code"] for reason in found["reasons"]]) == (True, [code])


def test_the_edition_may_stand_in_the_file_or_in_its_name(answered, folder):
    text = (folder / "list.csv").read_text()
    (folder / "list.csv").write_text(f"# edition: autumn\n{text}")
    (folder / "list_2022.csv").write_text(text)
    said = answered("score", folder / "suppliers.csv", "--list", folder / "list.csv")[1]
    guessed = answered("score", folder / "suppliers.csv", "--list", folder / "list_2022.csv")[1]
    assert (said["edition"]["name"], guessed["edition"]["name"]) == ("autumn", "2022")
    assert "edition_from_file_name" in {each["code"] for each in guessed["warnings"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--scale", "x=1:2"), "--scale needs --countries"), (("--weight", "x"), "TERM=NUMBER"), (("--weight", "x=1"), "no term 'x'"),
        (("--tiers", "99"), "from 1 to 20"), (("--buyer", "nobody"), "no supplier 'nobody'"), (("--most", "0"), "--most is"),
        (("--goods", "no.csv"), "no file 'no.csv'"), (("--report", "x.pdf"), "A report ends in"),
    ],
)  # fmt: skip
def test_bad_options_are_one_line_and_exit_2(run, folder, arguments, words):
    code, out, err = run(*scored(folder, *arguments))
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("supplier_id,country\nS1,IN\n", "'good' is missing"), ("supplier_id,country,good\n,IN,x\n", "Row 2"),
        ("supplier_id,country,good,buys_from,share\nS1,IN,x,S2,60 %\n", "Row 2, column 'share': '60 %'"),
        ("supplier_id,country,good,buys_from,share\nS1,IN,x,S2,0.8\nS1,IN,x,S3,0.8\n", "'S1' sum to 1.6"),
    ],
)  # fmt: skip
def test_suppliers_that_cannot_be_read_name_the_place(run, folder, text, words):
    (folder / "suppliers.csv").write_text(text)
    code, out, err = run(*scored(folder))
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize("suffix", [".html", ".docx", ".json"])
def test_score_writes_a_report(run, folder, suffix):
    path = folder / f"report{suffix}"
    assert run(*scored(folder, "--report", path))[0] == 0
    text = zipfile.ZipFile(path).read("word/document.xml").decode() if suffix == ".docx" else path.read_text()
    assert "a reason to look, not a verdict" in text
    assert "S1" in text


def test_list_reproduces_the_published_counts_and_shows_changes(answered, reference_data):
    folder = reference_data / "supply"
    code, found = answered("list", folder / "dol_tvpra_goods_2021.xml", "--edition", "2022")
    names = ("goods", "countries", "lines", "child_labour", "forced_labour", "forced_child_labour", "derived")
    assert (code, [found["editions"][0][name] for name in names]) == (0, [169, 78, 467, 414, 121, 54, 10])
    assert found["changes"] == []
    assert {each["code"] for each in found["warnings"]} == {"one_edition"}
    _, found = answered("list", folder / "dol_tvpra_goods_flat.csv")
    assert [each["lines"] for each in found["editions"]] == [379, 418, 418, 438, 467]
    assert len([each for each in found["changes"] if each["later"] == "2021"]) == 33 + 4 + 2 + 10


def test_list_compares_two_files(answered, run, folder):
    later = write(folder / "later.csv", {name: values[1:] for name, values in LIST.items()})
    arguments = ("list", folder / "list.csv", later, "--edition", "2022", "--edition", "2024")
    _, found = answered(*arguments)
    assert [(each["kind"], each["good"], each["earlier"], each["later"]) for each in found["changes"]] == [
        ("removed", "Bricks (clay)", "2022", "2024")
    ]
    assert found["changes"][0]["before"]["forced_labour"] is True
    report = folder / "changes.html"
    assert run(*arguments, "--report", report)[0] == 0
    assert "Bricks (clay)" in report.read_text()


def test_match_finds_pairs_with_the_shipped_model(answered, run, folder):
    one, other = (
        write(folder / f"{name}.csv", table[list(NEEDED)].to_dict("list"))
        for name, table in (("a", invented(30)), ("b", other_hand(invented(30))))
    )
    code, found = answered("match", one, other)
    assert code == 0
    assert ("a0", "ba0") in {(each["left"], each["right"]) for each in found["pairs"]}
    assert found["model"]["f1_of_reference"] == 0.82
    assert found["model"]["about"]
    report = folder / "pairs.html"
    assert run("match", one, other, "--report", report)[0] == 0
    assert "a question for a person" in report.read_text()


def test_match_can_be_fitted_on_own_labels(answered, run, folder):
    labels = write(folder / "labels.csv", labelled().to_dict("list"))
    code, found = answered("match", labels, "--fit", folder / "model.json", "--about", "own", "--licence", "ours")
    assert (code, found["fitted"]["about"], found["fitted"]["pairs"]) == (0, "own", 40)
    table = write(folder / "a.csv", other_hand(invented(10)).to_dict("list"))
    assert answered("match", table, "--model", folder / "model.json")[0] == 0
    code, out, _ = run("match", labels, "--fit", folder / "again.json")
    assert "reference has 0.82" in out
    assert "standard error" in out


@pytest.mark.parametrize("part", ["match", "statement"])
@pytest.mark.parametrize("text", [None, "{}", "not json"])
def test_a_model_that_is_not_fitted_is_refused_with_3(run, folder, part, text):
    model = folder / "model.json"
    if text:
        model.write_text(text)
    table = write(folder / "t.csv", {**invented(3).to_dict("list"), "statement_id": ["a"] * 3, "sentence": ["x"] * 3})
    code, out, _ = run(part, table, "--model", model, "--format", "json")
    assert (code, json.loads(out)["reasons"][0]["code"]) == (3, "model_not_fitted")


def test_statement_needs_a_model_and_points_once_it_is_fitted(answered, run, folder):
    draft = write(
        folder / "draft.csv",
        {"statement_id": ["d"] * 2, "sentence": ["We make lamps", "The board approved this statement"]},
    )
    code, found = answered("statement", draft)
    assert (code, found["reasons"][0]["code"]) == (3, "model_not_fitted")
    labels = write(folder / "labels.csv", statements())
    code, out, _ = run("statement", labels, "--fit", folder / "m.json")
    assert code == 0
    assert "The reference has 0.61" in out
    code, found = answered("statement", draft, "--model", folder / "m.json")
    assert code == 0
    by_name = {each["criterion"]: each for each in found["criteria"]}
    assert [each["row"] for each in by_name["Approval"]["sentences"]] == [1]
    assert "verdict" not in json.dumps(found["criteria"])
    report = folder / "statement.html"
    assert run("statement", draft, "--model", folder / "m.json", "--report", report)[0] == 0
    assert "does not say whether a statement meets a law" in report.read_text()


def test_a_draft_may_be_plain_text(answered, run, folder):
    run("statement", write(folder / "labels.csv", statements()), "--fit", folder / "m.json")
    draft = folder / "draft.txt"
    draft.write_text("Invented Lamps Ltd. We make lamps.\nThe board approved this statement on 1. May 2026.\n")
    code, found = answered("statement", draft, "--model", folder / "m.json")
    assert code == 0
    assert found["criteria"][0]["statement_id"] == "draft"
    assert found["criteria"][0]["sentences"][0]["sentence"].startswith("The board approved")
    draft.write_text(" \n")
    assert run("statement", draft, "--model", folder / "m.json")[0] == 2


def test_a_row_that_begins_with_a_number_sign_is_not_lost(answered, folder):
    (folder / "suppliers.csv").write_text("# a comment\nsupplier_id,country,good\n#1,IN,Cotton\n#2,IN,Bricks\n")
    assert [each["supplier_id"] for each in answered(*scored(folder))[1]["scores"]] == ["#1", "#2"]


def test_no_answer_tells_anybody_to_drop_a_supplier(run, folder):
    for arguments in (("--help",), scored(folder), ("list", folder / "list.csv", "--edition", "2022")):
        code, out, _ = run(*arguments)
        assert code == 0
        assert "not a verdict" in out
        assert "drop" not in out.lower()


def test_the_worked_example_of_the_documentation_prints_what_it_says(run, answered, tmp_path):
    page = (Path(quatrefoil.__file__).parents[2] / "docs/how-to/look_into_a_supply_chain.md").read_text()
    tables = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    printed = re.search(r"prints\n\n```text\n(.*?)```", page, re.DOTALL)
    for name, text in zip(("suppliers.csv", "list_2022.csv"), tables, strict=True):
        (tmp_path / name).write_text(text)
    command = ("score", tmp_path / "suppliers.csv", "--list", tmp_path / "list_2022.csv", "--edition", "2022")
    assert run(*command)[1].startswith(printed[1])
    by_id = {each["supplier_id"]: each for each in answered(*command)[1]["exposure"]}
    assert by_id["S1"]["within"] == pytest.approx(0.6)


@pytest.mark.parametrize("arguments", [(), ("guess",)])
def test_an_unknown_part_prints_the_parts_and_exits_2(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    assert "score" in out + err


def test_the_package_is_light_until_it_is_used():
    words = (
        "import sys, quatrefoil.methods.supply_chain, quatrefoil.methods.commands.suppliers;"
        "print([name for name in ('numpy', 'pandas', 'scipy', 'sklearn', 'rapidfuzz', 'matplotlib') if name in sys.modules])"
    )
    root = str(Path(quatrefoil.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, env={"PYTHONPATH": root}
    )
    assert done.stdout.strip() == "[]"


def test_results_are_tables_and_pictures(folder):
    from matplotlib.figure import Figure

    from quatrefoil.methods import supply_chain as sc

    edition = sc.from_columns(LIST, "2022")[0]
    table = pd.read_csv(folder / "suppliers.csv")
    scores = sc.score(table, edition)
    seen = sc.exposure(scores, sc.links(table, scores))
    for result in (edition, scores, seen, sc.between(edition, edition)):
        assert isinstance(result.to_frame(), pd.DataFrame)
        result.plot(Figure().add_subplot())
