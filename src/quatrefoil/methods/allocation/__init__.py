# SPDX-License-Identifier: Apache-2.0
"""Where to open or enlarge shelters and services, fairness first; and covering, medians, queues and levelling of budgets.

Nothing heavy is imported before a function is called.
"""

from quatrefoil.methods.allocation.levelling import level
from quatrefoil.methods.allocation.location import (
    Located,
    covering_sites,
    facility_location,
    maximal_covering,
    p_median,
)
from quatrefoil.methods.allocation.planning import Binding, Infeasible, Opened, Plan, allocate, frontier, stability
from quatrefoil.methods.allocation.problem import BadAllocation, Limits, Pool, Problem, problem_from
from quatrefoil.methods.allocation.queues import Queue, abandonment, blocking, servers_needed, waiting

__all__ = [
    "BadAllocation",
    "Binding",
    "Infeasible",
    "Limits",
    "Located",
    "Opened",
    "Plan",
    "Pool",
    "Problem",
    "Queue",
    "abandonment",
    "allocate",
    "blocking",
    "covering_sites",
    "facility_location",
    "frontier",
    "level",
    "maximal_covering",
    "p_median",
    "problem_from",
    "servers_needed",
    "stability",
    "waiting",
]
