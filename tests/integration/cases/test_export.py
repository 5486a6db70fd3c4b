# SPDX-License-Identifier: Apache-2.0
"""A list of cases leaves as a file only with a reason, only what the asker reaches, and never a sealed value."""

import io

import openpyxl
import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.jobs.actions import take_result
from quatrefoil.foundation.jobs.sheets import xlsx_bytes
from quatrefoil.foundation.records.models import File
from quatrefoil.protection.cases.export import COLUMNS, ask_export
from quatrefoil.protection.cases.lists import Wanted
from quatrefoil.protection.cases.part_actions import save_identity

SECRET = "Selam Tesfaye"


@pytest.fixture
def named(people, acting, opened):
    """Two cases of Amina, one with a name."""
    ids = [opened(), opened()]
    with acting(people.amina) as amina:
        save_identity(amina, ids[0], {"full_name": SECRET, "birth_date": "1998-03-14", "phones": ""}, 0)
    return ids


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("view", ["mine", "team", "overdue", "awaiting"])
def test_every_view_leaves_as_a_file(people, acting, named, view, form):
    with acting(people.amina) as amina:
        job = ask_export(amina, Wanted(view=view), "plan_work", form)
        assert take_result(amina, job).name.endswith(form)


def test_the_file_holds_codes_and_reference_names_and_no_name(people, acting, named):
    with acting(people.amina) as amina:
        job = ask_export(amina, Wanted(), "supervision", "xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(take_result(amina, job).data)).active
        names = {file.reference_name for file in File.objects.filter(id__in=named)}
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert tuple(rows[0]) == COLUMNS
    assert {row[0] for row in rows[1:]} == names
    assert SECRET not in str(rows)


def test_another_team_gets_an_empty_table(people, acting, named):
    with acting(people.bela) as bela:
        job = ask_export(bela, Wanted(view="team"), "plan_work", "csv")
        assert take_result(bela, job).data.decode("utf-8-sig").count("\r\n") == 1


def test_the_reason_is_asked_and_audited(people, acting, named):
    with acting(people.amina) as amina:
        with pytest.raises(Refused):
            ask_export(amina, Wanted(), "", "csv")
        ask_export(amina, Wanted(), "check_data", "csv")
    assert AuditEvent.objects.filter(act="case.export", detail="check_data").count() == 1


def test_the_page_asks_why_and_goes_to_the_job(people, signed_in, named):
    client = signed_in(people.amina)
    assert "/cases/export/?view=mine" in client.get("/cases/").content.decode()
    assert client.post("/cases/export/?view=mine", {"form": "csv"}).status_code == 422
    done = client.post("/cases/export/?view=mine&danger=high", {"reason": "plan_work", "form": "csv"})
    assert done.status_code == 302 and "/jobs/" in done["Location"]
    assert signed_in(people.hana).get("/cases/export/").status_code in {403, 404}


def test_no_cell_of_a_workbook_is_a_formula():
    data = xlsx_bytes(["name"], [["=1+1"], ["@x"], ["http://x.example"]])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s"] * 4
    assert sheet["A2"].value == "'=1+1"
