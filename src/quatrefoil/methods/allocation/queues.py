# SPDX-License-Identifier: Apache-2.0
"""How many beds or lines: queues with one rate of arrival, stays of any mean, and people who may give up.

All take the offered load in erlangs: arrivals per day times the mean stay in days.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_SERVERS: Final = 1_000_000
TINY: Final = 1e-15  # terms of a sum below this share of it are left out


@dataclass(frozen=True, slots=True)
class Queue:
    """In the long run. delayed: share who waits at all; abandoned: share who gives up; wait: mean, in units of the mean stay."""

    delayed: float
    abandoned: float
    wait: float


def blocking(load: float, servers: int) -> float:
    """Share of arrivals turned away when nobody waits (Erlang B).

    load: erlangs, 0 or more; servers: 0 or more. Raises ValueError. Source: Erlang 1917; recursion over the servers.
    """
    _refuse(load, servers)
    share = 1.0
    for number in range(1, servers + 1):
        share = load * share / (number + load * share)
    return share


def waiting(load: float, servers: int) -> float:
    """Share of arrivals who must wait when all wait as long as it takes (Erlang C); 1 where the load is not below the servers.

    Source: Erlang 1917, from Erlang B.
    """
    _refuse(load, servers)
    if load >= servers:
        return 1.0 if load else 0.0
    blocked = blocking(load, servers)
    return blocked / (1 - load / servers * (1 - blocked))


def abandonment(load: float, servers: int, patience: float) -> Queue:
    """The queue with people who give up (Erlang A, M/M/n+M).

    patience: mean time until who waits gives up, in units of the mean stay, above 0. Raises ValueError.
    Source: Palm 1957; Garnett, Mandelbaum & Reiman 2002: the stationary law of the birth and death process.
    """
    _refuse(load, servers)
    if not 0 < patience < math.inf:
        raise ValueError("The patience is a finite number above 0, in units of the mean stay.")
    if not load:
        return Queue(0.0, 0.0, 0.0)
    # Weight of k waiting, relative to nobody waiting and all servers busy; and of a server free, from Erlang B.
    weight, total, queued, waiting_people = 1.0, 1.0, 0.0, 0
    while weight > TINY * total or waiting_people * (1 / patience) < load - servers:
        waiting_people += 1
        weight *= load / (servers + waiting_people / patience)
        total += weight
        queued += weight * waiting_people
        if total > 1e250:
            weight, total, queued = weight / total, 1.0, queued / total
            return _abandoned_from(load, servers, patience, weight, queued, waiting_people)
    blocked = blocking(load, servers)
    everything = 1 / blocked - 1 + total if blocked else math.inf
    return Queue(total / everything, queued / everything / patience / load, queued / everything / load)


def _abandoned_from(load: float, servers: int, patience: float, weight: float, queued: float, begun: int) -> Queue:
    """Very crowded: all servers are always busy, and the sum goes on from its scaled part."""
    total, number = 1.0, begun
    while weight > TINY * total or number / patience < load - servers:
        number += 1
        weight *= load / (servers + number / patience)
        total += weight
        queued += weight * number
        if total > 1e250:
            weight, queued, total = weight / total, queued / total, 1.0
    mean = queued / total
    return Queue(1.0, mean / patience / load, mean / load)


def servers_needed(load: float, most: float, share: Callable[[float, int], float] = blocking) -> int:
    """The fewest servers with which at most a share is turned away or must wait.

    most: the share, above 0 and below 1; share: `blocking`, `waiting`, or a function of load and servers that falls with the servers.
    """
    if not 0 < most < 1:
        raise ValueError("The share lies between 0 and 1, such as 0.05.")
    _refuse(load, 0)
    high = 1
    while share(load, high) > most:
        high *= 2
        if high > MOST_SERVERS:
            raise ValueError("More than a million servers would be needed. Check the load.")
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if share(load, middle) > most else (low, middle)
    return high if share(load, low) > most else low


def _refuse(load: float, servers: int) -> None:
    if not 0 <= load < math.inf:
        raise ValueError(
            "The load is a finite number of erlangs, 0 or more: arrivals per day times the mean stay in days."
        )
    if not 0 <= servers <= MOST_SERVERS:
        raise ValueError("The servers are a whole number from 0 to a million.")
