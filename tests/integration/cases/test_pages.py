# SPDX-License-Identifier: Apache-2.0
"""The pages of case work, as people open them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.protection.cases.actions import set_danger
from quatrefoil.protection.cases.models import Case, Identity, Need
from quatrefoil.protection.cases.part_actions import save_identity
from quatrefoil.protection.cases.plan_actions import save_need

from .conftest import CHILD

SECRET = "Selam Tesfaye"


def at(name: str, *arguments: object) -> str:
    return reverse(f"cases:{name}", args=arguments)


@pytest.fixture
def known(people, acting, opened):
    """A case with a name, a need and danger."""
    file_id = opened()
    with acting(people.amina) as amina:
        save_identity(amina, file_id, {"full_name": SECRET, "birth_date": "1998-03-14", "phones": "+44 7700 900123"}, 0)
        save_need(amina, file_id, None, {"detail": "A quiet room"}, need="place_to_stay", level="urgent")
        set_danger(amina, file_id, "high", "threats")
    return file_id


def reference_of(people, acting, file_id) -> str:
    with acting(people.amina):
        return str(Case.objects.select_related("file").get(file_id=file_id).file)


def test_the_list_shows_a_reference_name_and_no_name(people, acting, signed_in, known):
    page = signed_in(people.amina).get(at("list"))
    text = page.content.decode()
    assert page.status_code == 200
    assert reference_of(people, acting, known) in text
    assert "Woman, 25 to 29" in text and "A place to stay" in text
    assert SECRET not in text and "7700" not in text


def test_another_team_sees_nothing_in_the_list_and_no_page(people, acting, signed_in, known):
    client = signed_in(people.bela)
    reference = reference_of(people, acting, known)
    assert reference not in client.get(at("list"), {"view": "team"}).content.decode()
    for name in ("case", "needs", "plan", "notes", "consent", "referrals", "timeline", "print", "danger", "close"):
        assert client.get(at(name, known)).status_code == 404, name
    assert client.post(at("open", known, "identity"), {"reason": "reach_person"}).status_code == 404


@pytest.mark.parametrize("name", ["case", "needs", "plan", "notes", "consent", "referrals", "timeline", "print"])
def test_every_tab_opens_for_its_case_manager(people, signed_in, known, name):
    page = signed_in(people.amina).get(at(name, known))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "danger",
        "danger_answer",
        "close",
        "name",
        "same",
        "note",
        "new_need",
        "new_goal",
        "stay",
        "end_stay",
        "appointment",
    ],
)
def test_every_form_opens(people, signed_in, known, name):
    assert signed_in(people.amina).get(at(name, known)).status_code == 200


@pytest.mark.parametrize("part", ["core", "identity", "health", "account", "safety"])
def test_every_part_can_be_changed_on_its_page(people, signed_in, known, part):
    client = signed_in(people.amina)
    page = client.get(at("edit", known, part))
    assert page.status_code == 200
    if part == "identity":
        assert SECRET in page.content.decode()


def test_a_part_that_does_not_exist_is_not_there(people, signed_in, known):
    assert signed_in(people.amina).get(at("edit", known, "stay")).status_code == 404
    assert signed_in(people.amina).get(at("open", known, "notes")).status_code == 404


def test_identity_opens_only_after_a_reason_and_the_opening_is_audited(people, signed_in, known, acting):
    client = signed_in(people.amina)
    asks = client.get(at("open", known, "identity"))
    assert SECRET not in asks.content.decode() and "Why do you open this?" in asks.content.decode()
    without = client.post(at("open", known, "identity"), {})
    assert without.status_code == 422 and SECRET not in without.content.decode()
    opened = client.post(at("open", known, "identity"), {"reason": "reach_person"})
    assert SECRET in opened.content.decode()
    seen = AuditEvent.objects.get(act="part.open", record=known, part="identity", purpose="reach_person")
    assert seen.actor == people.amina.member_id


def test_safe_contact_stands_before_everything_else(people, signed_in, known):
    text = signed_in(people.amina).get(at("case", known)).content.decode()
    assert "No safe way to reach this person is known." in text
    assert text.index("q-safe") < text.index(">Person<") < text.index(">Needs and plan<")


def test_danger_stands_in_words_and_asks_what_was_done(people, signed_in, known):
    text = signed_in(people.amina).get(at("case", known)).content.decode()
    assert "Danger now: high. Threats were made." in text
    assert f'href="{at("danger_answer", known)}"' in text


def test_police_is_said_in_neutral_words(people, signed_in, known):
    assert "Not shared with police" in signed_in(people.amina).get(at("case", known)).content.decode()


def test_a_new_case_needs_only_who_agreed(people, signed_in, acting):
    client = signed_in(people.amina)
    blank = client.get(at("new"))
    form = {"file_id": str(uuid4()), "danger": "not_known", "team_id": str(next(iter(people.amina.team_ids)))}
    assert blank.status_code == 200
    missing = client.post(at("new"), form)
    assert missing.status_code == 422 and "Say who agreed" in missing.content.decode()
    made = client.post(at("new"), {**form, "agreed_by": "person"})
    assert made.status_code == 302 and made["Location"] == at("case", form["file_id"])
    with acting(people.amina):
        assert Case.objects.get(file_id=form["file_id"]).agreed_by == "person"


def test_somebody_who_may_be_known_is_shown_before_a_second_case_opens(people, signed_in, acting, known):
    client = signed_in(people.amina)
    form = {
        "file_id": str(uuid4()), "danger": "not_known", "team_id": str(next(iter(people.amina.team_ids))),
        "agreed_by": "person", "full_name": "Tesfaye Selam", "birth_date": "1998",
    }  # fmt: skip
    warned = client.post(at("new"), form)
    assert warned.status_code == 422
    assert "may be known in your organisation" in warned.content.decode()
    assert reference_of(people, acting, known) in warned.content.decode()
    with acting(people.amina):
        assert not Case.objects.filter(file_id=form["file_id"]).exists()
    looked = re.search(r'name="looked" value="([^"]+)"', warned.content.decode()).group(1)
    assert client.post(at("new"), {**form, "looked": looked}).status_code == 302
    with acting(people.amina):
        assert Case.objects.filter(file_id=form["file_id"]).exists()


def test_a_need_is_added_and_changed(people, signed_in, acting, opened):
    file_id, need_id = opened(), uuid4()
    client = signed_in(people.amina)
    form = {
        "need": "medical",
        "level": "soon",
        "state": "open",
        "detail": "Back pain",
        "row_id": need_id,
        "seen_revision": 0,
    }
    assert client.post(at("new_need", file_id), form).status_code == 302
    assert client.post(at("new_need", file_id), form).status_code == 302  # sent twice: once
    changed = client.post(at("need", file_id, need_id), {**form, "level": "urgent", "seen_revision": 1})
    assert changed.status_code == 302
    with acting(people.amina):
        row = Need.objects.get(file_id=file_id)
    assert (row.need, row.level, row.revision) == ("medical", "urgent", 2)


def test_two_case_managers_editing_the_same_part_lose_nothing(people, signed_in, acting, known):
    """Bela is lent to team A for this; the second to save sees both versions."""
    import datetime

    from django.utils import timezone

    from quatrefoil.foundation.records.emergency import cover_absence

    with acting(people.chidi):
        cover_absence(
            people.chidi, people.amina.member_id, people.bela.member_id, timezone.now() + datetime.timedelta(days=1)
        )
    amina, bela = signed_in(people.amina), signed_in(people.bela)
    seen = re.search(
        r'name="seen_revision" value="(\d+)"', amina.get(at("edit", known, "identity")).content.decode()
    ).group(1)
    assert (
        re.search(
            r'name="seen_revision" value="(\d+)"', bela.get(at("edit", known, "identity")).content.decode()
        ).group(1)
        == seen
    )
    form = {"full_name": SECRET, "birth_date": "1998-03-14", "phones": "+44 7700 900123", "seen_revision": seen}
    assert amina.post(at("edit", known, "identity"), {**form, "birth_place": "Gondar"}).status_code == 302
    second = bela.post(at("edit", known, "identity"), {**form, "birth_place": "Bahir Dar"})
    text = second.content.decode()
    assert second.status_code == 409
    assert "Gondar" in text and text.count("Bahir Dar") >= 2  # beside the other version, and still in the form
    with acting(people.amina):
        assert Identity.objects.get(file_id=known).revision == int(seen) + 1
    newer = re.search(r'name="seen_revision" value="(\d+)"', text).group(1)
    assert (
        bela.post(
            at("edit", known, "identity"), {**form, "birth_place": "Bahir Dar", "seen_revision": newer}
        ).status_code
        == 302
    )


def test_a_child_is_a_girl_in_a_band_and_the_path_has_its_page(people, signed_in, opened):
    file_id = opened(core=CHILD, agreed_by="child_path")
    client = signed_in(people.amina)
    text = client.get(at("case", file_id)).content.decode()
    assert "Girl, 14 to 15" in text and "Child path" in text
    page = client.get(at("edit", file_id, "child")).content.decode()
    assert "Urgent help never waits for a guardian." in page


def test_the_homes_open(people, signed_in, known):
    text = signed_in(people.amina).get("/").content.decode()
    assert "Amina" in text and "My cases" in text
    text = signed_in(people.chidi).get("/").content.decode()
    assert "Caseload" in text and "Amina Sarr" in text


def test_the_pages_of_a_held_case_say_when_it_ends(people, signed_in, opened):
    file_id = opened(agreed_by="nobody")
    client = signed_in(people.amina)
    text = client.get(at("case", file_id)).content.decode()
    assert "Nobody has agreed yet" in text and "Held until" in text and "Record who agreed" in text
    assert client.get(at("print", file_id)).status_code == 409


@pytest.mark.parametrize("view", ["mine", "team", "awaiting", "overdue"])
@pytest.mark.parametrize(
    "narrowed", [{}, {"stage": "new"}, {"danger": "high"}, {"need": "place_to_stay"}, {"late": "1"}]
)
def test_every_view_with_every_filter_opens(people, signed_in, known, view, narrowed):
    assert signed_in(people.amina).get(at("list"), {"view": view, **narrowed}).status_code == 200


def test_filters_leave_out_what_does_not_fit(people, signed_in, acting, known, opened):
    other = opened()
    client = signed_in(people.amina)
    names = {file_id: reference_of(people, acting, file_id) for file_id in (known, other)}
    for narrowed in ({"danger": "high"}, {"need": "place_to_stay"}):
        text = client.get(at("list"), {"view": "team", **narrowed}).content.decode()
        assert names[known] in text and names[other] not in text
    closed = client.get(at("list"), {"view": "team", "stage": "closed"}).content.decode()
    assert names[known] not in closed


def test_what_is_no_filter_is_left_alone(people, signed_in, known):
    client = signed_in(people.amina)
    for broken in ({"after": "' OR 1=1"}, {"owner": "x"}, {"stage": "'; DROP TABLE"}, {"view": "all"}):
        assert client.get(at("list"), broken).status_code == 200


def test_what_waits_for_me_stands_in_its_own_list(people, signed_in, acting, known, opened):
    from quatrefoil.foundation.requests.actions import ask

    other = opened()
    with acting(people.amina) as amina:
        ask(amina, "task", amina.member_id, record=other, record_kind="case", subject="call")
    text = signed_in(people.amina).get(at("list"), {"view": "awaiting"}).content.decode()
    assert reference_of(people, acting, other) in text and reference_of(people, acting, known) not in text
