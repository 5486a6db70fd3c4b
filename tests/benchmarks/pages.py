# SPDX-License-Identifier: Apache-2.0
"""Opens pages inside one installation and prints what they cost, as JSON. Run by `tests.benchmarks` in the site's own environment."""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

import django

if TYPE_CHECKING:
    from django.test import Client

    from quatrefoil.foundation.identity.actors import Actor
    from quatrefoil.foundation.identity.models import Member

REQUESTS = int(os.environ.get("QUATREFOIL_BENCH_REQUESTS", "40"))
TICKS = os.sysconf("SC_CLK_TCK")
LIST, RECORD, DASHBOARD = (10, 6.0), (14, 12.0), (None, 15.0)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: median milliseconds of this process, mean milliseconds of the database's, queries, bytes."""

    page: str
    milliseconds: float
    database_milliseconds: float
    queries: int
    most_queries: int | None
    most_milliseconds: float
    grants: int


def main() -> None:
    """Every page for the member who reaches most."""
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    costs = [asdict(cost) for cost in _costs()]
    sys.stdout.write(json.dumps({"costs": costs, "versions": _versions()}))


def _costs() -> "Iterator[Cost]":
    desk, amina = _busiest("advocate", "contact"), _busiest("case_manager", "case")
    chidi, farah = _busiest("supervisor", "case"), _busiest("rapporteur", "case")
    yield _cost("cases, mine", amina, "/cases/", LIST)
    yield _cost("cases of the teams", chidi, "/cases/?view=team", LIST)
    yield _cost("cases of the teams, narrowed by need", chidi, "/cases/?view=team&need=medical", LIST)
    yield _cost("desk", desk, "/hotline/", LIST)
    yield _cost("referrals sent", amina, "/sharing/sent/", LIST)
    yield _cost("record page of a case, with timeline", amina, f"/cases/{_newest(amina, 'case')}/", RECORD)
    yield _cost(
        "record page of a contact, with timeline", desk, f"/hotline/contacts/{_newest(desk, 'contact')}/", RECORD
    )
    yield _cost("home of a case manager", amina, "/", DASHBOARD)
    yield _cost("home of a supervisor", chidi, "/", DASHBOARD)
    yield _cost("home of an advocate", desk, "/", DASHBOARD)
    yield _cost("national page", farah, "/country/", DASHBOARD)


def _busiest(role: str, kind: str) -> "tuple[Member, Actor, int]":
    """The member with this role who reaches most files of a kind."""
    from quatrefoil.foundation.access.models import Reach
    from quatrefoil.foundation.identity.models import Member
    from quatrefoil.foundation.identity.selectors import actor_of

    found = []
    for member in Member.objects.filter(roles__role=role, account__isnull=False).distinct():
        actor = actor_of(member)
        found.append((Reach.objects.filter(holder__in=actor.holders, kind=kind).count(), str(member.id), member, actor))
    grants, _id, member, actor = max(found)
    return member, actor, grants


def _newest(who: "tuple[Member, Actor, int]", kind: str) -> UUID:
    from quatrefoil.foundation.access.models import Reach

    rows = Reach.objects.filter(holder__in=who[1].holders, kind=kind).order_by("-sort_at")
    return rows.values_list("record", flat=True)[0]


def _cost(page: str, who: "tuple[Member, Actor, int]", url: str, budget: tuple[int | None, float]) -> Cost:
    from tests.page_queries import page_queries

    client = _signed_in(who[0])
    asked = len(page_queries(client, url))
    took = []
    before = _database_seconds()
    for _request in range(REQUESTS):
        begun = time.process_time()
        client.get(url)
        took.append(time.process_time() - begun)
    database = (_database_seconds() - before) / REQUESTS
    return Cost(page, 1000 * median(took), 1000 * database, asked, *budget, who[2])


def _signed_in(member: "Member") -> "Client":
    from django.test import Client

    client = Client(headers={"sec-fetch-user": "?1"})
    client.force_login(member.account)  # type: ignore[arg-type]
    session = client.session
    session["member_id"] = str(member.id)
    session.save()
    return client


def _database_seconds() -> float:
    """Processor time of the PostgreSQL process that serves us; SQLite works inside our own."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0.0
    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _versions() -> dict[str, Any]:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        return {"database": f"SQLite {sqlite3.sqlite_version}", "django": django.__version__}
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return {"database": f"PostgreSQL {cursor.fetchone()[0]}", "django": django.__version__}


if __name__ == "__main__":
    main()
