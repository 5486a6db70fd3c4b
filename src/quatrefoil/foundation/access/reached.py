# SPDX-License-Identifier: Apache-2.0
"""The condition "this actor reaches the record in this column", written straight into SQL.

Every selector carries it. Django's own Exists says the same, and spends two thirds of a millisecond on building it each time.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

from quatrefoil.foundation.access.models import WHOLE

# The same sentence as the fence of row_security.py; `q` keeps the names apart from those of the query around it.
SQL = (
    "(EXISTS (SELECT 1 FROM access_reach q_r WHERE q_r.record = {column} AND q_r.holder IN ({holders})"
    " AND q_r.part IN (%s, %s) AND (q_r.until IS NULL OR q_r.until > %s))"
    " AND NOT EXISTS (SELECT 1 FROM access_exclusion q_x WHERE q_x.record = {column} AND q_x.holder IN ({holders})"
    " AND q_x.lifted_at IS NULL))"
)


class Reached(Expression):
    """True where one of the holders has a grant in force on the record, and none is excluded from it."""

    conditional = True
    contains_aggregate = False

    def __init__(self, column: str, holders: tuple[UUID, ...], part: str, now: datetime) -> None:
        super().__init__(output_field=BooleanField())
        self.column: Any = F(column)
        self.holders, self.part, self.now = holders, part, now

    def get_source_expressions(self) -> list[Any]:
        """The column that names the record."""
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        """The column, resolved in its query."""
        (self.column,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Both halves of the condition, and their values."""
        column, values = compiler.compile(self.column)
        is_sqlite = connection.vendor == "sqlite"
        holders = [holder.hex if is_sqlite else holder for holder in self.holders]
        now = connection.ops.adapt_datetimefield_value(self.now)
        sql = SQL.format(column=column, holders=", ".join(["%s"] * len(holders)))
        return sql, (*values, *holders, self.part, WHOLE, now, *values, *holders)
