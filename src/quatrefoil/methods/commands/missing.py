# SPDX-License-Identifier: Apache-2.0
"""A package of an extra that is not installed: one sentence that names the extra."""

from importlib import import_module
from types import ModuleType

from quatrefoil.methods.commands.frame import BadInput


def needed(module: str, extra: str, purpose: str) -> ModuleType:
    """Import a module of an extra, or raise BadInput that says how to get it. purpose: as in "to read XLSX"."""
    try:
        return import_module(module)
    except ImportError:
        raise BadInput(f"The extra '{extra}' is needed {purpose}: pip install 'quatrefoil[{extra}]'") from None
