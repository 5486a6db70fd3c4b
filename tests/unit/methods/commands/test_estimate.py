# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil estimate` keeps the contract of the commands: what it reads, answers, refuses, and writes."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema_rs
import pandas as pd
import pytest

import quatrefoil
from quatrefoil.methods.commands import estimate, output
from quatrefoil.methods.commands.frame import Progress
from tests.unit.methods.multiple_systems.published import published


@pytest.fixture
def korea(tmp_path):
    path = tmp_path / "korea.csv"
    published("Korea").to_frame().to_csv(path, index=False)
    return str(path)


@pytest.fixture
def run(capsys, monkeypatch):
    def call(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = estimate.main(arguments)
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def answered(run, *arguments, **more):
    code, out, _err = run(*arguments, "--format", "json", **more)
    found = json.loads(out)
    if code == 0:
        jsonschema_rs.validator_for(output.schema("estimate-1")).validate(found)
    return code, found


def test_the_object_has_the_keys_of_the_contract(run, korea):
    code, found = answered(run, korea, "--seed", "1", "--bootstrap", "200")
    assert code == 0
    assert (found["schema"], found["seed"], found["method"], found["observed"]) == ("estimate-1", 1, "stepwise", 123)
    assert found["total"] == pytest.approx(268.7777778)
    assert found["effects"] == [["b", "c"]]
    assert set(found["interval"]) == {"level", "low", "high", "kind"}


def test_all_methods_stand_side_by_side_with_ratio_and_headline(run, korea):
    code, found = answered(run, korea, "--method", "all", "--seed", "1", "--bootstrap", "100")
    assert code == 0
    assert [each["method"] for each in found["methods"]] == ["main", "stepwise", "bic", "dga", "lcm", "chao"]
    assert found["ratio"] > 1.5
    assert found["headline"]["low"] < found["headline"]["high"]


def test_the_same_seed_gives_the_same_answer_and_no_seed_prints_one(run, korea):
    first, second = (answered(run, korea, "--seed", "5", "--bootstrap", "100")[1] for _ in range(2))
    assert first == second
    _, other = answered(run, korea, "--bootstrap", "100")
    assert isinstance(other["seed"], int)


def test_so_many_resamples_as_asked_for(run, korea):
    _code, _out, err = run(korea, "--seed", "1", "--bootstrap", "123")
    assert "123 of 123" in err


def test_persons_and_lists_are_read_too(run):
    rows = "person,list\n" + "".join(f"{n},{name}\n" for n in range(40) for name in (("a", "b") if n % 3 else ("a",)))
    code, found = answered(run, "-", "--method", "chapman", stdin=rows)
    assert (code, found["observed"]) == (0, 40)


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_workbooks_and_parquet_give_the_same_answer(run, korea, tmp_path, suffix):
    frame, path = pd.read_csv(korea), tmp_path / f"korea{suffix}"
    frame.to_excel(path, index=False) if suffix == ".xlsx" else frame.to_parquet(path)
    assert answered(run, str(path), "--seed", "1", "--bootstrap", "0")[1] == answered(
        run, korea, "--seed", "1", "--bootstrap", "0"
    )[1]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is nothing in it"),
        ("a,b,count\n", "a header and no row"),
        ("a,a,count\n1,0,2\n", "two columns are named 'a'"),
        ("a,,count\n1,0,2\n", "column 2 has no name"),
        ("a,b,count\n1,0\n", "row 2: 2 cells where the header has 3"),
        ("a,b,count\n1,0,2.5\n", "column 'count': '2.5' is not a whole number"),
        ("a,b,count\n1,0,-2\n", "column 'count': -2 is below 0"),
        ("a,b,count\n1,7,2\n", "column 'b': '7' is neither 0 nor 1"),
        ("a,b,count\n0,0,2\n", "a history of zeros only"),
        ("a,b,count\n1,0,2\n1,0,3\n", "the same history as row 1"),
        ("a,b\n1,0\n", "The column 'count' is missing"),
        ('a,b,count\n"1,0,2\n', "this is not CSV"),
        ("# noise: laplace epsilon=1\na,b,count\n1,0,2\n", "epsilon belongs to geometric noise"),
        ("# noise: some\na,b,count\n1,0,2\n", "is not understood"),
    ],
)
def test_bad_input_is_one_line_on_standard_error_and_exit_2(run, text, words):
    code, out, err = run("-", stdin=text)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_utf8_names_the_line(run, tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("a,b,count\n1,0,2\nà,1,3\n".encode("latin-1"))
    code, _out, err = run(str(path))
    assert code == 2
    assert "line 3: this is not UTF-8" in err


def test_what_cannot_be_opened_is_bad_input(run, tmp_path):
    assert run(str(tmp_path / "none.csv"))[0] == 2
    for suffix in (".xlsx", ".parquet"):
        broken = tmp_path / f"broken{suffix}"
        broken.write_bytes(b"nothing of the kind")
        code, _out, err = run(str(broken))
        assert code == 2
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    "option", [("--level", "1"), ("--level", "0.1"), ("--threshold", "-1"), ("--order", "1"), ("--bootstrap", "7"), ("--bootstrap", "many"), ("--report", "r.pdf")]
)  # fmt: skip
def test_options_out_of_range_are_bad_input(run, korea, option):
    assert run(korea, *option)[0] == 2


def test_a_refusal_is_exit_3_with_its_reasons(run):
    code, found = answered(run, "-", stdin="a,b,count\n1,0,5\n0,1,4\n")
    assert code == 3
    assert found["refused"] is True
    assert [reason["code"] for reason in found["reasons"]] == ["no_overlap"]
    code, out, _err = run("-", stdin="a,b,count\n1,0,5\n0,1,4\n")
    assert (code, out[:9]) == (3, "Refused: ")


def test_few_shared_people_are_refused_unless_forced(run):
    text = "a,b,count\n1,0,50\n0,1,40\n1,1,3\n"
    assert run("-", "--method", "chapman", stdin=text)[0] == 3
    assert run("-", "--method", "chapman", "--force", stdin=text)[0] == 0


def test_a_sparse_noised_table_is_refused_and_a_dense_one_modelled(run, tmp_path):
    sparse = "# noise: geometric epsilon=0.1\n" + published("Korea").to_frame().to_csv(index=False)
    code, found = answered(run, "-", stdin=sparse)
    assert (code, found["reasons"][0]["code"]) == (3, "sparse_noised")
    dense = "# noise: geometric epsilon=1\n" + published("Kosovo").to_frame().to_csv(index=False)
    code, found = answered(run, "-", "--method", "main", "--seed", "1", stdin=dense)
    assert (code, found["interval"]["kind"]) == (0, "percentile")


def test_a_number_that_is_not_finite_stands_as_null_with_a_warning(run, tmp_path):
    path = tmp_path / "new_orleans.csv"
    artificial = published("Artificial_3").to_frame()
    artificial.to_csv(path, index=False)
    _code, found = answered(run, str(path), "--seed", "3", "--level", "0.999", "--bootstrap", "2000")
    assert found["interval"]["high"] is None
    assert "not_finite" in {warning["code"] for warning in found["warnings"]}


def test_strata_are_estimated_apart_or_by_one_ratio(run, tmp_path):
    kosovo = published("Kosovo").to_frame()
    both = pd.concat([kosovo.assign(region="north"), kosovo.assign(region="south")])
    path = tmp_path / "regions.csv"
    both.to_csv(path, index=False)
    code, found = answered(run, str(path), "--strata", "region", "--seed", "4")
    assert code == 0
    assert found["interval"]["low"] < found["total"] < found["interval"]["high"]
    assert all(row["interval"]["kind"] == "percentile" for row in found["strata"])
    assert [row["stratum"] for row in found["strata"]] == ["north", "south"]
    assert found["total"] == pytest.approx(2 * 14341.6638, rel=1e-6)
    assert run(str(path), "--strata", "town")[0] == 2
    report = tmp_path / "regions.html"
    assert run(str(path), "--strata", "region", "--bootstrap", "200", "--report", str(report))[0] == 0
    said = report.read_text(encoding="utf-8")
    assert "by stratum" in said and "north" in said and "percentile" in said and "<svg" in said


def test_progress_stands_on_standard_error_only(run, korea):
    _code, out, err = run(korea, "--seed", "1", "--bootstrap", "100", "--format", "json")
    json.loads(out)
    assert "of 100" in err


def test_progress_without_a_terminal_is_sparse(capsys):
    progress = Progress("work")
    for done in range(1, 1001):
        progress(done, 1000)
    assert capsys.readouterr().err.count("\n") <= 2


SAID = (
    "being on one list does not change the chance of being on another", "odds ratio", "the lists have seen", "Period",
    "two lists or more", "share nobody", "Several methods side by side", "times the smallest", "The best models by BIC",
    "carry", "One list left out", "Two lists as one", "A list hidden", "Taken two by two", "resamples", "acceleration",
    "adjusted tails", "extreme resample", "What the resamples choose", "as if the model had been known",
    "88 to 90 %", "split R-hat", "matches between lists were missed", "not said", "seed 1", "&lt;10",
)  # fmt: skip


def test_a_report_says_everything_that_a_responsible_tool_prints(run, tmp_path):
    path, report = tmp_path / "uk.csv", tmp_path / "report.html"
    published("UKdat_5").to_frame().to_csv(path, index=False)
    code, _out, _err = run(str(path), "--seed", "1", "--bootstrap", "200", "--report", str(report), "--place", "here")
    assert code == 0
    text = report.read_text()
    for words in SAID:
        assert words in text, words
    assert text.count("<svg") == 4
    assert "<script" not in text
    assert "http://www.w3.org" in text  # names of formats only; nothing is fetched
    assert 'src="' not in text


def test_a_report_as_document_and_as_data(run, korea, tmp_path):
    document, data = tmp_path / "report.docx", tmp_path / "report.json"
    assert run(korea, "--seed", "1", "--bootstrap", "100", "--report", str(document))[0] == 0
    assert run(korea, "--seed", "1", "--bootstrap", "100", "--report", str(data))[0] == 0
    words = zipfile.ZipFile(document).read("word/document.xml").decode()
    assert "How many people no list has seen" in words
    jsonschema_rs.validator_for(output.schema("estimate-1")).validate(json.loads(data.read_text()))


def test_what_a_person_wrote_in_a_list_name_never_becomes_markup(run, tmp_path):
    frame = published("Korea").to_frame().rename(columns={"b": "<img src=x>"})
    path, report = tmp_path / "hostile.csv", tmp_path / "report.html"
    frame.to_csv(path, index=False)
    assert run(str(path), "--seed", "1", "--bootstrap", "100", "--report", str(report))[0] == 0
    assert "<img" not in report.read_text()


def test_a_file_appears_whole_or_not_at_all(run, korea, tmp_path, monkeypatch):
    report = tmp_path / "report.json"
    report.write_text("before")
    monkeypatch.setattr("os.fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    code, _out, err = run(korea, "--seed", "1", "--bootstrap", "100", "--report", str(report))
    assert code == 2
    assert "No space left" in err
    assert report.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["korea.csv", "report.json"] or len(
        list(tmp_path.iterdir())
    ) == 2


SOURCE = str(Path(quatrefoil.__file__).parents[1])
ONLY = """
import sys
sys.path.insert(0, {source!r})
ALLOWED = {allowed!r}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top in ALLOWED or top.startswith("_"):
            return None
        raise ImportError(f"{{top}} is not part of the base install")
sys.meta_path.insert(0, Refuse())
from quatrefoil.cli import main
main({arguments!r})
"""
BASE = {"quatrefoil", "numpy", "scipy", "pandas", "dateutil", "pytz", "tzdata", "six", "cryptography", "cffi"}


def base_install(*arguments):
    script = ONLY.format(source=SOURCE, allowed=BASE, arguments=list(arguments))
    return subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)


def test_the_base_install_needs_no_django_and_nothing_of_the_extras(korea):
    done = base_install("estimate", korea, "--seed", "1", "--bootstrap", "100", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == pytest.approx(268.7777778)


def test_a_missing_extra_is_one_sentence_that_names_it(korea, tmp_path):
    done = base_install("estimate", korea, "--seed", "1", "--bootstrap", "100", "--report", str(tmp_path / "r.html"))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("pip install 'quatrefoil[reports]'")


def in_a_fresh_process(script):
    script = f"import sys\nsys.path.insert(0, {SOURCE!r})\n{script}"
    return subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_nothing_heavy_is_imported_before_it_is_needed():
    heavy = "{'numpy', 'scipy', 'pandas', 'django', 'matplotlib', 'statsmodels'}"
    modules = "quatrefoil.methods, quatrefoil.methods.commands, quatrefoil.methods.multiple_systems, quatrefoil.cli"
    assert in_a_fresh_process(f"import {modules}\nprint(sorted({heavy} & set(sys.modules)))") == "[]"
    helped = (
        "from quatrefoil.cli import main\n"
        "try:\n    main(['estimate', '--help'])\nexcept SystemExit:\n    print('numpy' in sys.modules)"
    )
    assert in_a_fresh_process(helped).endswith("False")
