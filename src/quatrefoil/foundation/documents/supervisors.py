# SPDX-License-Identifier: Apache-2.0
"""Who is told when something on a file needs a supervisor."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.identity.roles import ROLES
from quatrefoil.foundation.records.models import File

APPROVES = "case.approve"


def of_file(file: File) -> tuple[UUID, ...]:
    """Supervisors of the file's team; of the organisation where the team has none; the organisation itself at last."""
    today = timezone.localdate()
    roles = [key for key, role in ROLES.items() if APPROVES in role.rights]
    in_role = Q(roles__role__in=roles) & (Q(roles__ends_on__isnull=True) | Q(roles__ends_on__gte=today))
    at_work = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    found = Member.objects.filter(in_role, at_work, organisation_id=file.organisation_id, is_active=True).distinct()
    of_team = found.filter(teams=file.team_id) if file.team_id else found.none()
    ids = tuple((of_team if of_team.exists() else found).order_by("id").values_list("id", flat=True))
    return ids or (file.organisation_id,)
