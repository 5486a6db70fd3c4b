# SPDX-License-Identifier: Apache-2.0
"""Looking for people: found where the asker may see, told elsewhere, and never an oracle."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.models import Exclusion, Ground
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.models import Member, MemberRole
from quatrefoil.foundation.identity.selectors import actor_of
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.vault import blind_tokens, search, selectors
from quatrefoil.foundation.vault.keyring.models import BlindToken
from quatrefoil.foundation.vault.models import Asked, LookUp
from quatrefoil.foundation.vault.search import ForeignHit, IdentityDocument
from tests.people import People

NAME, YEAR, PHONE = "Selam Tesfaye Bekele", 1999, "+33 6 39 98 45 67"
PASSPORT = IdentityDocument("ET", "passport", "EP 1234567")


def indexed(actor: Actor, file: File, names: tuple[str, ...] = (NAME,), year: int | None = YEAR, **more: Any) -> File:
    """A file that can be found."""
    with acting_as(actor, "test"):
        search.index(file.id, names, year, **more)
    return file


@pytest.fixture
def hers(people: People, file_for: Any) -> File:
    """Amina's file about Selam."""
    return indexed(people.amina, file_for(people.amina), phones=[PHONE], documents=[PASSPORT])


@pytest.fixture
def heard() -> Iterator[list[ForeignHit]]:
    """What a holder would hear; all organisations have agreed to be asked."""
    hits: list[ForeignHit] = []
    agreed = lambda _asker, _holder: True  # noqa: E731
    search.on_foreign_hit.append(hits.append)
    search.may_be_asked.append(agreed)
    yield hits
    search.on_foreign_hit.remove(hits.append)
    search.may_be_asked.remove(agreed)


@pytest.mark.parametrize(
    ("details", "shared"),
    [
        ({"names": ["Selam Tesfaye"], "birth_year": YEAR}, "like the name and birth year"),
        ({"names": ["ሰላም ተስፋዬ"], "birth_year": YEAR}, "like the name and birth year"),
        ({"phones": ["0033639984567"]}, "same phone"),
        ({"documents": [IdentityDocument("et", "passport", "ep-1234567")]}, "same document number"),
    ],
)
def test_a_person_is_found_by_name_and_year_phone_or_document(
    people: People, acting: Any, hers: File, details: dict[str, Any], shared: str
) -> None:
    with acting(people.amina):
        found = search.find(people.amina, "returned", **details)
    assert [(row.file_id, row.shared) for row in found.rows] == [(hers.id, (shared,))]


@pytest.mark.parametrize("details", [{"names": ["Selam"], "birth_year": YEAR}, {"names": [NAME]}, {}])
def test_a_single_name_or_a_name_without_a_year_is_not_searched(
    people: People, acting: Any, hers: File, details: Any
) -> None:
    with acting(people.amina), pytest.raises(Refused, match="name alone"):
        search.find(people.amina, "intake", **details)


def test_a_single_name_is_never_indexed(people: People, file_for: Any) -> None:
    indexed(people.amina, file_for(people.amina), names=("Selam",))
    indexed(people.amina, file_for(people.amina), year=None)
    assert not BlindToken.objects.exists()


def test_indexing_again_forgets_the_old_details(people: People, acting: Any, hers: File) -> None:
    indexed(people.amina, hers, phones=["+33 6 39 98 56 78"])
    with acting(people.amina):
        assert search.find(people.amina, "returned", phones=[PHONE]).rows == ()
        assert search.find(people.amina, "returned", phones=["+33639985678"]).rows


def test_a_search_without_a_reason_is_refused(people: People, acting: Any, hers: File) -> None:
    with acting(people.amina), pytest.raises(Refused, match="why"):
        search.find(people.amina, "", phones=[PHONE])


def test_a_search_leaves_one_line_with_counts_and_nothing_of_the_person(
    people: People, acting: Any, hers: File
) -> None:
    with acting(people.amina):
        search.find(people.amina, "danger", phones=[PHONE])
    with acting(people.dana):
        line = AuditEvent.objects.get(act="person.search")
    assert (line.actor, line.record, line.detail) == (people.amina.member_id, None, "search danger shown=1")


class TestOracle:
    """SAFETY 9: an answer must not tell what the asker may not see."""

    def test_a_hit_elsewhere_is_told_to_the_holder_and_not_to_the_asker(
        self, people: People, acting: Any, hers: File, heard: list[ForeignHit]
    ) -> None:
        with acting(people.hana):
            with_hit = search.find(people.hana, "returned", phones=[PHONE])
            without = search.find(people.hana, "returned", phones=["+33 6 39 98 00 01"])
        assert with_hit == without
        assert search.tell_holders() == 2
        (hit,) = heard
        assert (hit.holder_organisation, hit.file_id) == (people.amina.organisation_id, hers.id)
        assert (hit.asker_organisation, hit.reason) == (people.hana.organisation_id, "returned")

    def test_the_holder_can_read_who_asked_in_the_trail_of_the_file(
        self, people: People, acting: Any, hers: File, heard: list[ForeignHit]
    ) -> None:
        with acting(people.hana):
            search.find(people.hana, "returned", phones=[PHONE])
        search.tell_holders()
        with acting(people.dana):
            line = AuditEvent.objects.get(act="person.asked", record=hers.id)
        assert line.actor == search.MATCHER.member_id
        assert line.detail == f"returned {people.hana.organisation_id}"

    def test_without_an_agreement_nobody_elsewhere_is_told(self, people: People, acting: Any, hers: File) -> None:
        hits: list[ForeignHit] = []
        search.on_foreign_hit.append(hits.append)
        try:
            with acting(people.hana):
                search.find(people.hana, "returned", phones=[PHONE])
            search.tell_holders()
        finally:
            search.on_foreign_hit.remove(hits.append)
        assert hits == []

    def test_both_answers_cost_the_same_statements(self, people: People, acting: Any, hers: File) -> None:
        counts = []
        for phone in (PHONE, "+33 6 39 98 00 01"):
            with acting(people.hana):
                with (
                    CaptureQueriesContext(connections["default"]) as data,
                    CaptureQueriesContext(connections["keyring"]) as keys,
                ):
                    search.find(people.hana, "returned", phones=[phone])
                counts.append((len(data), len(keys)))
        assert counts[0] == counts[1]
        assert Asked.objects.count() == 2

    def test_what_is_told_is_then_forgotten(
        self, people: People, acting: Any, hers: File, heard: list[ForeignHit]
    ) -> None:
        with acting(people.hana):
            search.find(people.hana, "returned", phones=[PHONE])
        search.tell_holders()
        search.tell_holders()
        assert len(heard) == 1
        assert not Asked.objects.exists()

    def test_a_colleague_of_another_team_sees_nothing_either(
        self, people: People, acting: Any, hers: File, heard: list[ForeignHit]
    ) -> None:
        with acting(people.bela):
            assert search.find(people.bela, "returned", phones=[PHONE]).rows == ()
        search.tell_holders()
        assert [hit.file_id for hit in heard] == [hers.id]

    def test_reach_of_the_core_alone_does_not_confirm_an_identity(
        self, people: People, acting: Any, hers: File
    ) -> None:
        with acting(people.amina):
            access.grant(people.bela.member_id, hers.id, "case", ground=Ground.REQUEST, part="core")
        with acting(people.bela):
            assert search.find(people.bela, "returned", phones=[PHONE]).rows == ()

    def test_who_is_excluded_by_name_does_not_learn_that_the_file_exists(
        self, people: People, acting: Any, hers: File
    ) -> None:
        with acting(people.amina):
            Exclusion(
                holder=people.amina.member_id, record=hers.id, ground="named", declared_by=people.chidi.member_id
            ).save(force_insert=True)
        with acting(people.amina):
            assert search.find(people.amina, "returned", phones=[PHONE]).rows == ()

    def test_police_are_refused_with_words_whatever_role_they_hold(
        self, people: People, acting: Any, hers: File
    ) -> None:
        member = Member.objects.get(id=people.emre.member_id)
        MemberRole.objects.create(member=member, role="case_manager")
        emre = actor_of(member)
        with acting(emre):
            with pytest.raises(Refused, match="legal duty"):
                search.find(emre, "danger", phones=[PHONE])
            with pytest.raises(Refused, match="legal duty"):
                search.possible_duplicates(emre, [NAME], YEAR)
        assert not Asked.objects.exists()

    def test_a_likeness_of_names_alone_does_not_alarm_a_holder(
        self, people: People, acting: Any, hers: File, heard: list[ForeignHit]
    ) -> None:
        """One shared pair of three names is a weak likeness; two pairs or more are told."""
        with acting(people.hana):
            search.find(people.hana, "returned", names=["Selam Tesfaye Girma"], birth_year=YEAR)
        search.tell_holders()
        assert heard == []
        with acting(people.hana):
            search.find(people.hana, "returned", names=[NAME], birth_year=YEAR)
        search.tell_holders()
        assert len(heard) == 1

    def test_the_limit_stops_the_thirty_first_search_within_an_hour(
        self, people: People, acting: Any, hers: File
    ) -> None:
        for number in range(search.SEARCHES_AN_HOUR):
            with acting(people.amina):
                search.find(people.amina, "intake", phones=[f"+33 6 39 98 1{number:03}"])
        with acting(people.amina), pytest.raises(Refused, match="within an hour"):
            search.find(people.amina, "intake", phones=[PHONE])
        assert LookUp.objects.filter(member=people.amina.member_id).count() == search.SEARCHES_AN_HOUR

    def test_telling_holders_forgets_look_ups_of_yesterday_and_no_others(
        self, people: People, acting: Any, hers: File, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The count of the last hour must outlive the tick that runs every minute."""
        monkeypatch.setattr(search, "SEARCHES_AN_HOUR", 1)
        with acting(people.amina):
            search.find(people.amina, "intake", phones=[PHONE])
        long_ago = timezone.now() - search.LOOK_UPS_KEPT - datetime.timedelta(minutes=1)
        LookUp.objects.create(member=people.bela.member_id, kind="search", at=long_ago)
        search.tell_holders()
        assert [row.member for row in LookUp.objects.all()] == [people.amina.member_id]
        with acting(people.amina), pytest.raises(Refused, match="within an hour"):
            search.find(people.amina, "intake", phones=[PHONE])

    def test_an_import_of_the_system_is_not_limited_and_asks_nobody(
        self, people: People, acting: Any, hers: File, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(search, "INTAKES_AN_HOUR", 0)
        importer = system_actor("an import", rights=frozenset({"person.search"}))
        with acting(importer):
            found = search.find(importer, "intake", phones=[PHONE])
        assert (found.rows, found.too_common) == ((), "")
        assert not Asked.objects.exists() and not LookUp.objects.exists()

    def test_a_token_moved_to_another_file_finds_nothing(
        self, people: People, acting: Any, hers: File, file_for: Any
    ) -> None:
        other = file_for(people.amina)
        BlindToken.objects.filter(file=hers.id).update(file=other.id)
        with acting(people.amina):
            assert search.find(people.amina, "intake", phones=[PHONE]).rows == ()

    def test_who_shares_a_token_without_being_the_person_is_not_found(
        self, people: People, acting: Any, hers: File
    ) -> None:
        (wanted,) = search.keys_of(phones=[PHONE])
        (other,) = search.keys_of(phones=["+33 6 39 98 00 01"])
        BlindToken.objects.filter(purpose="phone", token=blind_tokens.token_of(wanted)).update(
            token=blind_tokens.token_of(other)
        )
        with acting(people.amina):
            assert search.find(people.amina, "intake", phones=["+33 6 39 98 00 01"]).rows == ()

    def test_a_bucket_that_too_many_people_share_finds_nobody_and_says_so(
        self, people: People, acting: Any, hers: File, monkeypatch: pytest.MonkeyPatch, file_for: Any
    ) -> None:
        monkeypatch.setattr(blind_tokens, "MOST_IN_A_BUCKET", 1)
        indexed(people.amina, file_for(people.amina), phones=[PHONE], names=())
        with acting(people.amina):
            found = search.find(people.amina, "intake", phones=[PHONE])
        assert found.rows == ()
        assert "Too many people" in str(found.too_common)


class TestDuplicates:
    """At intake: who may be the same person, without linking anything."""

    def test_the_nearest_comes_first(self, people: People, acting: Any, hers: File, file_for: Any) -> None:
        namesake = indexed(people.amina, file_for(people.amina), names=("Selam Tesfaye",))
        with acting(people.amina):
            rows = search.possible_duplicates(people.amina, [NAME], YEAR, [PHONE])
        assert [row.file_id for row in rows] == [hers.id, namesake.id]

    def test_a_shared_phone_alone_is_marked_as_such(self, people: People, acting: Any, hers: File) -> None:
        with acting(people.amina):
            (row,) = search.possible_duplicates(people.amina, ["Somebody Else"], 1980, [PHONE])
            assert row.only_phone
            (row,) = search.possible_duplicates(people.amina, [NAME], YEAR, [PHONE])
            assert not row.only_phone

    def test_the_file_itself_is_no_duplicate(self, people: People, acting: Any, hers: File) -> None:
        with acting(people.amina):
            assert search.possible_duplicates(people.amina, [NAME], YEAR, [PHONE], other_than=hers.id) == ()

    def test_details_that_make_no_key_find_nobody(self, people: People, acting: Any, hers: File) -> None:
        with acting(people.amina):
            assert search.possible_duplicates(people.amina, ["Selam"], YEAR) == ()


class TestReferences:
    """Reference names and numbers resolve within reach, without a reason."""

    def test_the_owner_finds_the_file_by_its_name_in_any_case_and_by_its_number(
        self, people: People, acting: Any, hers: File
    ) -> None:
        with acting(people.amina):
            for text in (
                hers.reference_name,
                hers.reference_name.upper(),
                hers.reference_name.replace(" ", ""),
                hers.number,
            ):
                assert [row.file_id for row in selectors.by_reference(people.amina, text)] == [hers.id]

    def test_nobody_else_does(self, people: People, acting: Any, hers: File) -> None:
        for other in (people.bela, people.hana, people.emre, people.mio):
            with acting(other):
                assert selectors.by_reference(other, hers.reference_name) == ()

    @pytest.mark.parametrize(
        ("text", "is_one"), [("Amber 0042", True), ("2026-0007", True), ("Selam", False), ("+2519", False)]
    )
    def test_what_looks_like_a_reference(self, text: str, is_one: bool) -> None:
        assert selectors.looks_like_reference(text) is is_one
