# SPDX-License-Identifier: Apache-2.0
"""What the public process can read of the registers on PostgreSQL: public services, and no trace of a safe place."""

import os
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections

from quatrefoil.foundation.registers import actions, selectors
from tests.postgres import APP, PUBLIC

on_postgres = pytest.mark.skipif(
    os.environ.get("QUATREFOIL_TEST_DATABASE") != "postgres", reason="row-level security is PostgreSQL's"
)


@contextmanager
def as_public():
    """Connect the tests' data connection as the public role, then as the serving role again."""
    settings = connections["default"].settings_dict
    try:
        connections["default"].close()
        settings["USER"] = PUBLIC
        yield
    finally:
        connections["default"].close()
        settings["USER"] = APP


@on_postgres
@pytest.mark.django_db(databases=["default", "keyring"], transaction=True)
def test_safety_13_the_public_role_reads_public_services_and_nothing_of_a_safe_place(people, acting):
    with acting(people.mio) as mio:
        actions.save_region(mio, "N", {"name_en": "North"})
        shown = actions.save_body(mio, {"name": "Port Clinic"})
        hidden = actions.save_body(mio, {"name": "House keepers"})
        clinic = {"need": "medical", "name_en": "Open clinic", "is_public": True}
        house = {"need": "shelter", "name_en": "House", "is_safe_place": True, "cover_name": "Safe place A"}
        actions.save_service(mio, {**clinic, "body_id": shown.id}, languages=["en"], regions=["N"])
        actions.save_service(mio, {**house, "body_id": hidden.id}, languages=["am"], regions=["N"])
    with as_public():
        assert [row.name for row in selectors.public_services()] == ["Open clinic"]
        with connection.cursor() as cursor:
            for table in ("service", "body", "servicelanguage", "service_regions"):
                cursor.execute(f"SELECT count(*) FROM registers_{table}")
                assert cursor.fetchone() == (1,), table
        for statement in (
            "SELECT * FROM sharing_consent",
            "DELETE FROM registers_region",
            "SELECT * FROM records_file",
        ):
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(statement)
