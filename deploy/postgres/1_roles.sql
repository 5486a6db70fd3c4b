-- SPDX-License-Identifier: Apache-2.0
-- The four roles. Run as a superuser of PostgreSQL, in any database:  psql -d postgres -f 1_roles.sql
-- Running it again changes nothing, and mends a role that somebody gave too much.

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['quatrefoil_owner', 'quatrefoil_app', 'quatrefoil_public', 'quatrefoil_backup'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I', wanted);
    END IF;
  END LOOP;
END
$$;

-- Owns the tables, migrates, restores. Nobody serves as this role.
ALTER ROLE quatrefoil_owner LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Serves the staff side and runs the worker, bound by row-level security.
ALTER ROLE quatrefoil_app LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Serves the public side: drops reports in, reads the answers of one receipt, and what is public anyway.
ALTER ROLE quatrefoil_public LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Reads every row for pg_dump and changes none.
ALTER ROLE quatrefoil_backup LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE quatrefoil_backup SET default_transaction_read_only = on;

-- The log of PostgreSQL must not hold what people wrote: no statements, no values, no details of a broken rule.
ALTER ROLE quatrefoil_owner SET log_statement = 'none';
ALTER ROLE quatrefoil_owner SET log_min_duration_statement = -1;
ALTER ROLE quatrefoil_owner SET log_min_error_statement = 'panic';
ALTER ROLE quatrefoil_owner SET log_error_verbosity = 'terse';
ALTER ROLE quatrefoil_app SET log_statement = 'none';
ALTER ROLE quatrefoil_app SET log_min_duration_statement = -1;
ALTER ROLE quatrefoil_app SET log_min_error_statement = 'panic';
ALTER ROLE quatrefoil_app SET log_error_verbosity = 'terse';
ALTER ROLE quatrefoil_public SET log_statement = 'none';
ALTER ROLE quatrefoil_public SET log_min_duration_statement = -1;
ALTER ROLE quatrefoil_public SET log_min_error_statement = 'panic';
ALTER ROLE quatrefoil_public SET log_error_verbosity = 'terse';
