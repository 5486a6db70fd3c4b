# SPDX-License-Identifier: Apache-2.0
"""The people of the tests, as in the house style: Amina and her colleagues."""

from dataclasses import dataclass

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Organisation, OrganisationKind, Team
from quatrefoil.foundation.identity.selectors import actor_of

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class People:
    """Actors by first name, and their organisations."""

    amina: Actor
    bela: Actor
    chidi: Actor
    dana: Actor
    emre: Actor
    farah: Actor
    hana: Actor
    iben: Actor
    juma: Actor
    karim: Actor
    lena: Actor
    mio: Actor


ORGANISATIONS = {
    "Lighthouse": (OrganisationKind.NGO, ("Team A", "Team B")),
    "Open line": (OrganisationKind.HOTLINE, ("Desk",)),
    "Port Clinic": (OrganisationKind.HEALTH, ("Clinic",)),
    "Harbour Police": (OrganisationKind.POLICE, ("Unit",)),
    "Identification Office": (OrganisationKind.COMPETENT_AUTHORITY, ("Office",)),
    "Oversight Board": (OrganisationKind.OVERSIGHT, ("Board",)),
}
PEOPLE = {
    "amina": ("Amina Sarr", "Lighthouse", ("Team A",), ("case_manager",)),
    "bela": ("Bela Novak", "Lighthouse", ("Team B",), ("case_manager",)),
    "chidi": ("Chidi Obi", "Lighthouse", ("Team A", "Team B"), ("supervisor",)),
    "dana": ("Dana Levi", "Oversight Board", ("Board",), ("auditor",)),
    "emre": ("Emre Aydin", "Harbour Police", ("Unit",), ("service_provider",)),
    "farah": ("Farah Idris", "Oversight Board", ("Board",), ("rapporteur",)),
    "hana": ("Hana Kim", "Open line", ("Desk",), ("advocate",)),
    "iben": ("Iben Holm", "Open line", ("Desk",), ("advocate",)),
    "juma": ("Juma Otieno", "Open line", ("Desk",), ("supervisor",)),
    "karim": ("Karim Haddad", "Port Clinic", ("Clinic",), ("service_provider",)),
    "lena": ("Lena Berg", "Identification Office", ("Office",), ("competent_authority",)),
    "mio": ("Mio Sato", "Lighthouse", (), ("administrator",)),
}


def make_people(*, with_accounts: bool = True) -> People:
    """Write the organisations, teams and members, and return everybody as an actor."""
    teams: dict[tuple[str, str], Team] = {}
    organisations: dict[str, Organisation] = {}
    for name, (kind, team_names) in ORGANISATIONS.items():
        organisations[name] = Organisation.objects.create(name=name, kind=kind, runs_installation=name == "Lighthouse")
        for team in team_names:
            teams[name, team] = Team.objects.create(organisation=organisations[name], name=team)
    actors = {}
    for key, (name, organisation, team_names, roles) in PEOPLE.items():
        account = Account.objects.create_user(f"{key}@example.org", PASSWORD) if with_accounts else None
        member = Member.objects.create(name=name, organisation=organisations[organisation], account=account)
        member.teams.set([teams[organisation, team] for team in team_names])
        MemberRole.objects.bulk_create([MemberRole(member=member, role=role) for role in roles])
        actors[key] = actor_of(member)
    return People(**actors)
