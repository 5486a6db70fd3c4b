# SPDX-License-Identifier: Apache-2.0
"""Who acts: a value that every selector and action takes first."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from quatrefoil.foundation.identity.roles import ROLES

NOBODY = UUID(int=0)


class NoActor(RuntimeError):
    """Code touched guarded data without saying who acts: wrap it in `acting_as`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A member at work, or a named part of the system.

    `holders` are what reach can be granted to: the member, the teams, the organisation.
    `limited_to` narrows the rights further (a token of the API). `everywhere` names parts that a system actor reads of every file; it is empty for people.
    """

    member_id: UUID
    organisation_id: UUID
    team_ids: frozenset[UUID] = frozenset()
    role_keys: frozenset[str] = frozenset()
    name: str = ""
    organisation_name: str = ""
    organisation_kind: str = ""
    system_rights: frozenset[str] = frozenset()
    everywhere: frozenset[str] = frozenset()
    limited_to: frozenset[str] | None = None

    @property
    def holders(self) -> tuple[UUID, ...]:
        """Everything this actor holds reach through."""
        return (self.member_id, *sorted(self.team_ids), self.organisation_id)

    @property
    def parts(self) -> frozenset[str]:
        """Kinds of part that the roles allow."""
        of_roles = (ROLES[key].parts for key in self.role_keys)
        return self.everywhere.union(*of_roles)

    @property
    def rights(self) -> frozenset[str]:
        """Acts that the roles allow."""
        of_roles = self.system_rights.union(*(ROLES[key].rights for key in self.role_keys))
        return of_roles if self.limited_to is None else of_roles & self.limited_to

    def may(self, right: str) -> bool:
        """Does a role of this actor allow the act? (Not: on which record; reach says that.)"""
        return right in self.rights

    @property
    def is_system(self) -> bool:
        """Is this a named part of the system rather than a person?"""
        return bool(self.system_rights or self.everywhere)


def system_actor(name: str, *, rights: frozenset[str] = frozenset(), everywhere: frozenset[str] = frozenset()) -> Actor:
    """A named part of the system, with its written-down reach."""
    made_from = uuid5(NAMESPACE_URL, f"quatrefoil:system:{name}")
    return Actor(made_from, NOBODY, name=name, system_rights=rights | {"system"}, everywhere=everywhere)


CURRENT: ContextVar[tuple[Actor, str] | None] = ContextVar("quatrefoil_actor", default=None)


def current() -> tuple[Actor, str]:
    """The actor at work and the purpose; raises NoActor when nobody acts."""
    found = CURRENT.get()
    if found is None:
        raise NoActor("Nobody is acting. Wrap the call in acting_as(actor, purpose).")
    return found


def current_actor() -> Actor:
    """The actor at work; raises NoActor when nobody acts."""
    return current()[0]
