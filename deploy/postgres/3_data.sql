-- SPDX-License-Identifier: Apache-2.0
-- The schema of the data database. Run as a superuser:  psql -d quatrefoil_data -f 3_data.sql
-- Who may use it is granted by `quatrefoil install-database`, together with row-level security.

ALTER SCHEMA public OWNER TO quatrefoil_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
