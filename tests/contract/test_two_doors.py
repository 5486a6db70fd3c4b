# SPDX-License-Identifier: Apache-2.0
"""Two doors only: pages, forms and the API touch no table; everything goes through selectors and actions."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

import quatrefoil
from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.access.row_security import guard_of, guarded_models
from quatrefoil.foundation.vault.models import SealedField

SOURCE = Path(quatrefoil.__file__).parent
# What a person or a program meets first. None of these may hold a table in hand.
OUTSIDE = ("views", "api", "forms", "urls", "pages")
# Sign-in happens before anybody acts, so its pages read accounts themselves (DESIGN 5.6).
BEFORE_ANYBODY_ACTS = ("foundation/identity/",)


def outside_modules() -> Iterator[Path]:
    for path in SOURCE.rglob("*.py"):
        stem = path.stem
        is_outside = any(stem == name or stem.endswith(f"_{name}") for name in OUTSIDE)
        if is_outside and not str(path.relative_to(SOURCE)).startswith(BEFORE_ANYBODY_ACTS):
            yield path


def imported_tables(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("quatrefoil."):
            module = importlib.import_module(node.module)
            for alias in node.names:
                found = getattr(module, alias.name, None)
                if isinstance(found, type) and issubclass(found, models.Model):
                    yield f"{path.relative_to(SOURCE)}: {node.module}.{alias.name}"


def test_no_page_form_or_api_holds_a_table_in_hand():
    assert [found for path in outside_modules() for found in imported_tables(path)] == []


def test_the_rule_looks_at_many_modules_and_would_find_one():
    assert len(list(outside_modules())) > 20
    assert list(imported_tables(SOURCE / "foundation" / "records" / "actions.py"))


def test_every_table_with_sealed_values_is_guarded():
    """What is sealed is about a person, so the database fences it too."""
    sealed = [m for m in apps.get_models() if any(isinstance(f, SealedField) for f in m._meta.concrete_fields)]
    assert sealed and [m._meta.label for m in sealed if not issubclass(m, Guarded)] == []


def test_every_table_that_names_a_file_is_guarded():
    """A table with a foreign key to a file is about a person."""
    bare = [
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, Guarded)
        and any(
            getattr(f, "related_model", None) and f.related_model._meta.label == "records.File"
            for f in model._meta.concrete_fields
        )
    ]
    assert bare == []


def test_every_guard_names_a_column_of_its_table():
    for model in guarded_models():
        table, column, part = guard_of(model)
        assert table and column and part


def test_nothing_is_read_without_an_actor():
    from quatrefoil.foundation.identity.actors import NoActor

    for model in guarded_models():
        with pytest.raises(NoActor):
            model.objects.count()


@pytest.mark.django_db(databases=["default", "keyring"])
def test_the_database_fences_every_guarded_table():
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        fenced = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in guarded_models()} <= fenced
