# SPDX-License-Identifier: Apache-2.0
"""Every text of the standards that a person reads is marked for translation."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import quatrefoil.standards
from quatrefoil.standards.codes import CodeList
from quatrefoil.standards.htcds.fields import FIELDS
from quatrefoil.standards.htcds.words import shown
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(quatrefoil.standards.__path__, prefix="quatrefoil.standards.")
)


def marked_texts() -> set[str]:
    folder = Path(quatrefoil.standards.__path__[0])
    calls = (node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        ast.literal_eval(node.args[0])
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
    }


def questionnaire_texts() -> Iterator[str]:
    for known in QUESTIONNAIRES:
        yield from (known.title, known.source)
        for section in known.sections:
            yield from (section.title, section.guidance)
            for item in section.items:
                yield from (item.text, item.guidance, item.follow_up)
                yield from (text for choice in item.choices for text in (choice.text, choice.guidance))


def list_texts() -> Iterator[str]:
    lists = {
        value.name: value
        for module in map(import_module, MODULES)
        for value in vars(module).values()
        if isinstance(value, CodeList) and value.name not in {"websites_and_apps", "vulnerabilities"}
    }
    assert len(lists) > 40
    for known in lists.values():
        yield known.title
        yield from (text for code in known for text in (code.label, code.guidance))


@pytest.mark.parametrize("texts", [questionnaire_texts, list_texts])
def test_every_text_of_questionnaires_and_lists_is_marked_for_translation(texts) -> None:
    assert {text for text in texts() if text} <= marked_texts()


def test_what_is_shown_instead_of_a_code_is_marked_too() -> None:
    marked = marked_texts()
    for field in FIELDS:
        if field.codes and field.codes.name not in {"websites_and_apps", "vulnerabilities"}:
            assert {shown(field, code) for code in field.codes.values()} <= marked
