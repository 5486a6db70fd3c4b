# SPDX-License-Identifier: Apache-2.0
"""The pages of a screening, walked without scripts."""

import re

import pytest

from quatrefoil.foundation.questionnaires.models import Response, State
from quatrefoil.foundation.ui.frame import tiles_for
from quatrefoil.protection.screening import actions
from tests.integration.screening.conftest import ADULT, AREAS


def page_of(begun, area: int) -> str:
    return f"/screening/{begun.id}/page/{AREAS[area]}/"


def hidden(text: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(revision|base)" value="([^"]*)"', text))
    return {name: value.replace("&quot;", '"') for name, value in found.items()}


def test_a_screening_is_one_page_for_each_area_and_ends_with_its_result(people, browsing, case):
    client = browsing(people.amina)
    start = client.post(
        f"/screening/file/{case.id}/start/", {"instrument": ADULT, "manner": "with_person"}, follow=True
    )
    seen = 0
    answer = start
    while "/page/" in answer.request["PATH_INFO"]:
        seen += 1
        answer = client.post(
            answer.request["PATH_INFO"], {**hidden(answer.content.decode()), "then": "next"}, follow=True
        )
    assert seen == 6
    assert "Signs in 0 of 6 areas; not a decision." in answer.content.decode()


def test_an_answer_given_is_shown_again_and_can_be_taken_back(people, browsing, begun):
    client, address = browsing(people.amina), page_of(begun, 0)
    first = client.get(address).content.decode()
    client.post(address, {**hidden(first), "a-d1_01": "yes", "then": "leave"})
    again = client.get(address).content.decode()
    assert re.search(r'name="a-d1_01" type="radio" value="yes" checked', again)
    client.post(address, {**hidden(again), "a-d1_01": "", "then": "leave"})
    assert re.search(r'name="a-d1_01" type="radio" value="" checked', client.get(address).content.decode())


def test_one_goes_on_where_one_was(people, browsing, begun):
    client = browsing(people.amina)
    client.post(page_of(begun, 1), {**hidden(client.get(page_of(begun, 1)).content.decode()), "then": "leave"})
    client.post(page_of(begun, 1), {"revision": "1", "a-d2_01": "no", "then": "leave"})
    assert client.get(f"/screening/{begun.id}/").url == page_of(begun, 2)


def test_the_page_keeps_itself_and_says_its_revision(people, browsing, begun):
    client, address = browsing(people.amina), page_of(begun, 0)
    kept = client.post(f"{address}keep/", {"revision": "1", "base": "{}", "a-d1_02": "unknown"})
    assert (kept.status_code, kept.headers["X-Revision"]) == (204, "2")
    assert client.post(f"{address}keep/", {"revision": "1", "base": "{}", "a-d1_02": "no"}).status_code == 409
    assert client.post(f"{address}keep/", {"revision": "2", "a-d1_02": "perhaps"}).status_code == 422


def test_two_workers_on_one_page_see_both_answers(people, browsing, begun):
    address = page_of(begun, 0)
    amina, chidi = browsing(people.amina), browsing(people.chidi)
    opened = hidden(amina.get(address).content.decode())
    chidi.post(address, {**opened, "a-d1_01": "no", "a-d1_02": "yes", "then": "leave"})
    both = amina.post(address, {**opened, "a-d1_01": "yes", "then": "leave"})
    text = both.content.decode()
    assert both.status_code == 409
    assert "Somebody else answered here" in text
    assert re.search(r'name="a-d1_01" type="radio" value="yes" checked', text)
    assert re.search(r'name="a-d1_02" type="radio" value="yes" checked', text)
    assert amina.post(address, {**hidden(text), "a-d1_01": "yes", "a-d1_02": "yes", "then": "leave"}).status_code == 302


def test_a_yes_that_opens_the_pages_for_a_child_shows_them_next(people, browsing, acting, case):
    with acting(people.amina):
        begun = actions.start(people.amina, case.id, "general_indicators")
    client = browsing(people.amina)
    address = f"/screening/{begun.id}/page/age/"
    assert "page 1 of 7" in client.get(address).content.decode()
    client.post(address, {"revision": "1", "a-may_be_a_child": "unknown", "then": "next"})
    assert "page 1 of 9" in client.get(address).content.decode()
    assert client.get(f"/screening/{begun.id}/page/child/").status_code == 200


def test_a_page_that_does_not_exist_is_not_here(people, browsing, begun):
    assert browsing(people.amina).get(f"/screening/{begun.id}/page/nothing/").status_code == 404


def test_finishing_now_skips_the_other_pages(people, browsing, begun):
    client = browsing(people.amina)
    done = client.post(page_of(begun, 0), {"revision": "1", "a-d1_01": "yes", "then": "finish"}, follow=True)
    assert "Misled about the work itself" in done.content.decode()
    assert client.get(page_of(begun, 0)).url == f"/screening/{begun.id}/result/"


def test_the_tab_lists_screenings_without_answers_and_offers_to_compare(people, browsing, acting, signs_in_three):
    with acting(people.amina):
        later = actions.go_on(people.amina, signs_in_three.id)
        actions.complete(people.amina, later.id)
    client = browsing(people.amina)
    text = client.get(f"/screening/file/{signs_in_three.file_id}/").content.decode()
    assert text.count("signs in 3 of 6 areas") == 2
    assert "Misled" not in text
    (compare,) = re.findall(r'href="(/screening/[\w-]+/compare/[\w-]+/)"', text)
    assert "The same answers" in client.get(compare).content.decode()


def test_going_on_is_a_post_and_makes_a_new_version(people, browsing, acting, signs_in_three):
    client = browsing(people.amina)
    assert client.get(f"/screening/{signs_in_three.id}/go-on/").status_code == 405
    client.post(f"/screening/{signs_in_three.id}/go-on/")
    with acting(people.amina):
        assert Response.objects.get(state=State.IN_PROGRESS).previous == signs_in_three.id


def test_the_tile_counts_what_one_began_and_did_not_finish(people, acting, begun):
    with acting(people.amina):
        (tile,) = [tile for tile in tiles_for(people.amina) if tile.url == "/screening/"]
        assert (tile.number, tile.noun) == ("1", "screening not finished")
        actions.complete(people.amina, begun.id)
        assert not [tile for tile in tiles_for(people.amina) if tile.url == "/screening/"]
    with acting(people.chidi):
        assert not [tile for tile in tiles_for(people.chidi) if tile.url == "/screening/"]


def test_the_list_of_unfinished_screenings_names_nobody_one_may_not_see(people, browsing, begun, case):
    assert case.reference_name in browsing(people.amina).get("/screening/").content.decode()
    assert case.reference_name not in browsing(people.bela).get("/screening/").content.decode()


@pytest.mark.parametrize("instrument", ["magic", "delphi_labour_child' --"])
def test_an_instrument_that_is_not_here_cannot_be_started(people, browsing, case, instrument: str):
    answer = browsing(people.amina).post(
        f"/screening/file/{case.id}/start/", {"instrument": instrument, "manner": "observed"}
    )
    assert answer.status_code == 422
