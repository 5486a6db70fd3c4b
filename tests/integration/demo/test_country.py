# SPDX-License-Identifier: Apache-2.0
"""The demo country as `quatrefoil demo` makes it: what was planted is there, and nothing of it stands in the open."""

import json
import math
import re
import sqlite3
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from quatrefoil.demo.running import NotTheDemos, environment, prepare, read_mark

SCALE, SEED = 400, 31
SCRIPT = Path(__file__).with_name("country_script.py")
SOURCE = Path(__file__).resolve().parents[3] / "src"


def made(home):
    prepare(home, scale=SCALE, seed=SEED, reset=False)
    return home


@pytest.fixture(scope="module", autouse=True)
def _source_on_the_path():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(SOURCE))
        yield


@pytest.fixture(scope="module")
def home(_source_on_the_path, tmp_path_factory):
    return made(tmp_path_factory.mktemp("country") / "demo")


@pytest.fixture(scope="module")
def truth(home):
    return json.loads((home / "truth.json").read_text())


def two_cases(truth):
    return [files["case"] for files in truth["same_person"].values() if len(files.get("case", [])) > 1]


@pytest.fixture(scope="module")
def seen(home, truth):
    words = [sys.executable, str(SCRIPT), json.dumps(two_cases(truth))]
    done = subprocess.run(words, env=environment(home), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def stored(home):
    return b"".join(path.read_bytes() for path in home.glob("*.sqlite3*"))


def test_everything_waits_that_a_visitor_should_find(seen):
    going_on = seen["going_on"]
    assert [what for what, count in going_on.items() if not count] == []
    assert going_on["recipients waiting"] >= 15
    assert going_on["reports waiting"] >= 4


def test_people_known_to_two_organisations_are_found_under_either_spelling(truth, seen):
    pairs = two_cases(truth)
    assert len(pairs) >= 5
    missed = [pair for pair, found in zip(pairs, seen["found"], strict=True) if not set(pair) <= set(found)]
    assert missed == []


def test_the_numbers_show_where_few_are_identified_of_those_who_are_screened(truth, seen):
    planted = truth["under_identifying_region"]["region"]
    screened, opened = seen["numbers"]["screened"], seen["numbers"]["case_opened"]
    share = {region: opened.get(region, 0) / count for region, count in screened.items() if count >= 20}
    assert min(share, key=share.__getitem__) == planted
    assert share[planted] < 0.6 * sorted(share.values())[len(share) // 2]


def test_the_facts_show_that_an_answer_takes_longer_at_night(truth, seen):
    night, spread, talk = truth["night"], 0.6, 22  # story: lognormal waits of this spread; 22 minutes of talk
    waits = {
        dark: [m - talk for hour, m in seen["waits"] if (hour in night["hours"]) == dark] for dark in (True, False)
    }
    assert min(map(len, waits.values())) >= 8
    slower = math.log(statistics.median(waits[True]) / statistics.median(waits[False]))
    error = 1.2533 * spread * math.sqrt(sum(1 / len(each) for each in waits.values()))  # of a difference of medians
    assert slower > 0
    assert abs(slower - math.log(night["factor"])) < 3 * error


def test_the_facts_show_the_harvest_and_the_hours_of_the_day(truth, seen):
    planted, calls = truth["seasons"]["by_month"], seen["calls"]["month"]
    harvest = [month for month, weight in planted.items() if weight >= 1.4]
    quiet = [month for month, weight in planted.items() if weight < 1]
    share = [sum(calls.get(month, 0) for month in months) / len(months) for months in (harvest, quiet)]
    assert share[0] > 1.4 * share[1]
    by_hour = seen["calls"]["hour"]
    assert sum(by_hour.get(str(hour), 0) for hour in truth["night"]["hours"]) < sum(by_hour.values()) / 4


def test_two_files_that_turned_out_to_be_one_person_are_linked(truth, seen):
    assert truth["linked_today"]
    assert sorted(seen["linked"]) == sorted(truth["linked_today"])


def test_the_country_has_totals_for_every_headline(seen):
    assert {"contact_logged", "report_received", "screened", "case_opened", "referral_sent"} <= set(
        seen["numbers"]["totals"]
    )


def test_no_name_number_or_word_stands_in_the_files_in_the_clear(home, seen):
    files, words = stored(home), seen["words"]
    assert len(words["names"]) > 50
    assert len(words["texts"]) > 10
    told = [*words["names"], *words["phones"], *words["texts"]]
    assert [each for each in told if len(each) > 5 and each.encode() in files] == []


def test_every_number_in_the_country_is_one_that_nobody_has(home, seen):
    allowed = re.compile(r"(\+999 \d{3} \d{6}|0808 157 0\d{3})")
    assert [phone for phone in seen["words"]["phones"] if phone and not allowed.fullmatch(phone)] == []
    shown = (
        sqlite3.connect(home / "data.sqlite3")
        .execute("SELECT phone FROM registers_service WHERE phone <> ''")
        .fetchall()
    )
    assert shown
    assert [phone for (phone,) in shown if not allowed.fullmatch(phone)] == []
    assert not re.search(rb"(?<![0-9a-f])116 ?016(?![0-9a-f])", stored(home))


def test_the_log_is_sealed_and_holds(home):
    done = subprocess.run(
        [sys.executable, "-m", "quatrefoil", "verify"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_same_seed_makes_the_same_country(home, truth, tmp_path):
    again = made(tmp_path / "again")
    assert json.loads((again / "truth.json").read_text()) == truth
    assert counts(again) == counts(home)


def counts(home):
    asked = (
        "SELECT kind, region, count(*) FROM records_file GROUP BY 1, 2",
        "SELECT event, count(*) FROM records_history GROUP BY 1",
        "SELECT stage, danger, sex, age_band, language, count(*) FROM cases_case GROUP BY 1, 2, 3, 4, 5",
        "SELECT channel, kind, count(*) FROM hotline_contact GROUP BY 1, 2",
        "SELECT name, email FROM identity_member JOIN identity_account a ON a.id = account_id ORDER BY 1",
    )
    with sqlite3.connect(home / "data.sqlite3") as connection:
        return [sorted(connection.execute(each).fetchall()) for each in asked]


def test_the_mark_says_which_country_it_is_and_a_second_call_makes_nothing(home, capsys):
    assert read_mark(home) == (SCALE, SEED, True)
    before = (home / "data.sqlite3").stat().st_mtime_ns
    prepare(home, scale=9, seed=9, reset=False)
    assert (home / "data.sqlite3").stat().st_mtime_ns == before
    assert "is there already" in capsys.readouterr().out


def test_the_demo_leaves_a_database_of_somebody_else_alone(tmp_path):
    with sqlite3.connect(tmp_path / "data.sqlite3") as connection:
        connection.execute("CREATE TABLE kept (words TEXT)")
    for reset in (False, True):
        with pytest.raises(NotTheDemos):
            prepare(tmp_path, scale=5, seed=5, reset=reset)
    assert (tmp_path / "data.sqlite3").exists()


def test_nothing_of_a_real_installation_passes_into_the_demo(tmp_path, monkeypatch):
    monkeypatch.setenv("QUATREFOIL_DATABASE", "postgres")
    monkeypatch.setenv("QUATREFOIL_DATABASE_DSN", "postgresql://real")
    passed = environment(tmp_path)
    assert passed["QUATREFOIL_MODE"] == "demo"
    assert not {"QUATREFOIL_DATABASE", "QUATREFOIL_DATABASE_DSN"} & set(passed)
