# SPDX-License-Identifier: Apache-2.0
"""Random worlds: policy, reach, the object check, lists, counts and PostgreSQL say the same, both ways."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access import policy
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import Exclusion
from quatrefoil.foundation.access.selectors import may_see, visible, visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import ACCOUNT, ALL_PARTS, CORE, HEALTH
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import emergency
from quatrefoil.foundation.records.models import File, History
from quatrefoil.foundation.records.selectors import page_of_files
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.sharing import actions as sharing
from quatrefoil.foundation.sharing import answer_actions as answers
from quatrefoil.foundation.sharing import delivery, hooks
from quatrefoil.foundation.sharing import disclosure_actions as disclosures
from quatrefoil.foundation.sharing import parts as of_a_sheet
from quatrefoil.foundation.sharing.actions import Answer
from quatrefoil.foundation.sharing.codes import LANGUAGE, Check, ConsentKind, DeclineReason, How, Purpose
from quatrefoil.foundation.sharing.selectors import approvers_for, target
from quatrefoil.foundation.sharing.sheets import Chosen
from tests.integration.sharing.conftest import SAID
from tests.people import People

START = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


@dataclass
class Both:
    """The world as the policy sees it, changed in step with the database."""

    actors: list[Actor]
    clinic: UUID
    police: UUID
    law: UUID
    now: datetime.datetime = START
    files: list[UUID] = field(default_factory=list)
    world: policy.World = field(init=False)
    covers: dict[UUID, policy.Until] = field(default_factory=dict)
    consents: list[tuple[UUID, UUID]] = field(default_factory=list)
    on_consent: set[UUID] = field(default_factory=set)
    waiting: dict[UUID, UUID] = field(default_factory=dict)
    clusters: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Everybody is there, nothing has happened."""
        persons = {a.member_id: policy.Person(a.organisation_id, a.team_ids, a.role_keys) for a in self.actors}
        self.world = policy.World(START, persons, {})

    def change(self, **parts: object) -> None:
        """The same change in the policy's world."""
        self.world = replace(self.world, **parts)

    def sent(self, package: UUID, file: UUID, recipient: UUID, *, on_consent: bool) -> None:
        """A package left and is read until it ends."""
        expires = delivery.sending_of(package).expires_at
        if on_consent:
            self.on_consent.add(package)
        sent = policy.Sent(file, recipient, revoked=False, expires=expires)
        self.change(packages=self.world.packages | {package: sent})

    def over(self, package: UUID) -> None:
        """Nobody on the other side reads it any more, and nobody decides on it."""
        self.decided(package)
        if package in self.world.packages:
            gone = replace(self.world.packages[package], revoked=True)
            self.change(packages=self.world.packages | {package: gone})

    def decided(self, package: UUID) -> None:
        """It waits for no second person any more."""
        self.waiting.pop(package, None)
        self.change(approvals=tuple(each for each in self.world.approvals if each.target != package))

    def taken_back(self, file: UUID) -> None:
        """The person took the yes to the clinic back: everything sent on it from any file of theirs is over."""
        for package, sent in list(self.world.packages.items()):
            if package in self.on_consent and sent.file in self.clusters[file]:
                self.over(package)

    def pick(self, number: int) -> Actor:
        """Somebody."""
        return self.actors[number % len(self.actors)]

    def file(self, number: int) -> UUID:
        """Some file (there is always one)."""
        return self.files[number % len(self.files)]


def open_file(both: Both, actor: Actor, b: int, c: int) -> None:
    """A new file with or without a team and an owner."""
    teams = sorted(actor.team_ids)
    team = teams[b % len(teams)] if teams and c % 3 else None
    owner = actor.member_id if c % 2 else None
    file = records.open_file(actor, "case", team_id=team, owner_id=owner)
    both.files.append(file.id)
    both.clusters[file.id] = frozenset({file.id})
    both.change(files=both.world.files | {file.id: policy.Held(actor.organisation_id, team, owner)})


def assign(both: Both, actor: Actor, b: int, c: int) -> None:
    """Another owner and team of the same organisation."""
    file = both.file(b)
    colleagues = [x for x in both.actors if x.organisation_id == actor.organisation_id]
    new = colleagues[c % len(colleagues)]
    team = min(new.team_ids, default=None)
    records.assign(actor, file, owner_id=new.member_id, team_id=team)
    both.change(files=both.world.files | {file: policy.Held(actor.organisation_id, team, new.member_id)})


def exclude(both: Both, actor: Actor, b: int, c: int) -> None:
    """By name: a member or a whole organisation."""
    file = both.file(b)
    holder = both.pick(c).member_id if c % 3 else both.pick(c).organisation_id
    emergency.exclude(actor, file, holder)
    both.change(exclusions=both.world.exclusions | {(holder, each) for each in both.clusters[file]})


def conflict(both: Both, actor: Actor, b: int, _c: int) -> None:
    """A declared conflict of interest."""
    emergency.declare_conflict(actor, both.file(b))
    both.change(exclusions=both.world.exclusions | {(actor.member_id, both.file(b))})


def lift(both: Both, actor: Actor, b: int, c: int) -> None:
    """An exclusion is taken back."""
    rows = list(Exclusion.objects.filter(record=both.file(b), lifted_at__isnull=True).order_by("holder"))
    if rows:
        row = rows[c % len(rows)]
        emergency.lift_exclusion(actor, row.record, row.id)
        both.change(exclusions=both.world.exclusions - {(row.holder, row.record)})


def cover(both: Both, actor: Actor, b: int, c: int) -> None:
    """Absence cover until some hour."""
    absent, by = both.pick(b), both.pick(c)
    until = both.now + datetime.timedelta(hours=1 + (b + c) % 72)
    made = emergency.cover_absence(actor, absent.member_id, by.member_id, until)
    both.covers[made] = policy.Until(by.member_id, absent.member_id, until)
    both.change(covers=tuple(both.covers.values()))


def end_cover(both: Both, actor: Actor, b: int, _c: int) -> None:
    """The absent colleague is back early."""
    if both.covers:
        which = list(both.covers)[b % len(both.covers)]
        emergency.end_cover(actor, which)
        del both.covers[which]
        both.change(covers=tuple(both.covers.values()))


def glass(both: Both, actor: Actor, b: int, c: int) -> None:
    """Break-glass for some hours."""
    with access.as_directory():
        number = File.objects.get(id=both.file(b)).number
    hours = 1 + c % 30
    opened = emergency.break_glass(actor, number, "danger_to_life", hours)
    until = both.now + datetime.timedelta(hours=min(hours, 24))
    both.change(break_glass=(*both.world.break_glass, policy.Until(actor.member_id, opened, until)))


def link(both: Both, actor: Actor, b: int, c: int) -> None:
    """Two files are one person: exclusions of one hold for all."""
    left, right = both.file(b), both.file(c)
    records.link_same_person(actor, left, right, "document")
    cluster = both.clusters[left] | both.clusters[right]
    both.clusters |= dict.fromkeys(cluster, cluster)
    shared = {(holder, each) for holder, record in both.world.exclusions if record in cluster for each in cluster}
    both.change(exclusions=both.world.exclusions | shared)


def answer(both: Both, actor: Actor, b: int, c: int) -> None:
    """The person says yes or no to sharing with the clinic, for so many days or without an end."""
    file, agreed = both.file(b), c % 4 != 0
    said = Answer(
        ConsentKind.SHARE, agreed=agreed, language="am", how=How.SPOKEN, given_on=both.now.date(),
        told=frozenset(Check.values), recipient=both.clinic, recipient_label="Port Clinic", purpose=Purpose.MEDICAL,
        parts=frozenset({HEALTH}), expires_on=both.now.date() + datetime.timedelta(days=c % 3) if c % 2 else None,
    )  # fmt: skip
    consent = sharing.record_consent(actor, file, said)
    if agreed:
        both.consents.append((consent, file))
    else:
        both.taken_back(file)


def withdraw(both: Both, actor: Actor, b: int, _c: int) -> None:
    """The person takes a yes back: nothing that stood on it, on any file of theirs, is read any more."""
    if both.consents:
        consent, file = both.consents[b % len(both.consents)]
        sharing.withdraw_consent(actor, consent, asker="person", how="phone")
        both.taken_back(file)


def send(both: Both, actor: Actor, b: int, _c: int) -> None:
    """A referral to the clinic, as far as consent carries it."""
    file = both.file(b)
    chosen = Chosen(target(actor, f"organisation:{both.clinic}"), Purpose.MEDICAL, frozenset({HEALTH}))
    both.sent(disclosures.send(actor, file, chosen), file, both.clinic, on_consent=True)


def propose(both: Both, actor: Actor, b: int, c: int) -> None:
    """Without consent: a legal duty to tell the police, and a second person to decide."""
    file = both.file(b)
    police = target(actor, f"organisation:{both.police}")
    chosen = Chosen(police, Purpose.INVESTIGATION, frozenset({ACCOUNT}), duty_id=both.law)
    choices = approvers_for(actor, both.world.files[file].team, both.police)
    if not choices:
        return
    approver = choices[c % len(choices)]
    package = disclosures.propose_without_consent(actor, file, chosen, approver=approver.holder, person_told=True)
    until = delivery.sending_of(package).expires_at
    asked = tuple(policy.Until(member, package, until) for member in approver.members)
    both.waiting[package] = file
    both.change(approvals=both.world.approvals + asked)


def approve(both: Both, actor: Actor, b: int, c: int) -> None:
    """The second person decides."""
    if not both.waiting:
        return
    package = sorted(both.waiting)[b % len(both.waiting)]
    if c % 3:
        disclosures.approve(actor, package)
        both.sent(package, both.waiting[package], both.police, on_consent=False)
    else:
        disclosures.not_approve(actor, package)
    both.decided(package)


def accept(both: Both, actor: Actor, b: int, _c: int) -> None:
    """The other side takes a referral; it reads on."""
    if both.world.packages:
        answers.accept(actor, sorted(both.world.packages)[b % len(both.world.packages)])


def decline(both: Both, actor: Actor, b: int, _c: int) -> None:
    """The other side does not take it, and has no more need to know."""
    if both.world.packages:
        which = sorted(both.world.packages)[b % len(both.world.packages)]
        answers.decline(actor, which, DeclineReason.values[0])
        both.over(which)


def revoke(both: Both, actor: Actor, b: int, _c: int) -> None:
    """The sender takes a package back, sent or waiting."""
    known = sorted([*both.world.packages, *both.waiting])
    if known:
        which = known[b % len(known)]
        disclosures.revoke(actor, which)
        both.over(which)


STEP: dict[str, Callable[[Both, Actor, int, int], None]] = {
    "open": open_file, "assign": assign, "exclude": exclude, "conflict": conflict, "lift": lift, "cover": cover,
    "end_cover": end_cover, "glass": glass, "link": link, "answer": answer, "withdraw": withdraw, "send": send,
    "propose": propose, "approve": approve, "accept": accept, "decline": decline, "revoke": revoke,
}  # fmt: skip


def do(both: Both, step: str, a: int, b: int, c: int) -> None:
    """One random step in the database and, if it was allowed, in the policy's world."""
    actor = both.pick(a)
    with acting_as(actor, "random step"):
        try:
            STEP[step](both, actor, b, c)
        except (Refused, NotVisible):
            return


def assert_agreement(both: Both, actor: Actor) -> None:
    """For one member: every record, every part, lists, counts, joins and prefetches."""
    expected = {
        record: {part for part in ALL_PARTS if policy.may_see(both.world, actor.member_id, record, part)}
        for record in (*both.world.files, *both.world.packages, *both.waiting)
    }
    files = {record for record in both.world.files if "core" in expected[record]}
    for record, parts in expected.items():
        assert {part for part in ALL_PARTS if may_see(actor, record, part)} == parts
    rows = visible(File.objects.all(), actor)
    assert set(rows.values_list("id", flat=True)) == files
    assert rows.count() == len(files)
    listed = set(page_of_files(actor, "case", size=500).ids)
    assert files <= listed
    assert {each for each in listed if may_see(actor, each)} == files
    assert set(visible(History.objects.all(), actor).values_list("file_id", flat=True)) <= files
    for record in both.world.files:
        assert visible_parts(actor, record) == expected[record]
    if connection.vendor == "postgresql":
        assert set(File.objects.values_list("id", flat=True)) == files
        assert File.objects.count() == len(files)
        assert {history.file_id for history in History.objects.select_related("file")} <= files
        assert {file.id for file in File.objects.prefetch_related("history", "flags")} == files


def world_of(people: People) -> Both:
    """Everybody at work, and nothing has happened."""
    actors = [
        people.amina, people.bela, people.chidi, people.hana, people.juma, people.karim, people.dana, people.mio,
        people.emre,
    ]  # fmt: skip
    return Both(actors, people.karim.organisation_id, people.emre.organisation_id, law(people))


def law(people: People) -> UUID:
    """A duty to tell the police what happened."""
    with acting_as(people.mio, "set up") as mio:
        return registers.save_duty(
            mio,
            {
                "jurisdiction": "XX",
                "statute": "Safety Act",
                "provision": "s. 7",
                "text": "Who learns of danger to life tells the police.",
                "recipient_kinds": ["police"],
                "parts": [CORE, LANGUAGE, ACCOUNT],
                "in_force_from": START.date(),
            },
        ).id


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts read as the wings would have them read; nobody is told and no wing adds a rule."""
    monkeypatch.setattr(of_a_sheet, "_renderers", {})
    for name in ("NOTIFIERS", "AGE_GROUPS", "ON_SERVICES_END", "TRANSFERS"):
        monkeypatch.setattr(hooks, name, [])
    for part, line in SAID.items():
        of_a_sheet.register(part, lambda _actor, _file, line=line: [line])


# Shrinking a failing world takes minutes; the first failing one already names actor, record and part.
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([*STEP, "wait"]), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999)),
        min_size=4,
        max_size=24,
    )
)
# Bela (1) covers Amina (0); the file is then given to Mio (7), so the cover holds nothing of it any more.
@example(steps=[("cover", 2, 0, 1), ("assign", 2, 0, 3)])
# A file that comes to somebody who is away is covered too.
@example(steps=[("cover", 2, 0, 1), ("open", 0, 0, 1)])
# The same two files are linked twice.
@example(steps=[("link", 2, 0, 1), ("link", 2, 1, 0)])
# Bela is excluded from one file of a person; once linked, the cover opens none of the person's files.
@example(steps=[("cover", 2, 0, 1), ("exclude", 2, 1, 1), ("link", 2, 0, 1)])
# Break-glass opens a colleague's file for some hours, and never past an exclusion.
@example(steps=[("glass", 1, 0, 3), ("wait", 1, 0, 0)])
@example(steps=[("glass", 1, 0, 3), ("wait", 29, 0, 0)])
@example(steps=[("exclude", 0, 0, 1), ("glass", 1, 0, 3)])
# A referral (amina 0, karim 5) is read until the person, the recipient or the sender ends it, or its day comes.
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0)])
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0), ("withdraw", 0, 0, 0)])
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0), ("answer", 0, 0, 4)])
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0), ("accept", 5, 0, 0), ("revoke", 0, 0, 0)])
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0), ("decline", 5, 0, 0)])
@example(steps=[("answer", 0, 0, 3), ("send", 0, 0, 0), ("wait", 29, 0, 0)])
@example(steps=[("send", 0, 0, 0)])
# Taken back on one file of a person, it is taken back on the linked one.
@example(steps=[("answer", 0, 0, 2), ("send", 0, 0, 0), ("answer", 1, 1, 2), ("link", 2, 0, 1), ("withdraw", 1, 1, 0)])
# By a legal duty, after a second person (juma 4) said so; the police (emre 8) read nothing before.
@example(steps=[("propose", 0, 0, 0)])
@example(steps=[("propose", 0, 0, 0), ("approve", 4, 0, 1)])
@example(steps=[("propose", 0, 0, 0), ("approve", 4, 0, 0)])
@example(steps=[("propose", 0, 0, 0), ("revoke", 0, 0, 0)])
@example(steps=[("propose", 0, 0, 0), ("exclude", 0, 0, 4)])
def test_policy_reach_object_check_and_the_database_agree_on_random_worlds(
    people: People, declared: None, steps: list[tuple[str, int, int, int]]
) -> None:
    with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
        both = world_of(people)
        for step, a, b, c in [("open", 0, 1, 1), ("open", 1, 0, 2), *steps]:
            if step == "wait":
                both.now += datetime.timedelta(hours=1 + a % 30)
                clock.move_to(both.now)
                both.change(now=timezone.now())
            else:
                do(both, step, a, b, c)
        for actor in both.actors:
            with acting_as(actor, "compare"):
                assert_agreement(both, actor)
        transaction.set_rollback(True)


def test_what_the_random_worlds_try_does_happen(people: People, declared: None) -> None:
    """A step that is always refused would prove nothing."""
    with transaction.atomic(), time_machine.travel(START, tick=False):
        both = world_of(people)
        for step, a, b, c in [("open", 0, 1, 1), ("answer", 0, 0, 2), ("send", 0, 0, 0), ("propose", 0, 0, 0)]:
            do(both, step, a, b, c)
        assert len(both.world.packages) == len(both.waiting) == len(both.consents) == 1
        assert [each.member for each in both.world.approvals] == [people.juma.member_id]
        do(both, "approve", 4, 0, 1)
        assert len(both.world.packages) == 2
        do(both, "withdraw", 0, 0, 0)
        assert sorted(sent.revoked for sent in both.world.packages.values()) == [False, True]
        transaction.set_rollback(True)
