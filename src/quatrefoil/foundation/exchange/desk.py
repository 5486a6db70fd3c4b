# SPDX-License-Identifier: Apache-2.0
"""How a public report moves over the desk, as a table; and who the desk is."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.exchange.models import DeskTeam, ReportState
from quatrefoil.foundation.identity.models import OrganisationKind, Team
from quatrefoil.foundation.workflow.machine import Machine, State, Transition, register


def _is_mine(facts: Mapping[str, object]) -> str | Promise | None:
    if facts["claimed_by"] == facts["actor"]:
        return None
    return _("Somebody else works on this. Take it over first, so that only one person answers.")


_W, _C, _A, _E = ReportState.WAITING, ReportState.CLAIMED, ReportState.ANSWERED, ReportState.CLOSED

REPORT: Final = register(
    Machine(
        "public_report",
        tuple(State(state, state.label, is_end=state == _E) for state in (_W, _C, _A, _E)),
        (
            Transition(_W, "claim", _C, _("take it"), "contact.claim"),
            Transition(_C, "take_over", _C, _("take it over"), "contact.claim"),
            Transition(_C, "release", _W, _("give it back"), "contact.claim", _is_mine),
            Transition(_C, "answer", _A, _("answer"), "contact.answer", _is_mine),
            Transition(_C, "close", _E, _("close"), "contact.claim", _is_mine),
            Transition(_A, "claim", _C, _("take it again"), "contact.claim"),
            Transition(_A, "answer", _A, _("answer again"), "contact.answer"),
            Transition(_A, "close", _E, _("close"), "contact.claim"),
            Transition(_A, "news", _W, _("the reporter writes"), "report.take_in"),
            Transition(_E, "news", _W, _("the reporter writes"), "report.take_in"),
            Transition(_E, "claim", _C, _("open again"), "contact.claim"),
        ),
    )
)


def desk_teams() -> tuple[UUID, ...]:
    """The teams that receive public reports (1 or 2 queries)."""
    named = tuple(DeskTeam.objects.values_list("team_id", flat=True))
    if named:
        return named
    hotlines = Team.objects.filter(organisation__kind=OrganisationKind.HOTLINE, organisation__is_active=True)
    return tuple(hotlines.order_by("id").values_list("id", flat=True))
