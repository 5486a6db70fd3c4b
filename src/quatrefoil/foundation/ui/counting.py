# SPDX-License-Identifier: Apache-2.0
"""Many small numbers in one round trip: those of the rail, of tabs and of tiles."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(sets: "Sequence[QuerySet[Any]]") -> list[int]:
    """How many rows each query has, in order, all asked in one query (none where nothing is asked)."""
    asked: dict[int, tuple[str, tuple[Any, ...]]] = {}
    for place, rows in enumerate(sets):
        try:
            asked[place] = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # Django knows already that there are none
            continue
    found = _ask(list(asked.values())) if asked else ()
    numbers = dict(zip(asked, found, strict=True))
    return [numbers.get(place, 0) for place in range(len(sets))]


def _ask(queries: "list[tuple[str, tuple[Any, ...]]]") -> tuple[int, ...]:
    inner = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS c{place})" for place, (sql, _values) in enumerate(queries))  # noqa: S608 - Django's own text; values travel apart
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {inner}", [value for _sql, values in queries for value in values])
        return tuple(cursor.fetchone())
