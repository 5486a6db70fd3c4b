# SPDX-License-Identifier: Apache-2.0
"""Every act that the code writes to the audit reads as a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import quatrefoil
from quatrefoil.foundation.audit import words

SOURCE = Path(quatrefoil.__file__).parent
WRITERS = {"wrote", "read", "refused"}


def acts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS
        if is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "trail" and node.args:
            yield from texts(node.args[0])


def texts(node: ast.AST) -> Iterator[str]:
    """A literal, both sides of a choice, or the fixed beginning of a formatted text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value)


def test_every_act_in_the_code_is_described():
    found = {act for path in SOURCE.rglob("*.py") for act in acts(ast.parse(path.read_text()))}
    assert "part.open" in found
    undescribed = {act for act in found if act not in words.ACTS and f"{act.partition('.')[0]}.*" not in words.ACTS}
    assert undescribed == set(), "describe these in the audit_words.py of the wing that writes them"
