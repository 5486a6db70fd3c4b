# SPDX-License-Identifier: Apache-2.0
"""Learning without labels: how often parts agree among pairs that match and among pairs that do not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.record_linkage import blocking
from quatrefoil.methods.record_linkage.comparisons import ITERATIONS, WORDS, Learnt
from quatrefoil.methods.record_linkage.errors import Reason, Refused

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker

SAMPLED: Final = 2e6  # random pairs from which agreement by chance is learnt
MOST_PAIRS: Final = 1e6  # of one session of expectation maximisation
RECALL: Final = (
    0.6  # guess of what the surest rule finds; only where fitting begins, the prior is fitted to the pairs later
)
LEAST_SEEN: Final = 1e-6  # agreement by chance is never held to be rarer than the sample can show
LEAST_MATCHING: Final = 1e-3  # no level is ever held to be impossible among matches

SESSIONS: Final = (("born_year", "born_month", "born_day"), ("family_bones", "given_bones"), ("phone",), ("document",))
"""Pairs that agree on these columns are looked at, and everything else is learnt from them. The columns are those of a
comparison, so that Splink leaves it out: what all pairs share teaches nothing."""
SURE: Final = (("phone", "family_bones"), ("dob", "name_bones"), ("document",), ("name_bones", "place"))


TOO_FEW: Final = (
    "There are too few alike pairs to learn from. Give the model of an earlier run on records like these (--model)."
)


@dataclass(frozen=True, slots=True)
class Session:
    """One session of expectation maximisation. matching: the share of its pairs that match; iterations: until it stood."""

    rule: tuple[str, ...]
    iterations: int
    matching: float


@dataclass(frozen=True, slots=True)
class Training:
    """What was learnt, and how it went."""

    learnt: Learnt
    sessions: tuple[Session, ...]


def train(linker: "Linker", columns: frozenset[str], *, seed: int, stage: Callable[[str], None]) -> Training:
    """Learn all parameters from the records themselves. Raises Refused when it does not converge."""
    stage("Learning how often parts agree by chance")
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=seed)
    rules = blocking.usable(columns, SESSIONS)
    sessions = [held for rule in rules if (held := _session(linker, rule, stage))]
    said = linker.misc.save_model_to_json()
    learnt = Learnt(
        float(said["probability_two_random_records_match"]),
        {comparison["output_column_name"]: dict(_levels(comparison)) for comparison in said["comparisons"]},
    )
    _refuse(sessions, learnt, _untrained(said))
    return Training(learnt, tuple(sessions))


def first_prior(people: "pa.Table", columns: frozenset[str], possible: float, *, between: bool) -> float:
    """A share of matches to begin with, from pairs that agree on what two people seldom share. Raises Refused without any."""
    counts = blocking.counted(people, blocking.usable(columns, SURE), between=between)
    most = max((count.pairs for count in counts), default=0)
    if most == 0:
        raise Refused(Reason("training_did_not_converge", TOO_FEW))
    return min(max(most / RECALL / possible, 1.0 / possible), 0.5)


def _session(linker: "Linker", rule: tuple[str, ...], stage: Callable[[str], None]) -> Session | None:
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    stage(f"Learning from pairs with the same {' and '.join(rule)}")
    try:
        held = linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), estimate_without_term_frequencies=True, max_pairs=MOST_PAIRS
        )
    except EMTrainingException:  # no two records agree on these columns
        return None
    history = held._core_model_settings_history  # noqa: SLF001 - Splink tells it in charts only
    return Session(rule, len(history) - 1, float(history[-1].probability_two_random_records_match))


def _levels(comparison: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Words of a level -> (m, u). What no pair showed stands at its least."""
    for level in comparison["comparison_levels"]:
        if not level.get("is_null_level"):
            m, u = _number(level.get("m_probability")), _number(level.get("u_probability"))
            yield level["label_for_charts"], (max(m, LEAST_MATCHING), max(u, LEAST_SEEN))


def _number(said: Any) -> float:
    return float(said) if isinstance(said, int | float) else 0.0


def _untrained(said: Mapping[str, Any]) -> list[str]:
    """Comparisons of which no session saw a level among matches."""
    return [
        comparison["output_column_name"]
        for comparison in said["comparisons"]
        if not any(_number(level.get("m_probability")) for level in comparison["comparison_levels"])
    ]


def _refuse(sessions: Sequence[Session], learnt: Learnt, untrained: Sequence[str]) -> None:
    reasons = [
        Reason(
            "training_did_not_converge", f"Learning from pairs with the same {' and '.join(each.rule)} did not settle."
        )
        for each in sessions
        if each.iterations >= ITERATIONS
    ]
    upside_down = [name for name, levels in learnt.levels.items() if not _makes_sense(levels)]
    names = ", ".join(WORDS[name] for name in dict.fromkeys([*untrained, *upside_down]))
    if names:
        words = f"Nothing sensible was learnt about {names}. {TOO_FEW}"
        reasons.append(Reason("training_did_not_converge", words))
    if reasons:
        raise Refused(*reasons)


def _makes_sense(levels: Mapping[str, tuple[float, float]]) -> bool:
    """Equal speaks for a match, and different against it."""
    weights = [m / u for m, u in levels.values()]
    return weights[0] > 1.0 > weights[-1]
