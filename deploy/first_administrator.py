# SPDX-License-Identifier: Apache-2.0
"""The first organisation and its administrator, in an installation that has nobody yet.

Run as the staff user:  ORGANISATION="…" KIND=central_government EMAIL=… NAME="…" quatrefoil manage shell < first_administrator.py
It prints a link that works once, for 30 minutes. Everybody else is invited on the pages, and further organisations are added there.
"""

import os

from django.conf import settings

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.invitations import link_for
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Organisation, OrganisationKind

if Member.objects.exists():
    raise SystemExit("There are members already. Ask an administrator for an invitation.")
organisation = Organisation(
    name=os.environ["ORGANISATION"], kind=OrganisationKind(os.environ["KIND"]), runs_installation=True
)
with acting_as(system_actor("operator"), "first administrator"):
    organisation.save(force_insert=True)
    account = Account.objects.create_user(os.environ["EMAIL"])
    member = Member.objects.create(account=account, organisation=organisation, name=os.environ["NAME"])
    MemberRole.objects.create(member=member, role="administrator")
    trail.wrote("member.invite", member.id, detail="administrator")
print(f"{settings.OPTIONS.staff_url}{link_for(account)}")
