# SPDX-License-Identifier: Apache-2.0
"""An invented list, invented suppliers and invented statements. No firm and no finding here is real."""

from quatrefoil.methods.supply_chain.edition_files import from_columns

LIST = {
    "good": ["Bricks (clay)", "Cotton", "Cotton", "Thread/Yarn", "Pepper", "Peppers", "Solar Cells"],
    "country": ["Peru", "India", "Turkey (Türkiye)", "India", "Vietnam", "Paraguay", "China"],
    "child_labor": ["1", "1", "0", "1", "1", "1", "0"],
    "forced_labor": ["1", "0", "1", "0", "0", "0", "0"],
    "forced_child_labor": ["0", "0", "0", "0", "0", "0", "0"],
    "derived": ["0", "0", "0", "0", "0", "0", "1"],
}


def edition(name="2022", **columns):
    return from_columns({**LIST, **columns}, name, "invented list")[0]


def suppliers(*rows):
    """Rows of supplier_id, country, good and, if wanted, buys_from and share."""
    names = ("supplier_id", "country", "good", "buys_from", "share")
    filled = [(*row, *[""] * (5 - len(row))) for row in rows]
    return {name: [row[place] for row in filled] for place, name in enumerate(names)}


def statements(count=12):
    """Labelled sentences of invented firms: approval and risks."""
    rows = []
    for number in range(count):
        rows += [
            (f"s{number}", f"Invented Firm {number} sells chairs and tables", 0, 0),
            (f"s{number}", f"The risk of forced labour is in our cotton supply, part {number}", 0, 1),
            (f"s{number}", f"There are risks of debt bondage among workers of agency {number}", 0, 1),
            (f"s{number}", f"This statement was approved by the board of firm {number}", 1, 0),
        ]
    return {
        name: [row[place] for row in rows]
        for place, name in enumerate(("statement_id", "sentence", "Approval", "Risks"))
    }
