# SPDX-License-Identifier: Apache-2.0
"""Row-level security, written from the models' own guards; applied by the owner after every migration.

A fence for visibility only (DESIGN 5.3): the rows of a guarded table are seen where reach says so and no
exclusion stands. Whether an act is allowed is decided by actions.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.management import CommandError
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

from quatrefoil.foundation.access.models import HOLDER, Guarded
from quatrefoil.foundation.audit.append_only import append_only_tables

APP, PUBLIC, OWNER, BACKUP = "quatrefoil_app", "quatrefoil_public", "quatrefoil_owner", "quatrefoil_backup"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION quatrefoil_actor() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT NULLIF(current_setting('quatrefoil.actor', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION quatrefoil_list(name text) RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT COALESCE(NULLIF(current_setting(name, true), ''), '{}')::text[] $$;
CREATE OR REPLACE FUNCTION quatrefoil_holders() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT quatrefoil_list('quatrefoil.holders')::uuid[] $$;
CREATE OR REPLACE FUNCTION quatrefoil_now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT COALESCE(NULLIF(current_setting('quatrefoil.now', true), '')::timestamptz, now()) $$;
CREATE OR REPLACE FUNCTION quatrefoil_sees(kind text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT quatrefoil_actor() IS NOT NULL AND kind = ANY(quatrefoil_list('quatrefoil.parts')) $$;
CREATE OR REPLACE FUNCTION quatrefoil_everywhere(kind text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT quatrefoil_actor() IS NOT NULL AND kind = ANY(quatrefoil_list('quatrefoil.everywhere')) $$;
"""

VISIBLE = """
(SELECT quatrefoil_everywhere('{part}')) OR (
  (SELECT quatrefoil_sees('{part}'))
  AND EXISTS (SELECT 1 FROM access_reach r WHERE r.record = {table}.{column}
      AND r.holder = ANY((SELECT quatrefoil_holders())::uuid[])
      AND r.part IN ('{part}', '*') AND (r.until IS NULL OR r.until > (SELECT quatrefoil_now())))
  AND NOT EXISTS (SELECT 1 FROM access_exclusion x WHERE x.record = {table}.{column}
      AND x.holder = ANY((SELECT quatrefoil_holders())::uuid[]) AND x.lifted_at IS NULL))
"""

# Some rows are addressed to somebody rather than about a record: guard = (column, "@holder").
ADDRESSED = "{table}.{column} = ANY((SELECT quatrefoil_holders())::uuid[]) OR (SELECT quatrefoil_everywhere('@holder'))"


def guarded_models() -> list[type[Guarded]]:
    """Every concrete table about people."""
    return [model for model in apps.get_models() if issubclass(model, Guarded)]


def guard_of(model: type[Guarded]) -> tuple[str, str, str]:
    """Table, column and part kind of a guarded model."""
    column, part = model.guard
    field = next(field for field in model._meta.concrete_fields if column in (field.name, field.attname))
    return model._meta.db_table, field.get_attname(), part


def statements() -> Iterator[str]:
    """All SQL, in order; running it again changes nothing."""
    yield FUNCTIONS
    for model in guarded_models():
        yield from _guard(*guard_of(model))
    yield from grants()


def _guard(table: str, column: str, part: str) -> Iterator[str]:
    seen = (ADDRESSED if part == HOLDER else VISIBLE).format(table=table, column=column, part=part)
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for name in ("owner", "backup", "see", "add", "change", "remove"):
        yield f"DROP POLICY IF EXISTS {table}_{name} ON {table}"
    # Without this the owner's own data migrations would change nothing, silently.
    yield f"CREATE POLICY {table}_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true)"
    yield f"CREATE POLICY {table}_see ON {table} FOR SELECT TO {APP} USING ({seen})"
    yield f"CREATE POLICY {table}_add ON {table} FOR INSERT TO {APP} WITH CHECK (quatrefoil_actor() IS NOT NULL)"
    yield f"CREATE POLICY {table}_change ON {table} FOR UPDATE TO {APP} USING ({seen}) WITH CHECK (quatrefoil_actor() IS NOT NULL)"
    yield f"CREATE POLICY {table}_remove ON {table} FOR DELETE TO {APP} USING ({seen})"


def grants() -> Iterator[str]:
    """What each role may do with each table."""
    yield f"GRANT USAGE ON SCHEMA public TO {APP}, {PUBLIC}, {BACKUP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}"
    for table in append_only_tables():
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP}"
    yield from PUBLIC_GRANTS


# The exchange room adds what the public process may insert and the function it may call.
PUBLIC_GRANTS: list[str] = []


def harden(connection: BaseDatabaseWrapper) -> int:
    """Apply everything as the owner; returns the number of guarded tables. Nothing to do on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
    return len(guarded_models())


def unsafe_role(connection: BaseDatabaseWrapper) -> str:
    """Why the process must not serve with this database role ('' when it may)."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user")
        is_super, bypasses, role = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        owned = cursor.fetchone()[0]
    return _reason(is_super=is_super, bypasses=bypasses, owned=owned, role=role)


def refuse_unsafe_role() -> None:
    """For commands that act on files: stop them where row-level security would not hold for their database role."""
    reason = unsafe_role(default_connection)
    if reason:
        raise CommandError(reason)


def _reason(*, is_super: bool, bypasses: bool, owned: int, role: str) -> str:
    if is_super:
        return f"The database role {role} is a superuser: row-level security would not hold. Serve as {APP}."
    if bypasses:
        return f"The database role {role} has BYPASSRLS. Serve as {APP}."
    if owned:
        return f"The database role {role} owns {owned} tables. Serve as {APP}, migrate as {OWNER}."
    return ""
