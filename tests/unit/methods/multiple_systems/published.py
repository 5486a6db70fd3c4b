# SPDX-License-Identifier: Apache-2.0
"""Published capture histories: which lists (by position, from 1), how many cases. Histories without cases are left out."""

from quatrefoil.methods.multiple_systems import CaptureTable, from_histories

PUBLISHED = {
    # Silverman 2014; Bales, Hesketh and Silverman 2015 (UK 2013)
    "UKdat": (
        "LA NG PF GO GP NCA",
        (
            "1:54 2:463 3:907 4:695 5:316 6:57 12:15 13:19 14:3 23:56 24:19 25:1 26:3 34:69 35:10 36:31 45:8 "
            "46:6 56:1 123:1 124:1 234:4 236:3 346:1 1234:1"
        ),
    ),
    # Chan, Silverman and Vincent 2021 (PF and NCA merged)
    "UKdat_5": (
        "LA NG PFNCA GO GP",
        "1:54 2:463 3:995 4:695 5:316 12:15 13:19 14:3 23:62 24:19 25:1 34:76 35:11 45:8 123:1 124:1 234:4 1234:1",
    ),
    # Silverman 2020 (GP dropped)
    "UKdat_4": (
        "LA NG PFNCA GO",
        "1:54 2:464 3:1006 4:703 12:15 13:19 14:3 23:62 24:19 34:76 123:1 124:1 234:4 1234:1",
    ),
    # Bales, Murphy and Silverman 2020, 185 cases, as in Chan, Silverman and Vincent 2021
    "NewOrl": (
        "A B C D E F G H",
        "1:25 13:1 14:2 15:1 137:1 145:1 2:5 26:1 3:70 34:1 35:1 37:1 4:33 45:2 5:6 58:1 6:6 7:6 8:21",
    ),
    # Chan, Silverman and Vincent 2021 (B, E, F, G merged)
    "NewOrl_5": (
        "A BEFG C D H",
        "1:25 2:24 3:70 4:33 5:21 12:1 13:1 14:2 23:2 24:2 25:1 34:1 123:1 124:1",
    ),
    # Cruyff, van Dijk and van der Heijden 2017; Silverman 2020 (I and O merged)
    "Ned_5": (
        "IO K P R Z",
        "1:756 2:1299 3:4466 4:650 5:632 12:1 13:81 14:5 15:73 23:44 25:4 34:82 35:125 45:2 134:2 135:11 345:1",
    ),
    # Ball et al. 2002 (killings, the classic benchmark)
    "Kosovo": (
        "EXH ABA OSCE HRW",
        "1:1131 2:845 3:936 4:306 12:177 13:228 14:106 23:217 24:31 34:123 123:181 124:18 134:42 234:32 1234:27",
    ),
    # Ball, Shin and Yang 2018
    "Korea": (
        "b c d",
        "3:41 2:5 1:5 12:54 13:6 123:12",
    ),
    # Chan, Silverman and Vincent 2021, Table 2
    "Artificial_3": (
        "A B C",
        "1:40 2:30 3:20 12:6",
    ),
}


def published(name: str) -> CaptureTable:
    """One of the published tables."""
    names, cells = PUBLISHED[name]
    labels = names.split()
    histories, counts = [], []
    for cell in cells.split():
        lists, count = cell.split(":")
        histories.append([int(str(position) in lists) for position in range(1, len(labels) + 1)])
        counts.append(int(count))
    return from_histories(histories, counts, labels)
