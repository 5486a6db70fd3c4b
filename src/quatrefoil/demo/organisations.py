# SPDX-License-Identifier: Apache-2.0
"""The organisations, teams, people and services of Marenia. All invented; names are made of parts, not of people."""

import datetime
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from django.utils import timezone

from quatrefoil.demo.geography import Place
from quatrefoil.demo.ids import ids
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Organisation, OrganisationKind, Team
from quatrefoil.foundation.workflow.models import Duty, Shift

K = OrganisationKind

GIVEN = (
    "Amina", "Bela", "Chidi", "Dana", "Emre", "Farah", "Goran", "Hana", "Iben", "Juma", "Karim", "Lena", "Mio", "Noor",
    "Olu", "Petra", "Quirin", "Rosa", "Samir", "Tova", "Udo", "Vera", "Wim", "Xenia", "Yara", "Zoran", "Adil", "Brita",
    "Cosmo", "Delia", "Enzo", "Fadi", "Greta", "Hugo", "Ines", "Jana", "Kofi", "Lucia", "Marek", "Nina",
)  # fmt: skip
FAMILY = (
    "Sarr", "Novak", "Obi", "Levi", "Aydin", "Idris", "Kim", "Holm", "Otieno", "Haddad", "Berg", "Sato", "Marsh", "Vale",
    "Fenn", "Orrin", "Tarn", "Weld", "Quill", "Rook", "Selby", "Thorne", "Umber", "Voss", "Wray", "Yarrow", "Zell", "Ashe",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """One organisation of the plan: name, kind, teams, roles of its members in order, and how many of each."""

    name: str
    kind: str
    teams: tuple[str, ...]
    staff: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Cast:
    """Who was made: teams and members by organisation."""

    organisations: list[Organisation] = field(default_factory=list)
    teams: dict[str, list[Team]] = field(default_factory=dict)
    members: dict[str, list[Member]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    working_teams: dict[UUID, UUID] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[Organisation]:
        """Organisations of some kinds."""
        return [organisation for organisation in self.organisations if organisation.kind in kinds]

    def team_of(self, member: Member) -> UUID:
        """The team in which somebody works (the first one of a supervisor)."""
        return self.working_teams[member.id]

    def called(self, name: str) -> Member:
        """Somebody by name."""
        return next(member for members in self.members.values() for member in members if member.name == name)

    def with_role(self, organisation: Organisation, role: str) -> list[Member]:
        """Members of an organisation with a role."""
        return [member for member in self.members[organisation.name] if self.roles[str(member.id)] == role]


# Who plays in the stories: organisation, role, and the how manieth of it.
STORIES = {
    ("Open line", "advocate", 0): "Hana Kim", ("Open line", "advocate", 1): "Iben Holm",
    ("Open line", "supervisor", 0): "Juma Otieno", ("Lighthouse", "case_manager", 0): "Amina Sarr",
    ("Lighthouse", "case_manager", 1): "Bela Novak", ("Lighthouse", "supervisor", 0): "Chidi Obi",
    ("Lighthouse", "administrator", 0): "Mio Sato", ("Oversight Board", "auditor", 0): "Dana Levi",
    ("Harbour Police", "service_provider", 0): "Emre Aydin", ("National Rapporteur", "rapporteur", 0): "Farah Idris",
    ("Port Clinic", "service_provider", 0): "Karim Haddad", ("Identification Office", "competent_authority", 0): "Lena Berg",
}  # fmt: skip
WORK = (("case_manager", 3), ("supervisor", 1))
ANSWER = (("service_provider", 2),)

PLANS: tuple[Plan, ...] = (
    Plan("Open line", K.HOTLINE, ("Desk",), (("advocate", 6), ("supervisor", 2))),
    Plan("Lighthouse", K.NGO, ("Team A", "Team B"), (("case_manager", 6), ("supervisor", 1), ("administrator", 1))),
    Plan("Harbour House", K.SHELTER, ("Team",), WORK),
    Plan("Meadow Shelter", K.SHELTER, ("Team",), WORK),
    Plan("North Gate Shelter", K.SHELTER, ("Team",), WORK),
    Plan("River Women", K.NGO, ("Team",), WORK),
    Plan("Field Workers Aid", K.NGO, ("Team",), WORK),
    Plan("Young Steps", K.NGO, ("Team",), WORK),
    Plan("Second Morning", K.NGO, ("Team",), WORK),
    Plan("Coast Mission", K.NGO, ("Team",), WORK),
    Plan("Hill Country Aid", K.NGO, ("Team",), WORK),
    Plan("Identification Office", K.COMPETENT_AUTHORITY, ("Office",), (("competent_authority", 3),)),
    Plan("National Rapporteur", K.OVERSIGHT, ("Office",), (("rapporteur", 1),)),
    Plan("Oversight Board", K.OVERSIGHT, ("Board",), (("auditor", 2),)),
    Plan("Port Clinic", K.HEALTH, ("Clinic",), ANSWER),
    Plan("Karsa Hospital", K.HEALTH, ("Wards",), ANSWER),
    Plan("Ludova Health Centre", K.HEALTH, ("Centre",), ANSWER),
    Plan("Mind and Rest", K.HEALTH, ("Counsellors",), ANSWER),
    Plan("Selmark Clinic", K.HEALTH, ("Clinic",), ANSWER),
    Plan("Law for Workers", K.LEGAL, ("Lawyers",), ANSWER),
    Plan("Free Counsel", K.LEGAL, ("Lawyers",), ANSWER),
    Plan("Migrants' Desk", K.LEGAL, ("Desk",), ANSWER),
    Plan("Child Care Office North", K.CHILD_PROTECTION, ("Office",), ANSWER),
    Plan("Child Care Office South", K.CHILD_PROTECTION, ("Office",), ANSWER),
    Plan("Guardians' Service", K.CHILD_PROTECTION, ("Guardians",), ANSWER),
    Plan("Harbour Police", K.POLICE, ("Unit",), ANSWER),
    Plan("National Police Unit", K.POLICE, ("Unit",), ANSWER),
    Plan("Border Service", K.IMMIGRATION, ("Posts",), ANSWER),
    Plan("Labour Inspectorate", K.LABOUR_INSPECTION, ("Inspectors",), ANSWER),
    Plan("Prosecution Service", K.PROSECUTION, ("Section",), ANSWER),
    Plan("Ministry for Families", K.CENTRAL_GOVERNMENT, ("Desk",), ANSWER),
    Plan("City of Velo", K.LOCAL_GOVERNMENT, ("Social office",), ANSWER),
    Plan("City of Karsa", K.LOCAL_GOVERNMENT, ("Social office",), ANSWER),
    Plan("Ostrima District", K.LOCAL_GOVERNMENT, ("Social office",), ANSWER),
    Plan("Language Bridge", K.NGO, ("Interpreters",), ANSWER),
    Plan("Work Again", K.NGO, ("Trainers",), ANSWER),
    Plan("Evening School", K.SCHOOL, ("Teachers",), ANSWER),
    Plan("Technical College", K.SCHOOL, ("Teachers",), ANSWER),
    Plan("Way Home", K.NGO, ("Return team",), ANSWER),
    Plan("Family Tracing", K.NGO, ("Team",), ANSWER),
    Plan("Fair Harvest Company", K.BUSINESS, ("Compliance",), ANSWER),
    Plan("Seaside Hotels", K.BUSINESS, ("Compliance",), ANSWER),
)


def make_cast(rng: np.random.Generator, places: tuple[Place, ...]) -> Cast:
    """Write every organisation with its teams and members; each member can sign in on the demo's page."""
    cast, names = Cast(), _names(rng)
    for index, plan in enumerate(PLANS):
        region = places[index % len(places)].code
        (made,) = ids(rng, 1)
        organisation = Organisation.objects.create(
            id=made, name=plan.name, kind=plan.kind, region=region, runs_installation=plan.name == "Lighthouse"
        )
        cast.organisations.append(organisation)
        teams = [
            Team.objects.create(id=made, organisation=organisation, name=name)
            for made, name in zip(ids(rng, len(plan.teams)), plan.teams, strict=True)
        ]
        cast.teams[plan.name], cast.members[plan.name] = teams, []
        _hire(cast, rng, plan, organisation, teams, names)
    _rota(cast)
    return cast


def _hire(
    cast: Cast, rng: np.random.Generator, plan: Plan, organisation: Organisation, teams: list[Team], names: "list[str]"
) -> None:
    for role, count in plan.staff:
        for number in range(count):
            name = STORIES.get((plan.name, role, number)) or names.pop()
            for_account, for_member = ids(rng, 2)
            account = Account(id=for_account, email=address(name, plan.name))
            account.set_unusable_password()
            account.save()
            member = Member.objects.create(
                id=for_member,
                account=account,
                organisation=organisation,
                name=name,
                starts_on=datetime.date(2020, 1, 1),
            )
            member.teams.set(
                [] if role == "administrator" else teams if role == "supervisor" else [teams[number % len(teams)]]
            )
            MemberRole.objects.create(member=member, role=role)
            cast.working_teams[member.id] = teams[number % len(teams)].id
            cast.members[plan.name].append(member)
            cast.roles[str(member.id)] = role


def address(name: str, organisation: str) -> str:
    """The address with which somebody signs in; no such domain can exist."""
    house = "".join(letter for letter in organisation.lower().replace(" ", "-") if letter.isalpha() or letter == "-")
    return f"{name.lower().replace(' ', '.')}@{house}.example"


def _names(rng: np.random.Generator) -> list[str]:
    """Invented names without repeats, besides those of the stories."""
    known = {name.partition(" ")[0] for name in STORIES.values()}
    others = sorted(f"{given} {family}" for given in GIVEN if given not in known for family in FAMILY)
    rng.shuffle(others)
    return others


def _rota(cast: Cast) -> None:
    """Three shifts a day at the hotline's desk, with a second line and somebody on call, two weeks back and ahead."""
    desk, team = cast.members["Open line"], cast.teams["Open line"][0]
    advocates = [member for member in desk if cast.roles[str(member.id)] == "advocate"]
    leads = [member for member in desk if cast.roles[str(member.id)] == "supervisor"]
    now = timezone.localtime()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    shifts = []
    for day in range(-14, 15):
        for turn in range(3):
            start = today + datetime.timedelta(days=day, hours=8 * turn)
            end = start + datetime.timedelta(hours=8)
            at = day * 3 + turn - now.hour // 8  # the shift of this hour has Hana at the desk and Iben behind her
            for offset, duty in ((0, Duty.DESK), (1, Duty.BACKUP)):
                member = advocates[(at * 2 + offset + at // 3) % len(advocates)].id
                shifts.append(Shift(team=team.id, member=member, duty=duty, starts_at=start, ends_at=end))
            shifts.append(
                Shift(team=team.id, member=leads[at % len(leads)].id, duty=Duty.ON_CALL, starts_at=start, ends_at=end)
            )
    Shift.objects.bulk_create(shifts)
