# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil network` keeps the contract of the commands."""

import io
import json
import zipfile

import jsonschema_rs
import networkx
import pytest

from quatrefoil.methods.commands import network, output
from quatrefoil.methods.networks import links as limits
from tests.unit.methods.commands.running import runner

LINKS = """source,target,type,date,record_id
Ada,Bo,phone,2024-01-02,r1
Bo,Ada,bank,2024-03,r2
Bo,Cy,phone,2024-05-01,r3
Cy,Ada,phone,,r4
Cy,Dee,van,2025,r5
Dee,Dee,van,2025,r6
,Dee,van,2025,r7
"""


@pytest.fixture
def links(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text(LINKS, encoding="utf-8")
    return str(path)


run = runner(network)


def answered(run, *arguments):
    code, out, _ = run(*arguments, "--format", "json")
    found = json.loads(out)
    if code == 0:
        jsonschema_rs.validator_for(output.schema("network-1")).validate(found)
    return code, found


def test_the_object_has_the_keys_of_the_contract(run, links):
    code, found = answered(run, links, "--seed", "1")
    assert code == 0
    assert [(node["id"], node["component"], node["core"]) for node in found["nodes"]] == [
        ("Ada", 1, 2), ("Bo", 1, 2), ("Cy", 1, 2), ("Dee", 1, 1),
    ]  # fmt: skip
    assert found["brokers"] == [{"id": "Cy", "betweenness": pytest.approx(2 / 3)}]
    assert (found["ties"], found["links"], found["pivots"]) == (4, 6, None)
    assert found["resolution"] > 0
    assert {"meaning", "blank_ends"} == {word["code"] for word in found["warnings"]}


def test_the_same_seed_gives_the_same_answer(run, links):
    assert answered(run, links, "--seed", "7") == answered(run, links, "--seed", "7")


def test_a_path_names_the_records_behind_each_step(run, links):
    _, found = answered(run, links, "--path", "Ada", "Dee")
    (path,) = found["paths"]
    assert path["nodes"] == ["Ada", "Cy", "Dee"]
    assert [[record["record_id"] for record in step["records"]] for step in path["steps"]] == [["r4"], ["r5"]]


def test_window_types_and_neighbourhood(run, links):
    assert [node["id"] for node in answered(run, links, "--until", "2024-04")[1]["nodes"]] == ["Ada", "Bo"]
    assert [node["id"] for node in answered(run, links, "--types", "van, bank")[1]["nodes"]] == [
        "Ada",
        "Bo",
        "Cy",
        "Dee",
    ]
    assert [node["id"] for node in answered(run, links, "--around", "Dee", "--steps", "1")[1]["nodes"]] == ["Cy", "Dee"]
    _, found = answered(run, links, "--since", "2025-02")
    assert {"undated", "meaning", "blank_ends"} == {word["code"] for word in found["warnings"]}


def test_no_link_left_is_an_answer_with_a_warning(run, links):
    code, found = answered(run, links, "--types", "ship")
    assert (code, found["nodes"], found["resolution"]) == (0, [], None)
    assert "no_links" in {word["code"] for word in found["warnings"]}


def test_a_network_over_the_limit_is_refused_and_the_limit_named(run, links, monkeypatch):
    monkeypatch.setattr(limits, "MOST_LINKS", 3)
    code, found = answered(run, links)
    assert code == 3
    assert found["refused"] is True
    assert found["reasons"][0]["code"] == "too_large"
    assert "at most 3" in found["reasons"][0]["text"]


def test_bad_input_is_one_line(run, links, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("source,target,date\nAda,Bo,2024\nAda,Cy,last week\n")
    for arguments, words in (
        (("nothing.csv",), "There is no file"),
        ((str(wrong),), "Row 3: 'last week' is no date"),
        ((links, "--around", "Zed"), "There is no 'Zed'"),
        ((links, "--since", "soon"), "'soon' is no date"),
        ((links, "--steps", "99"), "--steps"),
        ((links, "--graphml", "x.xml"), "ends in .graphml"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert words in err.splitlines()[-1]


def test_text_says_how_each_figure_was_made(run, links):
    code, out, _ = run(links, "--seed", "1", "--path", "Ada", "Dee")
    assert code == 0
    for words in (
        "Nodes: 4. Ties: 4.",
        "Every shortest path was counted",
        "adjusted Rand",
        "r5 van 2025",
        "is no proof",
    ):
        assert words in out


def test_reports_and_graphml(run, links, tmp_path):
    chart = tmp_path / "chart.graphml"
    for kind in ("html", "docx", "json"):
        path = tmp_path / f"report.{kind}"
        code, *_ = run(links, "--seed", "1", "--path", "Ada", "Dee", "--report", str(path), "--graphml", str(chart))
        assert code == 0
        data = path.read_bytes()
        text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml") if kind == "docx" else data
        for words in ("A link is no proof", "r5", "adjusted Rand"):
            assert words.encode() in text
    assert networkx.read_graphml(chart).number_of_nodes() == 4
