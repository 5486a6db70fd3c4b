# SPDX-License-Identifier: Apache-2.0
"""XLSForm out and in: our own definitions come back whole, and what cannot be read says where and why."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from quatrefoil.foundation.questionnaires import catalogue, keeping, xlsform, xlsform_reading
from quatrefoil.foundation.questionnaires.models import Definition
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES
from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire, Section

SURVEY = ["type", "name", "label::English (en)", "hint::English (en)", "relevant"]
GOOD = [
    ["begin_group", "first", "First page"],
    ["select_one yes_no_unknown", "sleeps", "Sleeps at the place of work"],
    ["select_one where", "where", "Where?", "", "${sleeps} = 'yes' or ${sleeps} = 'unknown'"],
    ["end_group", "first"],
]
CHOICES = [["where", "hall", "In the hall"], ["where", "yard", "In the yard"]]


def workbook(rows=GOOD, choices=CHOICES, settings=("Night work", "night_work", "3")) -> bytes:
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    for row in [SURVEY, *rows]:
        survey.append(row)
    listed = book.create_sheet("choices")
    for row in [["list_name", "name", "label"], *choices]:
        listed.append(row)
    named = book.create_sheet("settings")
    named.append(["form_title", "form_id", "version"])
    named.append(list(settings))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda each: each.code)
def test_our_own_definitions_come_back_whole(questionnaire: Questionnaire):
    preview = xlsform_reading.preview(xlsform.export(questionnaire))
    assert preview.troubles == ()
    assert preview.questionnaire == questionnaire


def test_the_workbook_has_the_columns_that_other_tools_look_for():
    book = load_workbook(io.BytesIO(xlsform.export(QUESTIONNAIRES[-1])))
    assert book.sheetnames == ["survey", "choices", "settings"]
    headings = [cell.value for cell in book["survey"][1]]
    assert {"type", "name", "label::English (en)", "label::French (fr)", "label::Arabic (ar)", "relevant"} <= {
        *headings
    }
    names = [row[headings.index("name")] for row in book["survey"].iter_rows(min_row=2, values_only=True)]
    assert all(name and (name[0].isalpha() or name[0] == "_") for name in names)


def test_a_text_that_looks_like_a_formula_stays_a_text():
    section = Section("page", "Page", "", (Item("what", "=1+1", ItemKind.TEXT),))
    book = load_workbook(io.BytesIO(xlsform.export(Questionnaire("mine", "1", "Mine", "", "", (section,)))))
    cells = [cell for row in book["survey"] for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_a_form_from_elsewhere_becomes_a_definition():
    preview = xlsform_reading.preview(workbook())
    assert preview.can_be_kept
    sleeps, where = preview.questionnaire.items()
    assert sleeps.kind is ItemKind.YES_NO_UNKNOWN
    assert [choice.code for choice in where.choices] == ["hall", "yard"]
    assert where.show_if.values == ("yes", "unknown")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["geopoint", "place", "Where are you?"], "geopoint"),
        (["text", "a b", "Words"], "short name"),
        (["select_one gone", "pick", "Pick"], "gone"),
        (["text", "more", "More", "", "string-length(${sleeps}) > 3"], "relevant"),
        (["text", "more", "More", "", "${later} = 'x'"], "later"),
        (["text", "sleeps", "The same name again"], "twice"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row: list[str], word: str):
    preview = xlsform_reading.preview(workbook([*GOOD[:-1], row, GOOD[-1]]))
    assert not preview.can_be_kept
    assert any(word in trouble.sentence for trouble in preview.troubles)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"a" * (3 * 1024 * 1024)])
def test_a_file_that_is_no_workbook_is_a_sentence_not_a_crash(data: bytes):
    preview = xlsform_reading.preview(data)
    assert preview.questionnaire is None
    assert len(preview.troubles) == 1


def test_a_definition_is_kept_once_and_never_changed_under_its_version(people, acting):
    with acting(people.mio):
        assert keeping.bring_in(people.mio, workbook()).can_be_kept
        keeping.bring_in(people.mio, workbook())
        assert Definition.objects.filter(code="night_work").count() == 1
        with pytest.raises(keeping.Refused) as refusal:
            keeping.bring_in(people.mio, workbook([*GOOD[:2], GOOD[-1]]))
        assert refusal.value.code == "version"
        assert catalogue.find("night_work").title == "Night work"
        keeping.withdraw(people.mio, "night_work", "3")
        assert "night_work" not in {each.code for each in catalogue.offered()}
        assert catalogue.find("night_work", "3").version == "3"


def test_a_questionnaire_of_the_platform_cannot_be_replaced(people, acting):
    with acting(people.mio), pytest.raises(keeping.Refused) as refusal:
        keeping.bring_in(people.mio, workbook(settings=("Mine", "general_indicators", "9")))
    assert refusal.value.code == "ours"


def test_who_keeps_no_registers_brings_nothing_in(people, acting):
    with acting(people.amina), pytest.raises(keeping.Refused):
        keeping.bring_in(people.amina, workbook())


def test_the_pages_show_a_questionnaire_and_bring_one_in(people, browsing):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = browsing(people.mio)
    assert b"General signs of trafficking" in client.get("/questionnaires/").content
    file = SimpleUploadedFile("night.xlsx", workbook())
    seen = client.post("/questionnaires/bring-in/", {"file": file})
    assert b"Sleeps at the place of work" in seen.content
    assert not Definition.objects.filter(code="night_work").exists()
    client.post("/questionnaires/bring-in/", {"file": SimpleUploadedFile("night.xlsx", workbook()), "write": "1"})
    assert b"Night work" in client.get("/questionnaires/").content
    taken = client.get("/questionnaires/night_work/3/xlsform/")
    assert xlsform_reading.preview(taken.content).questionnaire == catalogue.find("night_work")
    assert client.get("/questionnaires/none/1/").status_code == 404
    assert browsing(people.karim).get("/questionnaires/").status_code == 404


def test_a_workbook_is_never_opened_by_whoever_serves(monkeypatch):
    import openpyxl

    data = workbook()
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    assert xlsform_reading.preview(data).can_be_kept


def test_the_list_of_rows_to_mend_is_taken_away_and_holds_no_formula(people, browsing):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = workbook([*GOOD[:-1], ("=cmd", "x", "Text"), GOOD[-1]])
    answer = browsing(people.mio).post(
        "/questionnaires/bring-in/", {"file": SimpleUploadedFile("night.xlsx", bad), "errors": "1"}
    )
    assert answer["Content-Type"].startswith("text/csv")
    assert '"survey"' in answer.content.decode()
    assert all(not cell.startswith("=") for line in answer.content.decode().splitlines() for cell in line.split('","'))
