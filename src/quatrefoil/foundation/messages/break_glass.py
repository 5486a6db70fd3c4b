# SPDX-License-Identifier: Apache-2.0
"""Who is told when somebody opens a file through break-glass: the supervisors there, and independent reviewers."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.selectors import describe, page_for
from quatrefoil.foundation.records import emergency
from quatrefoil.foundation.records.models import File

CODE = "break_glass.opened"


def declare() -> None:
    """Called once at start."""
    describe(CODE, _("Somebody opened a file through break-glass"))
    page_for("break_glass", lambda _opened: "/records/break-glass/review/")
    emergency.ON_BREAK_GLASS.append(tell)


def tell(opened_id: UUID, file: File) -> None:
    """Notify every supervisor of the file's organisation and every auditor."""
    today = timezone.localdate()
    holds = Q(roles__ends_on__isnull=True) | Q(roles__ends_on__gte=today)
    there = Q(roles__role="supervisor", organisation_id=file.organisation_id)
    reviewers = Member.objects.filter(holds, there | Q(roles__role="auditor"), is_active=True).distinct()
    for member in reviewers.values_list("id", flat=True):
        notify(member, CODE, opened_id, "break_glass", is_urgent=True)
