# SPDX-License-Identifier: Apache-2.0
"""SAFETY 10: exclusions and conflicts beat every role; break-glass goes to supervisor and an independent reviewer."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import BreakGlass, Exclusion
from quatrefoil.foundation.access.selectors import may_see
from quatrefoil.foundation.jobs.ticks import TICKS
from quatrefoil.foundation.messages import break_glass
from quatrefoil.foundation.messages import selectors as messages
from quatrefoil.foundation.records import emergency, openers
from quatrefoil.foundation.records import emergency_selectors as rows
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import File


@pytest.fixture
def file(people, acting):
    with acting(people.amina):
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids))


def glass(people, acting, file, who):
    with acting(who):
        emergency.break_glass(who, file.number, "danger_to_life", 4)


def test_break_glass_opens_for_its_hours_and_tells_supervisor_and_auditor(people, acting, file):
    with acting(people.bela):
        assert not may_see(people.bela, file.id)
    glass(people, acting, file, people.bela)
    with acting(people.bela):
        assert may_see(people.bela, file.id)
        assert rows.break_glass_of(people.bela, file.id)
    for reviewer in (people.chidi, people.dana):
        with acting(reviewer):
            assert [notice.is_urgent for notice in messages.notices(reviewer)] == [True]


def test_an_exclusion_by_name_beats_break_glass_and_the_answer_is_the_same_as_for_no_file(people, acting, file):
    with acting(people.amina):
        emergency.exclude(people.amina, file.id, people.bela.member_id)
    said = []
    for reference in (file.number, "2026-9999"):
        with acting(people.bela), pytest.raises(Refused) as refusal:
            emergency.break_glass(people.bela, reference, "danger_to_life")
        said.append(str(refusal.value.message))
    assert said[0] == said[1]


def test_a_declared_conflict_closes_the_record_even_to_its_team(people, acting, file):
    with acting(people.chidi):
        emergency.declare_conflict(people.chidi, file.id)
        assert not may_see(people.chidi, file.id)


def test_a_conflict_is_taken_back_by_a_supervisor_only(people, acting, file):
    with acting(people.amina):
        emergency.declare_conflict(people.amina, file.id)
    with acting(people.chidi):
        (row,) = rows.exclusions(people.chidi, file.id)
        emergency.lift_exclusion(people.chidi, file.id, row.id)
    with acting(people.amina):
        assert may_see(people.amina, file.id)


def test_nobody_reviews_their_own_break_glass(people, acting, file):
    with acting(people.chidi):
        emergency.break_glass(people.chidi, file.number, "danger_to_life")
        assert rows.to_review(people.chidi) == ()


def test_supervisor_and_independent_reviewer_each_say_their_finding(people, acting, file):
    glass(people, acting, file, people.bela)
    for reviewer, finding in ((people.chidi, "justified"), (people.dana, "not_justified")):
        with acting(reviewer):
            (row,) = rows.to_review(reviewer)
            assert row.awaits_me
            emergency.review_break_glass(reviewer, row.id, finding)
            assert rows.awaiting_review(reviewer) == 0
    with acting(people.dana):
        (row,) = rows.to_review(people.dana)
        assert row.supervisor and row.reviewer and row.supervisor != row.reviewer


def test_a_file_of_another_organisation_is_not_opened(people, acting, file):
    with acting(people.hana), pytest.raises(Refused):
        emergency.break_glass(people.hana, file.number, "danger_to_life")


def test_cover_lasts_until_its_end(people, acting, file):
    until = timezone.now() + datetime.timedelta(days=3)
    with acting(people.chidi):
        emergency.cover_absence(people.chidi, people.amina.member_id, people.bela.member_id, until)
        assert rows.covers(people.chidi)[0].runs
    with acting(people.bela):
        assert may_see(people.bela, file.id)


def test_who_has_no_review_to_do_finds_no_page(people, acting):
    with acting(people.amina), pytest.raises(NotVisible):
        rows.to_review(people.amina)


def test_the_pages_walk(people, browsing, file, acting):
    amina, chidi, dana, bela = (browsing(who) for who in (people.amina, people.chidi, people.dana, people.bela))
    assert (
        bela.post("/records/break-glass/", {"reference": "nothing", "reason": "danger_to_life", "hours": 4}).status_code
        == 422
    )
    opened = bela.post("/records/break-glass/", {"reference": file.number, "reason": "danger_to_life", "hours": 4})
    assert opened.status_code == 302
    assert file.number in dana.get("/records/break-glass/review/").content.decode()
    assert "Bela Novak" in chidi.get("/records/break-glass/review/").content.decode()
    page = amina.post(f"/records/{file.id}/exclusions/", {"holder": str(people.bela.member_id)})
    assert page.status_code == 302
    assert "Bela Novak" in amina.get(f"/records/{file.id}/exclusions/").content.decode()
    assert bela.get(f"/records/{file.id}/notes/").status_code == 404
    assert (
        amina.post(
            f"/records/{file.id}/notes/", {"body": "seen today", "kind": "work", "happened_on": "2026-03-01"}
        ).status_code
        == 302
    )
    assert "seen today" in amina.get(f"/records/{file.id}/notes/").content.decode()
    named = amina.post(f"/records/{file.id}/reference-name/", {"word": "Meadow", "digits": "4711"})
    assert named.status_code == 302
    assert amina.post(f"/records/{file.id}/conflict/").status_code == 302
    assert amina.get(f"/records/{file.id}/notes/").status_code == 404
    assert chidi.get("/records/cover/").status_code == 200


def test_whoever_used_break_glass_sees_how_long_and_can_end_it(people, acting, file):
    glass(people, acting, file, people.bela)
    with acting(people.bela):
        shown = rows.break_glass_of(people.bela, file.id)
        assert shown.reason == "Danger to life or health" and shown.until
        emergency.end_break_glass(people.bela, file.id)
        assert rows.break_glass_of(people.bela, file.id) is None
        assert not may_see(people.bela, file.id)
        with pytest.raises(NotVisible):
            emergency.end_break_glass(people.bela, file.id)


def test_a_supervisor_with_a_conflict_is_neither_told_nor_asked_to_review(people, acting, file):
    """SAFETY 10: a conflict beats every role, that of the reviewer included."""
    with acting(people.chidi):
        emergency.declare_conflict(people.chidi, file.id)
    glass(people, acting, file, people.bela)
    with acting(people.chidi):
        assert messages.notices(people.chidi) == ()
        assert rows.to_review(people.chidi) == ()
        assert rows.awaiting_review(people.chidi) == 0
    opened = BreakGlass.objects.get()
    with acting(people.chidi), pytest.raises(NotVisible):
        emergency.review_break_glass(people.chidi, opened.id, "justified")


def test_the_first_finding_stands(people, acting, file):
    glass(people, acting, file, people.bela)
    opened = BreakGlass.objects.get()
    with acting(people.chidi):
        emergency.review_break_glass(people.chidi, opened.id, "not_justified")
        with pytest.raises(Refused, match="first finding stands"):
            emergency.review_break_glass(people.chidi, opened.id, "justified")


def test_after_three_days_who_has_not_answered_is_reminded_and_nobody_else(people, acting, file):
    """SAFETY 10: break-glass does not lie unread."""
    glass(people, acting, file, people.bela)
    with acting(people.chidi):
        emergency.review_break_glass(people.chidi, BreakGlass.objects.get().id, "justified")
    tick = TICKS["messages.remind_of_break_glass"]
    now = timezone.now()
    for days, sent in ((2, 0), (4, 1), (5, 0), (8, 1)):
        with time_machine.travel(now + datetime.timedelta(days=days)), acting(tick.actor):
            assert break_glass.remind() == sent
    with acting(people.dana):
        sentences = [notice.sentence for notice in messages.notices(people.dana)]
        assert sentences.count("A use of break-glass still awaits your finding") == 2
    with acting(people.chidi):
        assert len(messages.notices(people.chidi)) == 1


def test_a_conflict_is_not_taken_back_by_a_colleague_nor_by_the_member(people, acting, file):
    """SAFETY 10: only a supervisor, and never one's own."""
    with acting(people.chidi):
        emergency.cover_absence(
            people.chidi, people.amina.member_id, people.bela.member_id, timezone.now() + datetime.timedelta(days=1)
        )
    with acting(people.amina):
        emergency.declare_conflict(people.amina, file.id)
    row = Exclusion.objects.get()
    with acting(people.bela), pytest.raises(Refused, match="by a supervisor"):
        emergency.lift_exclusion(people.bela, file.id, row.id)
    with acting(people.amina), pytest.raises(NotVisible):
        emergency.lift_exclusion(people.amina, file.id, row.id)


def test_a_supervisor_does_not_take_back_their_own_conflict(people, acting, file):
    with acting(people.chidi):
        emergency.declare_conflict(people.chidi, file.id)
        with pytest.raises(NotVisible):
            emergency.lift_exclusion(people.chidi, file.id, Exclusion.objects.get().id)


def test_a_whole_team_can_be_excluded_by_name(people, acting, file):
    team = str(min(people.bela.team_ids))
    with acting(people.amina):
        assert dict(rows.excludable())[team] == "Lighthouse, Team B"


def test_my_account_leads_to_my_conflicts(people, browsing, file, acting):
    with acting(people.amina):
        emergency.declare_conflict(people.amina, file.id)
    page = browsing(people.amina).get(reverse("access:conflicts"), follow=True).content.decode()
    assert "declared" in page and file.number not in page


def test_a_record_opened_by_break_glass_says_so_at_its_top_until_it_is_closed_again(people, acting, browsing):
    with acting(people.amina):
        case = openers.open_record("case", people.amina, agreed_by="person", age_band="25-29")
        number = File.objects.get(id=case).number
    glass(people, acting, File(number=number), people.bela)
    page = reverse("cases:case", args=[case])
    words = "You opened this through break-glass"
    bela = browsing(people.bela)
    assert words in bela.get(page).content.decode()
    assert words not in browsing(people.amina).get(page).content.decode()
    assert bela.post(reverse("records:end_break_glass", args=[case])).status_code == 302
    assert bela.get(page).status_code == 404
