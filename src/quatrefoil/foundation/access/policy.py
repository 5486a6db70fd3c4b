# SPDX-License-Identifier: Apache-2.0
"""Who may see what, as a pure function of the world. Everything else is a materialisation of this page.

No database, no clock, no request: `may_see(world, member, record, part)` is the policy text, and a test over random
worlds proves that reach, the object check and PostgreSQL's row-level security all say the same.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from quatrefoil.foundation.identity.roles import PACKAGE, ROLES


@dataclass(frozen=True, slots=True)
class Person:
    """A member at work."""

    organisation: UUID
    teams: frozenset[UUID]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """A file: it belongs to one organisation, and may have a team and an owner."""

    organisation: UUID
    team: UUID | None
    owner: UUID | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A disclosed package: the recipient organisation sees it while nothing has taken it back."""

    file: UUID
    recipient: UUID
    revoked: bool
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Until:
    """Something that lets one member at something until a moment (a cover, a break-glass, a sheet to approve)."""

    member: UUID
    target: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class World:
    """Everything that visibility depends on."""

    now: datetime
    people: dict[UUID, Person]
    files: dict[UUID, Held]
    packages: dict[UUID, Sent] = field(default_factory=dict)
    covers: tuple[Until, ...] = ()
    break_glass: tuple[Until, ...] = ()
    approvals: tuple[Until, ...] = ()  # packages that wait for a second person's decision, and who may decide
    exclusions: frozenset[tuple[UUID, UUID]] = frozenset()


def may_see(world: World, member: UUID, record: UUID, part: str) -> bool:
    """May this member see this part of this record now?"""
    person = world.people[member]
    if part not in parts_of(person) or is_excluded(world, member, record):
        return False
    if part == PACKAGE and any(
        a.member == member and a.target == record and a.until > world.now for a in world.approvals
    ):
        return True
    if record in world.packages:
        return sees_package(world, member, record, part)
    return record in world.files and reaches_file(world, member, record)


def parts_of(person: Person) -> frozenset[str]:
    """Kinds of part that the person's roles allow."""
    return frozenset[str]().union(*(ROLES[key].parts for key in person.roles))


def is_excluded(world: World, member: UUID, record: UUID) -> bool:
    """Is the member, a team or the organisation excluded by name or by a declared conflict? Beats everything."""
    person = world.people[member]
    return any((holder, record) in world.exclusions for holder in (member, *person.teams, person.organisation))


def reaches_file(world: World, member: UUID, record: UUID) -> bool:
    """Owner, team, cover of the owner, or a break-glass that has not ended."""
    person, file = world.people[member], world.files[record]
    return (
        file.owner == member
        or (file.team is not None and file.team in person.teams)
        or any(c.member == member and c.target == file.owner and c.until > world.now for c in world.covers)
        or any(b.member == member and b.target == record and b.until > world.now for b in world.break_glass)
    )


def sees_package(world: World, member: UUID, record: UUID, part: str) -> bool:
    """The recipient organisation while it stands. The sender reads its own record of it, which is part of the file."""
    package = world.packages[record]
    if part != PACKAGE:
        return False
    stands = not package.revoked and (package.expires is None or package.expires > world.now)
    return stands and world.people[member].organisation == package.recipient
