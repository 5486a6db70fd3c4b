# SPDX-License-Identifier: Apache-2.0
"""The method commands: one contract for reading, answering, refusing and reporting (docs/reference/commands.md).

This package imports nothing heavy: `quatrefoil` lists the commands with it, and loads one only when it is asked for.
"""

from typing import Final

# name -> (module with `main(arguments) -> exit code`, one line of help)
METHODS: Final = {
    "estimate": (
        "quatrefoil.methods.commands.estimate",
        "how many people no list has seen (multiple systems estimation)",
    ),
    "network": (
        "quatrefoil.methods.commands.network",
        "components, stable communities and brokers of a network of links",
    ),
    "repeats": (
        "quatrefoil.methods.commands.repeats",
        "texts made from one template (for lawfully obtained text only)",
    ),
    "suppliers": (
        "quatrefoil.methods.commands.suppliers",
        "where in a supply chain to look, which suppliers are one, what a statement says",
    ),
    "screen-names": (
        "quatrefoil.methods.commands.screen_names",
        "names that are like names on a watch or licence list: leads for a person",
    ),
    "allocate": (
        "quatrefoil.methods.commands.allocate",
        "where to open or enlarge shelters and services, the worst off first",
    ),
    "match": (
        "quatrefoil.methods.commands.match",
        "beds for people: safety filters first, reasons beside, a person decides",
    ),
    "link": ("quatrefoil.methods.commands.link", "which records speak of the same person, organisation or thing"),
    "screening": (
        "quatrefoil.methods.commands.screening",
        "how good a screening instrument or a test is: reliability, items, accuracy, drift",
    ),
    "index": (
        "quatrefoil.methods.commands.index",
        "a composite index over places, with three robust classes instead of ranks",
    ),
    "survey": (
        "quatrefoil.methods.commands.survey",
        "shares, means and change of a survey with weights, strata and clusters",
    ),
}
