# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil suppliers score|match|statement|list`: where in a supply chain to look, and what a statement says."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from quatrefoil.methods.commands.frame import BAD_INPUT, DONE

SCHEMA: Final = "suppliers-1"
# name -> (module with `main(arguments) -> exit code`, one line of help)
PARTS: Final = {
    "score": ("suppliers_score", "score suppliers by good, country and list, and follow what buyers buy through tiers"),
    "match": (
        "suppliers_match",
        "find suppliers of two files that are probably one; or fit the model on your own labels",
    ),
    "statement": (
        "suppliers_statement",
        "point at the sentences of modern slavery statements that speak to each criterion",
    ),
    "list": ("suppliers_list", "read editions of the US Department of Labor's list of goods and show what changed"),
}
NO_VERDICT: Final = (
    "A score is a reason to look, not a verdict: the list names goods and countries, never firms, and what is not on it has "
    "not been cleared. Leaving a supplier leaves its workers too; ask, look and put right with them first."
)


def main(arguments: Sequence[str]) -> int:
    """Run one part; the exit code."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(usage())
        return DONE if arguments else BAD_INPUT
    if arguments[0] not in PARTS:
        sys.stderr.write(f"quatrefoil suppliers: there is no '{arguments[0]}'.\n{usage()}")
        return BAD_INPUT
    part: Callable[[Sequence[str]], int] = import_module(f"quatrefoil.methods.commands.{PARTS[arguments[0]][0]}").main
    return part(arguments[1:])


def usage() -> str:
    """The parts with a line each."""
    lines = "\n".join(f"  {name:12}{text}" for name, (_, text) in PARTS.items())
    return f"usage: quatrefoil suppliers PART [options]\n\n{lines}\n\n{NO_VERDICT}\n"
