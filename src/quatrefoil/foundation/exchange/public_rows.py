# SPDX-License-Identifier: Apache-2.0
"""What the role of the public process may do on PostgreSQL: insert into the inbox, call a few functions, read one date."""

from typing import Final

from quatrefoil.foundation.access import row_security

# Only a fresh row: nothing that says how far a report is can come from outside.
INSERTABLE: Final = {
    "exchange_inboxreport": "state = 'arrived' AND claimed_by IS NULL AND claimed_at IS NULL AND contact IS NULL AND closed_at IS NULL",
    "exchange_inboxmessage": "taken_in_at IS NULL",
    "exchange_inboxattachment": "true",
}
FUNCTIONS: Final = ("exchange_replies(bytea)", "exchange_take_back_file(uuid, uuid)")

# Fixed search_path: a function that runs as its owner must not find somebody else's tables.
CREATE: Final = (
    """
CREATE OR REPLACE FUNCTION exchange_replies(wanted bytea)
RETURNS TABLE (id uuid, sent_at timestamptz, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT r.id, r.sent_at, r.sealed FROM public.exchange_reply r WHERE r.locator = wanted
   ORDER BY r.sent_at, r.id LIMIT 200 $$
""",
    """
CREATE OR REPLACE FUNCTION exchange_take_back_file(of_report uuid, attachment uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ DELETE FROM public.exchange_inboxattachment a WHERE a.id = attachment AND a.report = of_report
   AND NOT EXISTS (SELECT 1 FROM public.exchange_inboxreport r WHERE r.id = of_report) $$
""",
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in FUNCTIONS),
)
# How much arrived, in counts only, so that all processes keep one threshold; bounded, so that a flood costs no more.
PACE_FUNCTIONS: Final = (
    "exchange_reports_since(timestamptz)", "exchange_bytes_since(timestamptz)", "exchange_look_ups(bigint)",
)  # fmt: skip
MOST_COUNTED: Final = 1_000
BUCKETS: Final = 6  # of ten seconds each
CREATE_PACE: Final = (
    f"""
CREATE OR REPLACE FUNCTION exchange_reports_since(moment timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT count(*) FROM (SELECT 1 FROM public.exchange_inboxreport r WHERE r.received_at > moment LIMIT {MOST_COUNTED}) few $$
""",  # noqa: S608 - a number of ours
    f"""
CREATE OR REPLACE FUNCTION exchange_bytes_since(moment timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce(sum(few.size), 0)::bigint FROM
   (SELECT a.size FROM public.exchange_inboxattachment a WHERE a.received_at > moment LIMIT {MOST_COUNTED}) few $$
""",  # noqa: S608 - a number of ours
    f"""
CREATE OR REPLACE FUNCTION exchange_look_ups(now_in bigint) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ DELETE FROM public.exchange_numberpace WHERE bucket <= now_in - {BUCKETS};
   INSERT INTO public.exchange_numberpace AS p (bucket, look_ups) VALUES (now_in, 1)
   ON CONFLICT (bucket) DO UPDATE SET look_ups = p.look_ups + 1;
   SELECT coalesce(sum(look_ups), 0)::bigint FROM public.exchange_numberpace $$
""",  # noqa: S608 - a number of ours
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in PACE_FUNCTIONS),
)
DROP_PACE: Final = tuple(f"DROP FUNCTION IF EXISTS {name}" for name in PACE_FUNCTIONS)
DROP: Final = tuple(f"DROP FUNCTION IF EXISTS {name}" for name in FUNCTIONS)


def declare() -> None:
    """Add the grants to those that are applied after every migration."""
    for statement in statements():
        if statement not in row_security.PUBLIC_GRANTS:
            row_security.PUBLIC_GRANTS.append(statement)


def statements() -> tuple[str, ...]:
    """SQL; running it again changes nothing."""
    public = row_security.PUBLIC
    fences = (line for table, condition in INSERTABLE.items() for line in _fence(table, condition))
    calls = (f"GRANT EXECUTE ON FUNCTION {name} TO {public}" for name in (*FUNCTIONS, *PACE_FUNCTIONS))
    return (*fences, *calls, f"GRANT SELECT ON exchange_deskduty TO {public}")


def _fence(table: str, condition: str) -> tuple[str, ...]:
    public = row_security.PUBLIC
    return (
        f"GRANT INSERT ON {table} TO {public}",
        f"DROP POLICY IF EXISTS {table}_drop_in ON {table}",
        f"CREATE POLICY {table}_drop_in ON {table} FOR INSERT TO {public} WITH CHECK ({condition})",
    )
