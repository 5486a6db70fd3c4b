# SPDX-License-Identifier: Apache-2.0
"""The pages, walked as people walk them: consent, refer in two screens, answer, take back, second person."""

import re
import unicodedata
from uuid import uuid4

import pypdfium2 as pdfium
import pytest
from django.test import Client

from quatrefoil.foundation.access.models import Reach
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Team
from quatrefoil.foundation.identity.roles import ACCOUNT, HEALTH
from quatrefoil.foundation.sharing import answer_views, disclosure_actions, hooks
from quatrefoil.foundation.sharing import disclosure_selectors as rows
from quatrefoil.foundation.sharing.codes import Check, ConsentKind
from quatrefoil.foundation.ui import paging
from tests.integration.sharing.conftest import SAID, TODAY
from tests.people import PASSWORD


def words_of(pdf: bytes) -> str:
    text = " ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    return " ".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture
def as_person(people):
    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(email=f"{name}@example.org"))
        return client

    return client_of


@pytest.fixture
def ruth(world):
    """Supervisor of team B only, with an account."""
    account = Account.objects.create_user("ruth@example.org", PASSWORD)
    lighthouse = world.people.bela.organisation_id
    member = Member.objects.create(name="Ruth Adeyemi", organisation_id=lighthouse, account=account)
    member.teams.set(Team.objects.filter(organisation_id=lighthouse, name="Team B"))
    MemberRole.objects.create(member=member, role="supervisor")
    return member


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def says(answer, *words: str) -> str:
    page = answer.content.decode()
    for word in words:
        assert word in page, f"“{word}” is not on the page: {page}"
    return page


def consent_sent(world, **changes):
    known = {
        "kind": "share",
        "where": world.clinic,
        "purpose": "medical",
        "parts": [HEALTH],
        "told": list(Check.values),
        "agreed": "yes",
        "language": "am",
        "how": "spoken",
        "given_on": TODAY.isoformat(),
        "consent_id": str(uuid4()),
    }
    return {**known, **changes}


def test_a_consent_is_asked_written_down_and_taken_back_on_one_page(world, as_person):
    amina = as_person("amina")
    tab = f"/sharing/files/{world.file_id}/consent/"
    says(amina.get(tab), "Nobody was asked yet", "Not shared with police")
    says(amina.get(f"{tab}ask/"), "Say this first.", "it cannot be taken back")
    assert amina.post(f"{tab}ask/", consent_sent(world)).status_code == 302
    page = says(
        amina.get(tab), "Sharing with Port Clinic", "Health needs, own words", "Agreed: sharing with Port Clinic"
    )
    take_back = re.search(r'href="(/sharing/consents/[^"]+/take-back/)"', page)[1]
    says(amina.get(take_back), "Stop sharing now", "Services go on")
    assert says(amina.post(take_back, {}), "Choose who asked.")
    assert amina.post(take_back, {"asker": "person", "how": "phone"}).status_code == 302
    says(amina.get(tab), "Taken back today", "Nothing agreed yet")


def test_what_was_not_explained_is_named_on_the_page(world, as_person):
    told = [each for each in Check.values if each != Check.RIGHTS]
    answer = as_person("amina").post(f"/sharing/files/{world.file_id}/consent/ask/", consent_sent(world, told=told))
    assert answer.status_code == 422
    says(answer, "Still to explain: the right to see one&#x27;s own data.")


def test_services_end_only_on_their_own_page_after_a_private_talk(world, agree, as_person):
    ended = []
    hooks.register_services_end(lambda _actor, file_id: ended.append(file_id))
    consent = agree(ConsentKind.SERVICES)
    amina = as_person("amina")
    amina.post(f"/sharing/consents/{consent}/take-back/", {"asker": "unsure", "how": "phone"})
    tab = f"/sharing/files/{world.file_id}/consent/"
    says(amina.get(tab), "Talk in private about services")
    page = f"/sharing/consents/{consent}/services/"
    says(amina.get(page), "may not have been alone")
    says(amina.post(page, {"place": "phone", "wants": "end"}), "Talk in private first")
    assert ended == []
    amina.post(page, {"place": "in_person", "wants": "end", "in_private": "on"})
    assert ended == [world.file_id]
    says(amina.get(tab), "confirmed in private that services end")


def test_refer_in_two_screens_then_accept_in_one_click(world, agree, as_person):
    agree()
    amina, karim = as_person("amina"), as_person("karim")
    first = f"/sharing/files/{world.file_id}/refer/"
    says(amina.get(first), "before anything does", "Open clinic")
    sheet = amina.post(first, {"purpose": "medical", "where": world.clinic})["Location"]
    page = says(
        amina.get(sheet), "What will Port Clinic see?", "As it will leave", SAID[HEALTH].text, "Send to Port Clinic",
        "The safe place arranges the way there.", "Answer expected within 1 working day.",
    )  # fmt: skip
    assert SAID[ACCOUNT].text not in page
    sent = {"parts": [HEALTH], "sending_id": hidden(page, "sending_id"), "seen": hidden(page, "seen"), "send": "1"}
    assert amina.post(sheet, sent)["Location"] == "/sharing/sent/"
    says(amina.get("/sharing/sent/"), "Port Clinic", "not opened yet", "Sent, not answered yet")
    listed = says(karim.get("/sharing/received/"), "Medical check", "Lighthouse", "New")
    one = re.search(r'href="(/sharing/received/[^"]+/)"', listed)[1]
    says(karim.get(one), SAID[HEALTH].text, "They see that you opened it.", "Accept")
    assert karim.post(one, {"act": "accept"}).status_code == 302
    says(karim.get(one), "Mark as done")
    assert karim.post(one, {"act": "finish", "outcome": "helped", "feedback": "All well."}).status_code == 302
    mine = says(amina.get("/sharing/sent/"), "opened today", "The person was helped")
    says(amina.get(re.search(r'href="(/sharing/sent/[^"]+/)"', mine)[1]), "All well.", SAID[HEALTH].text)


def test_unchecking_a_part_shows_the_sheet_without_it(world, agree, as_person):
    agree()
    amina = as_person("amina")
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={world.clinic}&purpose=medical"
    page = amina.get(sheet).content.decode()
    shown = amina.post(sheet, {"show": "1", "sending_id": hidden(page, "sending_id"), "seen": hidden(page, "seen")})
    assert shown.status_code == 200
    assert SAID[HEALTH].text not in shown.content.decode()
    says(amina.get("/sharing/sent/"), "Nothing was sent yet")


def test_a_sheet_that_changed_meanwhile_says_so_and_nothing_leaves(world, agree, as_person):
    agree()
    amina = as_person("amina")
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={world.clinic}&purpose=medical"
    page = amina.get(sheet).content.decode()
    sent = {"parts": [HEALTH], "sending_id": hidden(page, "sending_id"), "seen": "0" * 64, "send": "1"}
    answer = amina.post(sheet, sent)
    assert answer.status_code == 422
    says(answer, "The file changed since you looked at the sheet")
    assert not Reach.objects.filter(ground="disclosure").exists()


def test_a_draft_is_opened_again_where_it_was_left(world, agree, as_person):
    agree()
    amina = as_person("amina")
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={world.clinic}&purpose=medical"
    page = amina.get(sheet).content.decode()
    amina.post(sheet, {"sending_id": hidden(page, "sending_id"), "draft": "1"})
    again = re.search(r'href="(/sharing/files/[^"]+\?draft=[^"]+)"', says(amina.get("/sharing/sent/"), "Draft"))[1]
    page = amina.get(again).content.decode()
    assert SAID[HEALTH].text not in page
    sent = {"parts": [HEALTH], "sending_id": hidden(page, "sending_id"), "seen": "", "send": "1"}
    assert amina.post(again, sent).status_code == 302
    assert amina.get("/sharing/sent/").content.decode().count("Sent, not answered yet") == 1
    assert amina.get(again).status_code == 404


def test_declining_without_a_reason_asks_for_it(world, agree, acting, as_person):
    agree()
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
    karim = as_person("karim")
    answer = karim.post(f"/sharing/received/{sent}/", {"act": "decline"})
    assert answer.status_code == 422
    says(answer, "Say why, so that another place can be found.")
    assert karim.post(f"/sharing/received/{sent}/", {"act": "decline", "reason": "full"}).status_code == 302
    assert karim.get(f"/sharing/received/{sent}/").status_code == 404
    says(as_person("amina").get("/sharing/sent/"), "No place free")


def test_the_sender_takes_it_back_and_the_page_is_gone_for_the_recipient(world, agree, acting, as_person):
    agree()
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
    assert as_person("amina").post(f"/sharing/sent/{sent}/", {"act": "revoke", "reason": "mistake"}).status_code == 302
    assert as_person("karim").get(f"/sharing/received/{sent}/").status_code == 404
    says(as_person("amina").get(f"/sharing/sent/{sent}/"), "Sent by mistake", "Taken back")


def test_safety_11_without_consent_the_pages_lead_to_a_law_and_a_second_person(world, ruth, as_person):
    amina = as_person("amina")
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={world.police}&purpose=investigation"
    page = says(amina.get(sheet), "Nothing on this sheet may leave", "Help does not depend on it.")
    laws = re.search(r'href="(/sharing/files/[^"]+/refer/duty/[^"]+)"', page)[1].replace("&amp;", "&")
    page = says(amina.get(laws), "Who learns of danger to life tells the police.", "Where somebody stays never leaves.")
    named = re.search(r'href="(/sharing/files/[^"]+duty=[^"]+)"', page)[1].replace("&amp;", "&")
    page = says(amina.get(named), SAID[ACCOUNT].text, "Ask the second person", "Team B")
    assert "Send to Harbour Police" not in page
    assert SAID["stay"].text not in page
    sent = {"parts": [ACCOUNT], "sending_id": hidden(page, "sending_id"), "seen": hidden(page, "seen"), "propose": "1"}
    says(amina.post(named, sent), "Say whether the person was told.")
    team = str(Team.objects.get(organisation_id=ruth.organisation_id, name="Team B").id)
    answer = amina.post(named, {**sent, "told": "no", "approver": team})
    says(answer, "Tell the person first, or say why not.")
    assert amina.post(named, {**sent, "told": "no", "why_not_told": "danger", "approver": team}).status_code == 302
    second = as_person("ruth")
    listed = says(second.get("/sharing/approvals/"), "Harbour Police", "Safety Act, s. 7")
    one = re.search(r'href="(/sharing/approvals/[^"]+/)"', listed)[1]
    says(second.get(one), "Who learns of danger to life", SAID[ACCOUNT].text, "You do not see the file.")
    assert amina.get(one).status_code == 404
    assert second.post(one, {"act": "approve"}).status_code == 302
    says(as_person("emre").get("/sharing/received/"), "Criminal investigation")


def test_agreements_are_kept_by_an_administrator_and_read_by_their_parties(world, as_person):
    mio = as_person("mio")
    sent = {
        "title": "Clinic agreement",
        "first": str(world.people.amina.organisation_id),
        "second": str(world.clinic_id),
        "purposes": ["medical"],
        "parts": [HEALTH],
        "valid_from": "2020-01-01",
    }
    assert mio.post("/sharing/agreements/new/", sent).status_code == 302
    says(as_person("amina").get("/sharing/agreements/"), "Clinic agreement", "In force", "Not for law enforcement")
    assert "Clinic agreement" not in as_person("hana").get("/sharing/agreements/").content.decode()
    end = re.search(r'href="(/sharing/agreements/[^"]+/end/)"', mio.get("/sharing/agreements/").content.decode())[1]
    says(mio.get(end), "End it today")
    assert as_person("amina").post(end).status_code == 409
    mio.post(end)
    says(mio.get("/sharing/agreements/"), "Not in force")


def test_safety_21_a_demand_is_entered_and_worked_on(world, as_person):
    chidi = as_person("chidi")
    sent = {"demand": "warrant", "authority": "District court", "received_on": TODAY.isoformat()}
    page = chidi.post(f"/sharing/files/{world.file_id}/demands/new/", sent)["Location"]
    says(chidi.get(page), "Not reviewed yet", "Not told yet")
    says(chidi.post(page, {"outcome": "complied", "seen_revision": "1"}), "Counsel reviews the demand")
    step = {"counsel_reviewed_on": TODAY.isoformat(), "counsel_advice": "narrow", "seen_revision": "1"}
    assert chidi.post(page, step).status_code == 302
    says(chidi.post(page, step), "Somebody else changed this entry")
    says(chidi.get("/sharing/demands/"), "Warrant", "Give less")
    assert as_person("bela").get(page).status_code == 404


def test_a_recipient_without_account_gets_a_printed_sheet_with_a_code(world, acting, as_person):
    from quatrefoil.foundation.registers import actions as registers

    with acting(world.people.mio) as mio:
        body = registers.save_body(mio, {"name": "Village lawyer"})
        service = registers.save_service(mio, {"body_id": body.id, "need": "legal", "name_en": "Free advice"})
    amina = as_person("amina")
    where = f"service:{service.id}"
    answer = consent_sent(world, where=where, purpose="legal", parts=[ACCOUNT])
    assert amina.post(f"/sharing/files/{world.file_id}/consent/ask/", answer).status_code == 302
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={where}&purpose=legal"
    page = says(amina.get(sheet), "you print the sheet")
    sent = {"parts": [ACCOUNT], "sending_id": hidden(page, "sending_id"), "seen": hidden(page, "seen"), "send": "1"}
    assert amina.post(sheet, sent).status_code == 302
    with acting(world.people.amina) as actor:
        (row,) = rows.sent(actor)
        code = rows.sent_one(actor, row.id).print_code
    paper = amina.get(f"/sharing/sent/{row.id}/print/")
    assert paper["Content-Type"] == "application/pdf" and b"pdfuaid" in paper.content
    said = words_of(paper.content)
    assert SAID[ACCOUNT].text in said and "name this code" in said and code[:4] in said
    assert "indiquez ce code" in words_of(amina.get(f"/sharing/sent/{row.id}/print/?language=fr").content)
    assert as_person("bela").get(f"/sharing/sent/{row.id}/print/").status_code == 404
    wrong = amina.post(f"/sharing/sent/{row.id}/", {"act": "by_hand", "event": "accept", "code": "1"})
    says(wrong, "The code does not belong to this sheet.")
    amina.post(f"/sharing/sent/{row.id}/", {"act": "by_hand", "event": "accept", "code": f"{code[:4]} {code[4:]}"})
    says(amina.get(f"/sharing/sent/{row.id}/"), "Accepted")
    amina.post(f"/sharing/sent/{row.id}/", {"act": "revoke", "reason": "consent_withdrawn"})
    with acting(world.people.amina) as actor:
        state = rows.sent_one(actor, row.id).row.state
    assert (state, amina.get(f"/sharing/sent/{row.id}/print/").status_code) == ("revoked", 409)


PAGES = ("files/{file}/consent/", "files/{file}/consent/ask/", "files/{file}/refer/", "files/{file}/demands/new/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["bela", "karim", "emre", "dana", "farah", "mio", "lena", "hana"])
def test_pages_of_a_file_do_not_exist_for_who_does_not_reach_it(world, as_person, page, name):
    assert as_person(name).get("/sharing/" + page.format(file=world.file_id)).status_code == 404


def test_pages_read_from_right_to_left_in_arabic(world, agree, as_person):
    agree()
    client = as_person("amina")
    session = client.session
    session["language"] = "ar"
    session.save()
    sheet = f"/sharing/files/{world.file_id}/refer/sheet/?where={world.clinic}&purpose=medical"
    for page in (f"/sharing/files/{world.file_id}/consent/", sheet, "/sharing/sent/", "/sharing/received/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert 'dir="rtl"' in answer.content.decode()


def test_addresses_that_mean_nothing_are_not_found(world, as_person):
    amina = as_person("amina")
    for query in ("", "?where=service:nope&purpose=medical", f"?where={world.clinic}&purpose=nope", "?draft=nope"):
        assert amina.get(f"/sharing/files/{world.file_id}/refer/sheet/{query}").status_code == 404
    own = f"?where=organisation:{world.people.amina.organisation_id}&purpose=medical"
    assert amina.get(f"/sharing/files/{world.file_id}/refer/sheet/{own}").status_code == 404


def test_what_was_sent_long_ago_stands_on_a_further_page(world, acting, as_person, monkeypatch):
    for module in (answer_views, paging):
        monkeypatch.setattr(module, "PAGE_SIZE", 1)
    amina = as_person("amina")
    with acting(world.people.amina) as person:
        for _number in range(2):
            disclosure_actions.save_draft(person, world.file_id, world.chosen(HEALTH))
    first, second = (amina.get(f"/sharing/sent/?page={page}").content.decode() for page in (1, 2))
    assert "?page=2" in first and "?page=1" in second and "?page=3" not in second
    links = [set(re.findall(r"draft=([0-9a-f-]{36})", page)) for page in (first, second)]
    assert len(links[0]) == len(links[1]) == 1 and not links[0] & links[1]
