# SPDX-License-Identifier: Apache-2.0
"""Invented people and beds, and the safety rules written a second time, one person and bed at a time."""

from itertools import combinations

import numpy as np

from quatrefoil.methods import matching

ADULT = 18


def person(name, **more):
    """An adult woman who needs nothing in particular."""
    return {"person": name, "gender": "woman", "age": "30", "access": "none", "no_go": "none", "refuses": "none"} | more


def bed(name, **more):
    """A licensed bed for adults of any gender at a site of its own."""
    known = {
        "bed": name,
        "site": f"site of {name}",
        "region": "north",
        "genders": "any",
        "age_from": "18",
        "age_to": "120",
    }
    return known | {"access": "none", "licence": "yes"} | more


def columns(rows):
    """Rows as columns; what a row does not say is blank."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name, "") for row in rows] for name in names}


def matched(people, beds, pairs=(), **options):
    """Match rows."""
    return matching.match(
        matching.people_from(columns(people)),
        matching.beds_from(columns(beds)),
        matching.pairs_from(columns(pairs)) if pairs else (),
        **options,
    )


def is_safe(one, where, pairs):
    """The filters for one person and one bed, from the objects."""
    barred = {pair.site for pair in pairs if pair.person == one.id and pair.site}
    apart = {pair.other for pair in pairs if pair.kind == "apart" and pair.person == one.id}
    apart |= {pair.person for pair in pairs if pair.kind == "apart" and pair.other == one.id}
    return (
        where.places > 0
        and where.is_licensed
        and (one.gender in where.genders or "any" in where.genders)
        and where.ages[0] <= one.age[0]
        and one.age[1] <= where.ages[1]
        and one.access <= where.access
        and where.region not in one.no_go
        and where.site not in one.refuses | barred
        and not apart & where.residents
    )


def parties_of(people, pairs):
    """Who stays together, as sets of ids."""
    groups = [{each.id} for each in people]
    ties = [{pair.person, pair.other} for pair in pairs if pair.kind == "together"]
    ties += [
        {one.id, other.id}
        for one, other in combinations(people, 2)
        if one.household and one.household == other.household
    ]
    for tie in ties:
        touched = [group for group in groups if group & tie]
        groups = [group for group in groups if not group & tie] + [set().union(*touched)]
    return groups


def is_kept(chosen, people, beds, pairs):
    """Places, parties, pairs apart, rooms. chosen: bed by person, for who has one."""
    by_bed = {each.id: each for each in beds}
    by_person = {each.id: each for each in people}
    at = {name: by_bed[where].site for name, where in chosen.items()}
    counts = {where: list(chosen.values()).count(where) for where in chosen.values()}
    parties = parties_of(people, pairs)
    rooms = {}
    for name, where in chosen.items():
        if by_bed[where].room:
            party = next(frozenset(group) for group in parties if name in group)
            kind = party if len(party) > 1 else (by_person[name].gender, by_person[name].age[0] >= ADULT)
            rooms.setdefault((by_bed[where].site, by_bed[where].room), set()).add(kind)
    return (
        all(number <= by_bed[where].places for where, number in counts.items())
        and all(len({at.get(name) for name in party}) == 1 for party in parties)
        and all(
            pair.person not in at or at[pair.person] != at.get(pair.other)
            for pair in pairs
            if pair.other and pair.kind == "apart"
        )
        and all(len(kinds) == 1 for kinds in rooms.values())
    )


def many(people, beds, seed, *, pairs=0, households=0):
    """Columns of many people and beds, eight beds a site; and pairs of all kinds."""
    rng = np.random.default_rng(seed)
    regions = [f"region {number}" for number in range(20)]
    house = [""] * people
    for number in range(households):
        for place in rng.integers(0, people, 3):
            house[place] = f"house {number}"
    site = np.arange(beds) // 8
    needing = {
        "person": [f"p{place}" for place in range(people)],
        "gender": rng.choice(["woman", "man"], people, p=[0.65, 0.35]),
        "age": rng.integers(3, 60, people),
        "access": rng.choice(["none", "step-free"], people, p=[0.9, 0.1]),
        "no_go": [";".join(rng.choice(regions, 2, replace=False)) for _ in range(people)],
        "refuses": ["none"] * people,
        "household": house,
        "urgency": rng.integers(0, 4, people),
        "waiting_days": rng.integers(0, 120, people),
        "languages": rng.choice(["a", "b", "c", "d"], people),
        "services": rng.choice(["x;y", "x", "", "z"], people),
        "near": rng.choice(regions, people),
    }
    free = {
        "bed": [f"b{place}" for place in range(beds)],
        "site": [f"s{number}" for number in site],
        "region": [regions[number % 20] for number in site],
        "genders": [("woman", "man", "any")[number % 3] for number in site],
        "age_from": [0 if number % 2 else 18 for number in site],
        "age_to": [120 if number % 4 else 37 for number in site],
        "access": rng.choice(["none", "step-free"], beds),
        "licence": ["yes"] * beds,
        "room": [str(place // 2) if number % 2 else "" for place, number in enumerate(site)],
        "languages": rng.choice(["a;b", "c", "d;a"], beds),
    }
    kinds = ("apart", "rather_apart", "rather_together")
    ends = [rng.choice(people, 2, replace=False) for _ in range(pairs)]
    ends = [(one, other) for one, other in ends if not house[one] or house[one] != house[other]]
    tied = {
        "person": [f"p{one}" for one, _ in ends],
        "other": [f"p{other}" for _, other in ends],
        "kind": [kinds[place % 3] for place in range(len(ends))],
    }
    return needing, free, tied
