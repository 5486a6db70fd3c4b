# SPDX-License-Identifier: Apache-2.0
"""The pages of the desk: each opens for whom it is meant, does its work without scripts, and loses nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.workflow.models import Shift
from quatrefoil.protection.hotline import contact_actions, interpreter_actions
from quatrefoil.protection.hotline.models import Contact, Danger, DraftContact, Hold, TallyContact
from tests.integration.hotline.conftest import Log, Put
from tests.people import People

ClientOf = Callable[[Actor], Client]


@pytest.fixture
def client_of(people: People) -> ClientOf:
    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(members__id=actor.member_id))
        return client

    return signed_in


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_desk_shows_what_waits_and_one_click_takes_it(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.juma, then="desk", danger="some")
    client = client_of(people.hana)
    assert "Danger now: some" in text_of(client, "/hotline/")
    answer = client.post(reverse("hotline:claim", args=[file_id]))
    assert answer.url == reverse("hotline:contact", args=[file_id])
    second = client_of(people.iben).post(reverse("hotline:claim", args=[file_id]), follow=True)
    assert second.redirect_chain[-1][0] == "/hotline/"
    assert "Hana Kim has taken this a moment ago" in second.content.decode()


def test_a_contact_is_logged_on_one_page_with_two_answers(people: People, client_of: ClientOf, acting) -> None:
    client = client_of(people.hana)
    assert "Is there danger now?" in text_of(client, "/hotline/log/")
    contact_id = uuid4()
    given = _log_answers(contact_id)
    answer = client.post("/hotline/log/", given, follow=True)
    assert answer.status_code == 200 and str(contact_id) in answer.redirect_chain[-1][0]
    client.post("/hotline/log/", given)
    with acting(people.hana):
        assert Contact.objects.count() == 1


def _log_answers(contact_id: object, **more: str) -> dict[str, str]:
    given = {"contact_id": str(contact_id), "danger": "not_known", "channel": "phone", "kind": "tip", "then": "mine"}
    return given | {"safe_to_call_back": "not_asked"} | more


def test_the_page_keeps_itself_with_and_without_a_script(people: People, client_of: ClientOf, acting) -> None:
    client, contact_id = client_of(people.hana), uuid4()
    half = _log_answers(contact_id, kind="", words="she spoke quietly")
    assert client.post("/hotline/log/keep/", half).headers["X-Revision"] == "1"
    kept = client.post("/hotline/log/", half | {"keep": "1"}, follow=True)
    assert "she spoke quietly" in kept.content.decode()
    assert str(contact_id) in text_of(client, "/hotline/")
    assert str(contact_id) not in text_of(client_of(people.iben), "/hotline/")
    assert client_of(people.iben).get(f"/hotline/log/?draft={contact_id}").status_code == 404
    client.post("/hotline/log/", _log_answers(contact_id, words="she spoke quietly"))
    with acting(people.hana):
        assert not DraftContact.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(people: People, client_of: ClientOf) -> None:
    answer = client_of(people.hana).post("/hotline/log/", _log_answers(uuid4(), kind="", words="she spoke quietly"))
    text = answer.content.decode()
    assert answer.status_code == 422 and "she spoke quietly" in text and "What kind of contact is it?" in text


def test_a_count_leaves_nothing_of_what_was_typed(people: People, client_of: ClientOf) -> None:
    contact_id = uuid4()
    answers = _log_answers(contact_id, kind="wrong_number", words="my name is Alba")
    answer = client_of(people.hana).post("/hotline/log/", answers, follow=True)
    assert "No file was opened" in answer.content.decode()
    assert TallyContact.objects.count() == 1


def test_danger_now_shows_the_steps_and_an_answer_in_one_click(
    people: People, log: Log, client_of: ClientOf, acting
) -> None:
    file_id = log(people.hana)
    client = client_of(people.hana)
    danger_page = reverse("hotline:danger", args=[file_id])
    assert "they may come with the police" in text_of(client, danger_page)
    text = client.post(danger_page, {"reason": "locked_in"}, follow=True).content.decode()
    assert "nobody has answered yet" in text and "they may come with the police" in text
    with acting(people.hana):
        danger = Danger.objects.get()
        assert danger.steps_shown_at is not None
    answered = client_of(people.iben).post(reverse("hotline:answer_danger", args=[file_id, danger.id]), follow=True)
    assert "I am on it: Iben Holm" in answered.content.decode()
    done = client.post(reverse("hotline:act_on_danger", args=[file_id, danger.id]), {"act": "safe_place"}, follow=True)
    assert "nobody has answered yet" not in done.content.decode()
    assert "Reached a safe place: Hana Kim" in text_of(client, reverse("hotline:told", args=[file_id]))


def test_every_tab_and_form_of_a_contact_opens(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.hana, words="quiet", translation="silence", under_18="not_sure", phone="+44 20 7946 0123")
    client = client_of(people.hana)
    for view in ("contact", "said", "notes", "told", "change", "finish", "danger", "to_case", "join", "interpreter"):
        assert text_of(client, reverse(f"hotline:{view}", args=[file_id]))
    assert "what must be passed on" in text_of(client, reverse("hotline:contact", args=[file_id]))
    assert "quiet" in text_of(client, reverse("hotline:said", args=[file_id]))
    assert "quiet" not in text_of(client, reverse("hotline:contact", args=[file_id]))


def test_notes_changes_and_the_end_of_a_contact(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.hana)
    client = client_of(people.hana)
    note = client.post(reverse("hotline:notes", args=[file_id]), {"body": "Rings again on Friday"}, follow=True)
    assert "Rings again on Friday" in note.content.decode()
    changed = {"kind": "tip", "safe_to_call_back": "no", "caller": "neighbour", "revision": "1"}
    assert "Neighbour" in client.post(reverse("hotline:change", args=[file_id]), changed, follow=True).content.decode()
    stale = client_of(people.iben).post(reverse("hotline:change", args=[file_id]), changed | {"caller": "family"})
    both = stale.content.decode()
    assert "What differs" in both and "Neighbour" in both and "Save my version" in both
    assert stale.status_code == 422 and "A colleague changed this contact" in stale.content.decode()
    client.post(reverse("hotline:finish", args=[file_id]), {"outcome": "listened", "counted_minutes": "9"})
    assert "With somebody" not in text_of(client, "/hotline/")


def test_the_phone_is_taken_in_one_click(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.hana, phone="+44 20 7946 0123", reach="text", safe_to_call_back="yes")
    text = client_of(people.hana).post(reverse("hotline:phone_taken", args=[file_id]), follow=True).content.decode()
    assert "Phone taken: nothing goes out" in text


def test_a_report_is_taken_read_answered_and_becomes_a_contact(
    people: People, report, client_of: ClientOf, acting
) -> None:
    arrived = report(danger="soon", own_words="They keep my papers", channel="receipt")
    client = client_of(people.hana)
    page = reverse("hotline:report", args=[arrived])
    assert "They keep my papers" not in text_of(client, page)
    assert client.post(reverse("hotline:claim_report", args=[arrived])).url == page
    assert "They keep my papers" in text_of(client, page)
    assert "They keep my papers" not in text_of(client_of(people.iben), page)
    canned = client.post(
        reverse("hotline:answer_report", args=[arrived]), {"text": "Hello.", "canned": "please_call_back"}
    )
    assert "Hello.\nHello, please call back" in canned.content.decode()
    answer = {"text": "We are here.", "reply_id": str(uuid4())}
    assert (
        "We are here."
        in client.post(reverse("hotline:answer_report", args=[arrived]), answer, follow=True).content.decode()
    )
    form = text_of(client, reverse("hotline:report_to_contact", args=[arrived]))
    assert f'value="{arrived}"' in form and "They keep my papers" not in form
    contact_id = uuid4()
    client.post(
        "/hotline/log/", _log_answers(contact_id, kind="help_request", channel="web_report", report=str(arrived))
    )
    with acting(people.hana):
        assert Contact.objects.get().report == arrived
    assert "They keep my papers" in text_of(client, reverse("hotline:said", args=[contact_id]))
    assert "/hotline/reports/" not in text_of(client, "/hotline/")


def test_danger_in_a_report_is_one_click_from_the_steps(people: People, report, client_of: ClientOf) -> None:
    arrived = report(danger="now", own_words="please")
    client = client_of(people.hana)
    client.post(reverse("hotline:claim_report", args=[arrived]))
    text = client.post(reverse("hotline:report_danger", args=[arrived]), follow=True).content.decode()
    assert "Danger now: A report says so" in text


@pytest.mark.parametrize("act", ["release", "close", "count"])
def test_a_report_is_given_back_closed_or_counted(people: People, report, client_of: ClientOf, act: str) -> None:
    arrived = report(own_words="please")
    client = client_of(people.hana)
    client.post(reverse("hotline:claim_report", args=[arrived]))
    answer = client.post(reverse(f"hotline:{act}_report", args=[arrived]), {"kind": "prank"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/hotline/"
    assert ("/hotline/reports/" in answer.content.decode()) is (act == "release")


def test_a_colleague_takes_a_report_over(people: People, report, client_of: ClientOf) -> None:
    arrived = report(own_words="They keep my papers")
    client_of(people.hana).post(reverse("hotline:claim_report", args=[arrived]))
    client = client_of(people.iben)
    answer = client.post(reverse("hotline:take_over_report", args=[arrived]), follow=True)
    assert "They keep my papers" in answer.content.decode()


def test_the_hand_over_page_leaves_and_the_next_shift_takes(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.hana)
    client = client_of(people.hana)
    assert str(file_id) in text_of(client, "/hotline/hand-over/")
    client.post("/hotline/hand-over/", {f"step-{file_id}": "call_back"})
    other = client_of(people.iben)
    text = text_of(other, "/")
    assert "Call back when it is safe" in text
    import re

    take = re.search(r'action="(/hotline/hand-over/[^"]+)"', text_of(other, "/hotline/"))
    assert take is not None
    assert other.post(take[1]).url == reverse("hotline:contact", args=[file_id])


def test_callers_about_something_else_are_pointed_on(people: People, client_of: ClientOf) -> None:
    client = client_of(people.hana)
    assert "No service fits" in text_of(client, "/hotline/refer-on/?need=legal")
    client.post("/hotline/refer-on/", {"need": "legal", "language": "fr"})
    assert TallyContact.objects.get().pointed_to == "legal"


def test_nobody_agreed_holds_the_contact_and_says_until_when(
    people: People, log: Log, client_of: ClientOf, acting
) -> None:
    file_id = log(people.hana)
    client = client_of(people.hana)
    text = client.post(
        reverse("hotline:to_case", args=[file_id]), {"agreed": "nobody_yet"}, follow=True
    ).content.decode()
    assert "Held without agreement until" in text
    client.post(reverse("hotline:prolong", args=[file_id]))
    with acting(people.hana):
        assert Hold.objects.get().times_prolonged == 1


def test_contacts_are_joined_and_the_situation_shows_both(people: People, log: Log, client_of: ClientOf) -> None:
    first, second = log(people.hana), log(people.hana)
    client = client_of(people.hana)
    answer = client.post(reverse("hotline:join", args=[first]), {"to": f"contact:{second}"}, follow=True)
    text = answer.content.decode()
    assert text.count("/hotline/contacts/") >= 4
    assert client.get(reverse("hotline:to_case", args=[answer.redirect_chain[-1][0].split("/")[-2]])).status_code == 200


def test_earlier_contacts_look_the_same_for_a_wrong_word_and_for_none(
    people: People, log: Log, client_of: ClientOf
) -> None:
    log(people.iben, phone="+44 20 7946 0123", safe_word="lemon")
    known, unknown = log(people.hana, phone="+44 20 7946 0123"), log(people.hana, phone="+44 20 7946 0999")
    client = client_of(people.hana)
    pages = []
    for file_id in (known, unknown):
        text = client.post(reverse("hotline:before", args=[file_id]), {"word": "apple"}).content.decode()
        pages.append(text[text.index("<main") : text.index("</main>")])
    cut = [page.replace(str(known), "").replace(str(unknown), "") for page in pages]
    import re

    assert re.sub(r"[A-Z][a-z]+ \d{4}", "", cut[0]) == re.sub(r"[A-Z][a-z]+ \d{4}", "", cut[1])
    right = client.post(reverse("hotline:before", args=[known]), {"word": "lemon"}).content.decode()
    assert "There is nothing to show" not in right


class TestRota:
    def test_a_supervisor_puts_somebody_on_duty_for_weeks_and_takes_a_shift_off(
        self, people: People, client_of: ClientOf
    ) -> None:
        client = client_of(people.juma)
        (team,) = people.juma.team_ids
        today = timezone.localdate().isoformat()
        shift = {
            "team": str(team), "member": str(people.hana.member_id), "duty": "desk", "on": today,
            "starts": "22:00", "ends": "06:00", "weeks": "2",
        }  # fmt: skip
        assert "Add a shift" in text_of(client, "/hotline/rota/add/")
        assert "Hana Kim" in client.post("/hotline/rota/add/", shift, follow=True).content.decode()
        assert Shift.objects.count() == 2
        one = Shift.objects.earliest("starts_at")
        assert (one.ends_at - one.starts_at).total_seconds() == 8 * 3600
        client.post(reverse("hotline:remove_shift", args=[one.id]))
        assert Shift.objects.count() == 1

    def test_opening_hours_limits_and_interpreters(self, people: People, client_of: ClientOf) -> None:
        client = client_of(people.juma)
        client.post("/hotline/rota/hours/", {"opens_0": "08:00", "closes_0": "20:00"})
        assert "08:00–20:00" in text_of(client, "/hotline/rota/")
        half = client.post("/hotline/rota/hours/", {"opens_1": "08:00"})
        assert half.status_code == 422
        client.post("/hotline/rota/reading/", {"most_opened_a_day": "5", "hold_days": "7"})
        assert 'value="5"' in text_of(client, "/hotline/rota/reading/")
        listed = client.post(
            "/hotline/rota/interpreters/", {"member": str(people.iben.member_id), "language": "am"}, follow=True
        )
        assert "Amharic" in listed.content.decode()

    def test_advocates_read_the_rota_and_do_not_change_it(
        self, people: People, client_of: ClientOf, put_on_duty: Put
    ) -> None:
        put_on_duty(people.hana)
        client = client_of(people.hana)
        assert "At the desk now: Hana Kim." in text_of(client, "/hotline/rota/")
        for path in (
            "/hotline/rota/add/",
            "/hotline/rota/hours/",
            "/hotline/rota/reading/",
            "/hotline/rota/interpreters/",
        ):
            assert client.get(path).status_code == 404

    def test_an_interpreter_is_asked_and_refused_on_one_page(
        self, people: People, log: Log, client_of: ClientOf, acting
    ) -> None:
        with acting(people.juma):
            interpreter_actions.list_interpreter(people.juma, people.iben.member_id, "am")
        file_id = log(people.hana, language="am")
        client, page = client_of(people.hana), reverse("hotline:interpreter", args=[file_id])
        import re

        listing = re.search(r'name="listing" value="(\d+)"', text_of(client, page))
        assert listing is not None
        asked = client.post(page, {"listing": listing[1]}, follow=True).content.decode()
        assert "No answer yet" in asked
        veto = re.search(r'action="([^"]+/veto/)"', asked)
        assert veto is not None
        refused = client.post(veto[1], follow=True).content.decode()
        assert "The person does not want this interpreter" in refused


class TestHome:
    def test_an_advocate_begins_with_danger_what_waits_and_what_is_theirs(
        self, people: People, log: Log, client_of: ClientOf
    ) -> None:
        log(people.hana, danger="high")
        text = text_of(client_of(people.hana), "/")
        for words in ("danger now", "wait for somebody", "with me", "left by the shift before", "Log a contact"):
            assert words in text

    def test_the_supervisor_sees_the_figures_with_small_numbers_withheld(
        self, people: People, log: Log, client_of: ClientOf
    ) -> None:
        log(people.hana)
        text = text_of(client_of(people.juma), "/")
        assert "Time to safety action" in text and "too few to say" in text

    def test_a_case_manager_has_no_desk(self, people: People, client_of: ClientOf) -> None:
        assert "/hotline/" not in text_of(client_of(people.chidi), "/")
        assert client_of(people.amina).get("/hotline/").status_code == 404


def test_figures_say_a_middle_only_from_ten(people: People, log: Log, acting) -> None:
    from quatrefoil.protection.hotline.figures_selectors import figures

    for number in range(10):
        file_id = log(people.juma, channel="email", then="desk")
        with acting(people.hana):
            contact_actions.claim(people.hana, file_id)
        with acting(people.juma):
            value = {row.name: row.value for row in figures(people.juma)}["Time to first answer"]
        assert value == ("too few to say" if number < 9 else "0 min")


def test_a_contact_offers_what_every_record_offers(people: People, log: Log, client_of: ClientOf) -> None:
    file_id = log(people.hana)
    page = reverse("hotline:contact", args=[file_id])
    assert reverse("records:declare_conflict", args=[file_id]) in text_of(client_of(people.hana), page)
    of_juma = text_of(client_of(people.juma), page)
    assert reverse("records:exclusions", args=[file_id]) in of_juma
    assert reverse("records:reference_name", args=[file_id]) in of_juma
