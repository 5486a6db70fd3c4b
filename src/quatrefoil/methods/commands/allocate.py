# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil allocate`: where to open or enlarge shelters and services, the worst off region first."""

import argparse
import math
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal, stage

if TYPE_CHECKING:
    from quatrefoil.methods.allocation import Limits, Plan, Problem

SCHEMA: Final = "allocate-1"
SHOWN: Final = 20
SMALL_WAYS: Final = 1_500  # up to which scenarios are computed unasked
DRAWS: Final = 20
FRONTIER: Final = (0.5, 0.75, 1.0, 1.25, 1.5)  # shares of the budget in the report of a small plan
HELP: Final = (
    "Where to open or enlarge, and for whom: first the coverage of the worst off region, then as many people as can be, then short ways. "
    "A plan to talk about; it stands on needs that are estimates."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("allocate", HELP)
    made.add_argument(
        "--regions",
        required=True,
        metavar="FILE",
        help="region, group, need (people a year); where known need_low, need_high",
    )
    made.add_argument(
        "--sites",
        required=True,
        metavar="FILE",
        help="site, group, beds, max_new, fixed_cost, bed_cost, turnover (people per bed and year)",
    )
    made.add_argument(
        "--travel", required=True, metavar="FILE", help="region, site, km, allowed; a safe place stands at its region"
    )
    made.add_argument("--budget", type=float, help="money that may be spent (default: no limit)")
    made.add_argument("--most-sites", type=int, metavar="N", help="most sites that are opened or enlarged")
    made.add_argument(
        "--min-coverage",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the need that each region must get at least",
    )
    made.add_argument("--max-km", type=float, default=math.inf, metavar="KM", help="longest way")
    made.add_argument(
        "--must-open",
        action="append",
        default=[],
        metavar="SITE",
        help="a site that is opened in any case; may be repeated",
    )
    made.add_argument(
        "--objective",
        choices=["fair", "served"],
        default="fair",
        help="the worst off region first, or only the number of people",
    )
    made.add_argument(
        "--scenarios",
        type=int,
        metavar="N",
        help=f"needs drawn anew for the stability of sites (default: {DRAWS} where the task is small)",
    )
    return made  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, plan, and put the answer into words."""
    from quatrefoil.methods.allocation import BadAllocation, Infeasible, allocate, problem_from
    from quatrefoil.methods.commands.reading import read

    if given.scenarios is not None and not 0 <= given.scenarios <= 10_000:
        raise BadInput("--scenarios is a number from 0 to 10000.")
    given.seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    try:
        limits = _limits(given)
        problem = problem_from(*(read(path).columns for path in (given.regions, given.sites, given.travel)))
        stage(f"Planning {len(problem.regions):,} regions and {len(problem.sites):,} sites")
        plan = allocate(problem, limits, fair=given.objective == "fair")
        stable = _stability(given, problem, limits)
        report = _report(given, problem, limits, plan, stable)
    except BadAllocation as bad:
        raise BadInput(str(bad)) from None
    except Infeasible as conflict:
        raise Refusal(
            [("infeasible", str(conflict)), *((f"conflict_{kind}", WORDS[kind]) for kind in conflict.kinds)]
        ) from None
    return Answer(SCHEMA, keys_of(plan, stable), _text(plan, stable), _warnings(given, plan, stable), report)


WORDS: Final = {
    "budget": "The budget (--budget) is part of the conflict.",
    "sites": "The most sites (--most-sites) are part of the conflict.",
    "min_coverage": "The least coverage (--min-coverage) is part of the conflict.",
    "must_open": "The sites that must open (--must-open) are part of the conflict.",
    "beds_that_can_be_added": "The beds that can be added (column 'max_new') are part of the conflict.",
    "travel": "The ways (columns 'allowed' and 'km', --max-km) and the groups of the sites are part of the conflict.",
}


def _limits(given: argparse.Namespace) -> "Limits":
    from quatrefoil.methods.allocation import Limits

    return Limits(given.budget, given.most_sites, given.min_coverage, given.max_km, tuple(given.must_open))


def _stability(given: argparse.Namespace, problem: "Problem", limits: "Limits") -> dict[str, float] | None:
    """The share of scenarios in which each site is chosen; None where none were asked for."""
    import numpy as np

    from quatrefoil.methods.allocation import stability

    is_small = problem.km.size <= SMALL_WAYS
    draws = given.scenarios if given.scenarios is not None else DRAWS if is_small else 0
    if not draws:
        return None
    return stability(
        problem, limits, draws=draws, rng=np.random.default_rng(given.seed), fair=given.objective == "fair", progress=Progress("scenarios")
    )  # fmt: skip


def keys_of(plan: "Plan", stable: dict[str, float] | None) -> dict[str, Any]:
    """The keys of the contract, and what stands behind them."""
    return {
        "opened": [{"site": each.site, "new_beds": each.new_beds, "cost": each.cost} for each in plan.opened],
        "beds": [{"site": site, "group": group, "now": now, "new": new} for site, group, now, new in plan.beds],
        "served": plan.served,
        "need": plan.need,
        "min_coverage": plan.min_coverage,
        "coverage": [{"region": name, "share": share} for name, share in plan.coverage.items()],
        "unreached": list(plan.unreached),
        "cost": plan.cost,
        "mean_km": plan.mean_km,
        "gap": plan.gap,
        "binding": [{"constraint": each.constraint, "where": each.where, "limit": each.limit, "worth": each.worth} for each in plan.binding],
        "flows": [{"region": region, "group": group, "site": site, "people": people, "km": km} for region, group, site, people, km in plan.flows],
        "stability": stable,
    }  # fmt: skip


def _head(plan: "Plan") -> list[str]:
    return [
        f"{plan.served:,.0f} of {plan.need:,.0f} people a year are served; the worst off region that can be reached gets {plan.min_coverage:.1%} of its need.",
        f"{len(plan.opened)} sites are opened or enlarged, for {plan.cost:,.0f}. The mean way is {plan.mean_km:,.0f} km.",
    ]


def _text(plan: "Plan", stable: dict[str, float] | None) -> str:
    lines = [*_head(plan), ""]
    for each in plan.opened[:SHOWN]:
        often = f"; chosen in {stable[each.site]:.0%} of scenarios" if stable is not None else ""
        lines.append(f"  {each.site}: {each.new_beds} beds more for {each.cost:,.0f}{often}")
    lines += [f"  what binds: {_bind(each)}" for each in plan.binding[:5]]
    return "\n".join(lines)


def _bind(each: Any) -> str:
    unit = {"budget": "100,000 more", "beds": "one bed more", "max_new": "room for one bed more"}[each.constraint]
    return f"{each.constraint} ({each.where}): {unit} would serve {each.worth:.1f} people more"


def _warnings(given: argparse.Namespace, plan: "Plan", stable: dict[str, float] | None) -> list[tuple[str, str]]:
    said = [("needs_are_estimates", "The needs are estimates, and people who are not counted are not planned for. Talk about the plan with those who run the sites and who used them.")]  # fmt: skip
    if given.budget is None:
        said.append(
            ("no_budget", "There is no budget, so every site that serves somebody is opened. Give one with --budget.")
        )
    if plan.unreached:
        names = ", ".join(plan.unreached[:10]) + (" and others" if len(plan.unreached) > 10 else "")
        said.append(
            (
                "unreached",
                f"No site that takes their groups can be reached from {names}; the worst coverage leaves them out.",
            )
        )
    if stable is None:
        said.append(
            ("no_scenarios", "No scenarios were computed, so 'stability' is null. Ask for them with --scenarios.")
        )
    return said


def _report(
    given: argparse.Namespace, problem: "Problem", limits: "Limits", plan: "Plan", stable: dict[str, float] | None
) -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

    opened = [(each.site, str(each.new_beds), f"{each.cost:,.0f}", _often(stable, each.site)) for each in plan.opened]
    figures = [
        Figure(
            "Share of the need met in each region, the worst off first",
            "Bars: coverage of the regions, rising",
            plan.plot,
        )
    ]
    points = _frontier(given, problem, limits)
    if points:
        figures.append(
            Figure(
                "People served and the worst coverage by budget",
                "Two lines that rise with the budget",
                lambda ax: draw_frontier(ax, points),
            )
        )
    return Report(
        title="Where to open or enlarge",
        summary=_head(plan),
        warnings=[text for _code, text in _warnings(given, plan, stable)],
        sections=[
            Section("The plan", [], [Grid("Sites", ("site", "beds more", "cost", "chosen in scenarios"), opened)], figures),
            Section("What binds", ["What one step more of a limit would be worth, with the opened sites held."],
                    [Grid("Limits", ("limit", "where", "people more"), [(each.constraint, each.where, f"{each.worth:.1f}") for each in plan.binding])]),
            Section("Regions", [], [Grid("Coverage", ("region", "share of the need"), [(name, f"{part:.1%}") for name, part in sorted(plan.coverage.items(), key=lambda pair: pair[1])])]),
        ],
        foot=f"Made with quatrefoil allocate, seed {given.seed}. The solver may be up to {plan.gap:.2%} from the best.",
    )  # fmt: skip


def _often(stable: dict[str, float] | None, site: str) -> str:
    return "not computed" if stable is None else f"{stable[site]:.0%}"


def _frontier(given: argparse.Namespace, problem: "Problem", limits: "Limits") -> list[tuple[float, float, float]]:
    """What other budgets would reach, for small plans whose other limits leave room for it."""
    from quatrefoil.methods.allocation import Infeasible, frontier

    if not given.budget or problem.km.size > SMALL_WAYS:
        return []
    found = []
    for part in FRONTIER:
        try:
            found += frontier(problem, limits, [part * given.budget], fair=given.objective == "fair")
        except Infeasible:
            continue
    return found


def draw_frontier(ax: Any, points: list[tuple[float, float, float]]) -> None:
    """People on the left axis, the worst coverage on the right."""
    budgets, served, least = zip(*points, strict=True)
    ax.plot(budgets, served, marker="o", color="#1d3d36")
    ax.set_xlabel("budget")
    ax.set_ylabel("people served a year")
    ax.set_ylim(bottom=0)
    other = ax.twinx()
    other.plot(budgets, [100 * share for share in least], marker="s", linestyle="--", color="#b5651d")
    other.set_ylabel("worst coverage, % (dashed)")
    other.set_ylim(0, 100)
