# SPDX-License-Identifier: Apache-2.0
"""Records of invented people, some of them twice with the errors that clerks make; the truth beside them."""

import random

SYLLABLES = (
    "ba",
    "de",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "ze",
    "han",
    "bor",
    "wil",
    "sam",
    "gre",
    "fat",
    "ol",
)
COLUMNS = ("record_id", "given", "family", "dob", "phone", "street", "street_no", "place", "postcode", "document")


def word(draw, least=2, most=3):
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(least, most)))


def people(n=1500, twice=0.5, seed=3):
    """Columns of records, and record id -> entity."""
    draw = random.Random(seed)
    given, family = [word(draw) for _ in range(80)], [word(draw) for _ in range(400)]
    places = [(word(draw), f"{draw.randint(1000, 9999)}") for _ in range(60)]
    rows, truth = [], {}
    for entity in range(n):
        place, postcode = draw.choice(places)
        born = f"{draw.randint(1950, 2008)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        phone = f"+2519{draw.randint(10**7, 10**8 - 1)}"
        one = [
            draw.choice(given),
            draw.choice(family),
            born,
            phone,
            word(draw, 3, 4),
            str(draw.randint(1, 200)),
            place,
            postcode,
        ]
        one.append(f"et:passport:ep{draw.randint(10**6, 10**7 - 1)}")
        for copy in range(2 if draw.random() < twice else 1):
            record = f"r{len(rows):05}"
            rows.append([record, *(spoilt(draw, one) if copy else one)])
            truth[record] = entity
    draw.shuffle(rows)
    return {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}, truth


def spoilt(draw, cells):
    """A copy with one or two errors."""
    made = list(cells)
    for _ in range(draw.randint(1, 2)):
        what = draw.choice(("typo", "typo", "empty", "swap", "day"))
        at = draw.choice((0, 1, 3, 4))
        if what == "typo" and made[at]:
            cut = draw.randrange(1, len(made[at]))
            made[at] = made[at][:cut] + draw.choice("aeiours") + made[at][cut + 1 :]
        elif what == "empty":
            made[draw.randrange(2, 9)] = ""
        elif what == "swap":
            made[0], made[1] = made[1], made[0]
        elif made[2]:
            year, month, _day = made[2].split("-")
            made[2] = f"{year}-{month}-{draw.randint(1, 28):02}"
    return made


def f1(clusters, truth):
    """Pairwise precision, recall and F1 over clusters."""
    joined = {(a, b) for cluster in clusters for a in cluster for b in cluster if a < b}
    groups = {}
    for record, entity in truth.items():
        groups.setdefault(entity, []).append(record)
    true = {(a, b) for group in groups.values() for a in group for b in group if a < b}
    right = len(joined & true)
    return right / len(joined), right / len(true), 2 * right / (len(joined) + len(true))
