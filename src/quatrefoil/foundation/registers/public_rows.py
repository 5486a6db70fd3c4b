# SPDX-License-Identifier: Apache-2.0
"""What the public process may read of the registers on PostgreSQL: regions, and services that are public. No safe place."""

from quatrefoil.foundation.access import row_security

PUBLIC_ONLY = {
    "registers_service": "is_public AND NOT is_safe_place",
    "registers_body": "EXISTS (SELECT 1 FROM registers_service s WHERE s.body_id = registers_body.id AND s.is_public)",
    "registers_servicelanguage": "EXISTS (SELECT 1 FROM registers_service s WHERE s.id = service_id AND s.is_public)",
    "registers_openinghours": "EXISTS (SELECT 1 FROM registers_service s WHERE s.id = service_id AND s.is_public)",
    "registers_service_regions": "EXISTS (SELECT 1 FROM registers_service s WHERE s.id = service_id AND s.is_public)",
}
READABLE = ("registers_region", "registers_region_neighbours", *PUBLIC_ONLY)


def declare() -> None:
    """Add the grants to those that are applied after every migration."""
    for statement in statements():
        if statement not in row_security.PUBLIC_GRANTS:
            row_security.PUBLIC_GRANTS.append(statement)


def statements() -> tuple[str, ...]:
    """SQL; running it again changes nothing."""
    fences = (line for table, condition in PUBLIC_ONLY.items() for line in _fence(table, condition))
    return (f"GRANT SELECT ON {', '.join(READABLE)} TO {row_security.PUBLIC}", *fences)


def _fence(table: str, condition: str) -> tuple[str, ...]:
    staff = f"{row_security.APP}, {row_security.OWNER}, {row_security.BACKUP}"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {table}_staff ON {table}",
        f"CREATE POLICY {table}_staff ON {table} TO {staff} USING (true) WITH CHECK (true)",
        f"DROP POLICY IF EXISTS {table}_public ON {table}",
        f"CREATE POLICY {table}_public ON {table} FOR SELECT TO {row_security.PUBLIC} USING ({condition})",
    )
