-- SPDX-License-Identifier: Apache-2.0
-- The schema of the keyring database. Run as a superuser:  psql -d quatrefoil_keyring -f 4_keyring.sql

ALTER SCHEMA public OWNER TO quatrefoil_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO quatrefoil_app, quatrefoil_backup;
