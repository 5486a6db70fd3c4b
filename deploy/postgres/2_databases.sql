-- SPDX-License-Identifier: Apache-2.0
-- The two databases. Run once, as a superuser:  psql -d postgres -f 2_databases.sql
-- Better still: put the keyring on another server, with its own disk and its own backups.

CREATE DATABASE quatrefoil_data OWNER quatrefoil_owner ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE quatrefoil_keyring OWNER quatrefoil_owner ENCODING 'UTF8' TEMPLATE template0;

REVOKE ALL ON DATABASE quatrefoil_data FROM PUBLIC;
REVOKE ALL ON DATABASE quatrefoil_keyring FROM PUBLIC;

GRANT CONNECT ON DATABASE quatrefoil_data TO quatrefoil_app, quatrefoil_public, quatrefoil_backup;
-- The public side cannot even connect to the keyring.
GRANT CONNECT ON DATABASE quatrefoil_keyring TO quatrefoil_app, quatrefoil_backup;
