# SPDX-License-Identifier: Apache-2.0
"""Reference names: a word and four digits, easy to say and hear on the phone. Plants, stones and weather; no animals."""

import secrets

WORDS = (
    "Amber", "Anise", "Ash", "Aspen", "Basil", "Birch", "Breeze", "Cedar", "Clover", "Cloud", "Coral", "Cypress",
    "Dawn", "Drift", "Elder", "Elm", "Fern", "Flint", "Garnet", "Ginger", "Hazel", "Heather", "Holly", "Iris", "Ivory",
    "Ivy", "Jade", "Jasper", "Juniper", "Laurel", "Lavender", "Lilac", "Linden", "Lotus", "Maple", "Marble", "Mint",
    "Moss", "Myrtle", "Nutmeg", "Oak", "Olive", "Onyx", "Opal", "Orchid", "Pearl", "Pebble", "Pine", "Poplar", "Quartz",
    "Rain", "Reed", "River", "Rowan", "Saffron", "Sage", "Sand", "Sesame", "Silver", "Slate", "Sorrel", "Spruce",
    "Summer", "Tamarind", "Thyme", "Topaz", "Tulip", "Velvet", "Verbena", "Violet", "Walnut", "Willow", "Winter", "Yarrow",
)  # fmt: skip


def fresh_name(taken: frozenset[tuple[str, str]] = frozenset()) -> tuple[str, str]:
    """A word and four digits that are not taken yet."""
    while True:
        name = secrets.choice(WORDS), f"{secrets.randbelow(10_000):04d}"
        if name not in taken:
            return name
