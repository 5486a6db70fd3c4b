# SPDX-License-Identifier: Apache-2.0
"""One estimate by one method, with an interval that includes the choice of the model, or a refusal with its reasons."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from scipy.special import ndtri

from quatrefoil.methods.multiple_systems import bootstrap as resampling
from quatrefoil.methods.multiple_systems import decomposable, families, information, latent_classes, noise, stepwise
from quatrefoil.methods.multiple_systems.bootstrap import Bootstrap, Limits
from quatrefoil.methods.multiple_systems.cells import BoolArray, FloatArray, pairs_of, sizes, superset_sums
from quatrefoil.methods.multiple_systems.errors import Reason, Refused
from quatrefoil.methods.multiple_systems.existence import Status, settle
from quatrefoil.methods.multiple_systems.fitting import Fits, Structure, structure_of
from quatrefoil.methods.multiple_systems.table import CaptureTable
from quatrefoil.methods.multiple_systems.two_lists import chao, chapman

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["main", "stepwise", "pairs", "bic", "dga", "chapman", "chao", "lcm"]
METHODS: Final[tuple[Method, ...]] = ("main", "stepwise", "pairs", "bic", "dga", "chapman", "chao", "lcm")
Progress = Callable[[int, int], None]

TOP_MODELS: Final = 100  # refitted in each resample of the BIC search
LOW_COVERAGE: Final = 0.2  # observed share of the total below which the total is mostly assumption
ROUNDS_OF_AUTO: Final = 3  # of adding replicates until a limit is carried by them


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of the total, people. kind: how they were made."""

    level: float
    low: float
    high: float
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """How many people there are in all, by one method.

    observed, unseen, total: people. effects: pairs of list names that the model lets depend on each other, empty overlaps
    included. interval: with the choice of the model repeated, None where none can be given. fixed_interval: as if the
    model had been known beforehand; too narrow. members: of the model, shape (2^t,), None for methods without one.
    """

    method: Method
    model: str
    observed: int
    unseen: float
    total: float
    effects: tuple[tuple[str, str], ...]
    status: Status
    interval: Interval | None
    fixed_interval: Interval | None
    deviance: float | None
    aic: float | None
    bic: float | None
    warnings: tuple[Reason, ...]
    members: BoolArray | None = None
    bootstrap: Bootstrap | None = None

    @property
    def coverage(self) -> float:
        """Share of the total that the lists have seen, in (0, 1]."""
        return self.observed / self.total

    def to_frame(self) -> "pd.DataFrame":
        """One row."""
        import pandas as pd

        interval = self.interval or Interval(float("nan"), float("nan"), float("nan"), "")
        row = {
            "method": self.method, "model": self.model, "observed": self.observed, "unseen": self.unseen,
            "total": self.total, "low": interval.low, "high": interval.high, "kind": interval.kind,
        }  # fmt: skip
        return pd.DataFrame([row])

    def plot(self, ax: Any) -> None:
        """The estimate with its interval as one line. ax: matplotlib axes."""
        if self.interval:
            ax.plot([self.interval.low, self.interval.high], [0, 0], color="#1d3d36")
        ax.plot([self.total], [0], "o", color="#1d3d36")
        ax.set_xlabel("people in all")
        ax.set_yticks([])


def estimate(
    table: CaptureTable,
    method: Method = "stepwise",
    *,
    replicates: int | Literal["auto"] = 1000,
    rng: np.random.Generator,
    level: float = 0.95,
    threshold: float = stepwise.THRESHOLD,
    order: int = 3,
    force: bool = False,
    progress: Progress | None = None,
) -> Estimate:
    """Estimate the total by one method.

    replicates: resamples of the interval, exactly as many; 0 gives the fixed-model interval only; "auto" begins with
    1,000 and adds until the limits are carried by them. threshold: of the stepwise rule. order: largest effect that the
    BIC search looks at. force: allow a two-list estimate with fewer than 7 shared people. Raises Refused.
    """
    _refuse_without_overlap(table, force=force)
    noise.refuse_sparse(table)
    if method in {"main", "stepwise", "pairs", "bic"}:
        chosen = _choice(table, method, threshold, order, progress)
        return _log_linear(table, chosen, replicates, rng, level, progress)
    noise.refuse_unmodelled(table, method)
    if method == "chapman":
        return _chapman(table, level, force=force)
    if method == "chao":
        return _chao(table)
    if method == "dga":
        return _graphs(table, level, progress)
    return _latent(table, level, rng, progress)


@dataclass(frozen=True, slots=True)
class _Choice:
    """How a log-linear method chooses: the model of this table, and totals of other tables with the choice repeated."""

    method: Method
    members: BoolArray
    totals: Callable[[FloatArray], FloatArray]
    warnings: tuple[Reason, ...] = ()


def _choice(table: CaptureTable, method: Method, threshold: float, order: int, progress: Progress | None) -> _Choice:
    counts = table.counts[None]
    if method == "main":
        fixed = families.main_effects(table.lists)
        return _Choice(method, fixed, lambda tables: _fixed_totals(tables, fixed))
    if method == "pairs":
        _refuse_without_triple(table)
        fixed = families.all_pairs(table.lists)
        return _Choice(method, fixed, lambda tables: _fixed_totals(tables, fixed))
    if method == "stepwise":
        spread = table.noise.scale**2 if table.noise else 0.0
        chosen = stepwise.select(counts, threshold=threshold, noise_variance=spread)
        return _Choice(
            method, chosen.members[0], lambda tables: totals_of_stepwise(tables, threshold=threshold, noise_variance=spread)
        )  # fmt: skip
    return _best_by_bic(table, order, progress)


def totals_of_stepwise(
    tables: FloatArray, *, threshold: float = stepwise.THRESHOLD, noise_variance: float = 0.0
) -> FloatArray:
    """People in all by the stepwise rule, shape (tables,); infinite where no estimate exists."""
    chosen = stepwise.select(tables, threshold=threshold, noise_variance=noise_variance)
    totals: FloatArray = tables.sum(axis=1) + chosen.unseen
    return totals


def _fixed_totals(tables: FloatArray, members: BoolArray) -> FloatArray:
    structure = structure_of(members[None], superset_sums(tables))
    fits, status = settle(tables, structure)
    return np.where(status == 0, tables.sum(axis=1) + fits.unseen, np.inf)


def rank_models(table: CaptureTable, order: int = 3, progress: Progress | None = None) -> information.Ranked:
    """Models by BIC: all of them up to this order where they can be counted, else as far as the search goes."""
    for largest in range(min(order, table.lists - 1), 1, -1):
        try:
            models = families.hierarchical(table.lists, largest)
        except ValueError:
            continue
        return information.rank(table.counts, models, progress)
    return information.search(table.counts, order)


def _best_by_bic(table: CaptureTable, order: int, progress: Progress | None) -> _Choice:
    if table.lists == 2:
        raise Refused(Reason("two_lists", "With two lists there is nothing to choose: use 'main' or 'chapman'."))
    ranked = rank_models(table, order, progress)
    if not len(ranked.members):
        raise Refused(Reason("no_model", "No model has a unique finite estimate. Merge lists, or add one."))
    top = ranked.members[:TOP_MODELS]
    words = (
        ()
        if ranked.is_complete
        else (Reason("local_search", "The search went step by step; a better model may exist."),)
    )
    return _Choice("bic", ranked.members[0], lambda tables: information.best_totals(tables, top)[0], words)


def _log_linear(
    table: CaptureTable,
    chosen: _Choice,
    replicates: int | Literal["auto"],
    rng: np.random.Generator,
    level: float,
    progress: Progress | None,
) -> Estimate:
    structure = structure_of(chosen.members[None], table.overlaps[None])
    fits, status = settle(table.counts[None], structure)
    _refuse_status(table, Status(int(status[0])))
    found = _described(table, chosen, structure, fits, level)
    if replicates == 0:
        return _warned(found)
    drawn, limits = _interval(table, chosen, fits, replicates, rng, level, progress)
    interval = Interval(level, limits.low, limits.high, limits.kind)
    return _warned(replace(found, interval=interval, bootstrap=drawn), *_words_on(drawn, limits, replicates))


def _described(table: CaptureTable, chosen: _Choice, structure: Structure, fits: Fits, level: float) -> Estimate:
    counts, live = table.counts, structure.live[0]
    fitted, unseen = fits.fitted[0], float(fits.unseen[0])
    likelihood = float(information.log_likelihood(counts[None], fits.fitted, structure.live)[0])
    parameters = int(chosen.members.sum())
    is_poisson = table.noise is None  # with added noise the counts are not, and no likelihood is theirs
    return Estimate(
        method=chosen.method,
        model=families.short_name(chosen.members),
        observed=table.observed,
        unseen=unseen,
        total=table.observed + unseen,
        effects=effects_of(table, chosen.members),
        status=Status.FINE,
        interval=None,
        fixed_interval=_fixed_interval(table, structure, fits, level) if is_poisson else None,
        deviance=_deviance(counts[live], fitted[live]) if is_poisson else None,
        aic=2 * parameters - 2 * likelihood if is_poisson else None,
        bic=parameters * float(np.log(table.observed)) - 2 * likelihood if is_poisson else None,
        warnings=chosen.warnings,
        members=chosen.members,
    )


def effects_of(table: CaptureTable, members: BoolArray) -> tuple[tuple[str, str], ...]:
    """Pairs of list names in the model, in the order of the lists."""
    pairs = (mask for mask in pairs_of(table.lists) if members[mask])
    return tuple((first, second) for first, second in (table.name_of(mask).split(":") for mask in pairs))


def _deviance(counts: FloatArray, fitted: FloatArray) -> float:
    ratio = np.log(np.where(counts > 0, counts, 1.0) / fitted)
    return float(2 * np.sum(np.where(counts > 0, counts * ratio, 0.0) - (counts - fitted)))


def _fixed_interval(table: CaptureTable, structure: Structure, fits: Fits, level: float) -> Interval:
    """The total at alpha0 -+ z se, with the standard error from the inverse Fisher information."""
    columns = np.flatnonzero(structure.finite[0])
    live = np.where(structure.live[0], fits.fitted[0], 0.0)
    information_matrix = superset_sums(live)[columns[:, None] | columns[None, :]]
    error = float(np.sqrt(np.linalg.inv(information_matrix)[0, 0]))
    z, middle = float(ndtri(0.5 + level / 2)), float(fits.coefficients[0, 0])
    low, high = (table.observed + float(np.exp(middle + side * z * error)) for side in (-1, 1))
    return Interval(level, low, high, "fixed model")


def _interval(
    table: CaptureTable,
    chosen: _Choice,
    fits: Fits,
    replicates: int | Literal["auto"],
    rng: np.random.Generator,
    level: float,
    progress: Progress | None,
) -> tuple[Bootstrap, Limits]:
    if table.noise is not None:
        tables = noise.resample(fits.fitted[0], table.noise, 1000 if replicates == "auto" else replicates, rng)
        drawn = resampling.from_replicates(table.observed + float(fits.unseen[0]), chosen.totals(tables), 0.0)
        return drawn, resampling.percentile_limits(drawn, level)
    first = 1000 if replicates == "auto" else replicates
    drawn = resampling.bootstrap(table.counts, chosen.totals, replicates=first, rng=rng, progress=progress)
    limits = resampling.bca_limits(drawn, level)
    if replicates != "auto":
        return drawn, limits if not limits.is_extreme else resampling.percentile_limits(drawn, level)
    for _ in range(ROUNDS_OF_AUTO):
        if not limits.is_extreme or limits.needed > resampling.MOST_REPLICATES:
            break
        drawn = resampling.extended(
            drawn, table.counts, chosen.totals, replicates=limits.needed, rng=rng, progress=progress
        )
        limits = resampling.bca_limits(drawn, level)
    return drawn, limits if not limits.is_extreme else resampling.percentile_limits(drawn, level)


def _words_on(drawn: Bootstrap, limits: Limits, replicates: int | Literal["auto"]) -> list[Reason]:
    words = []
    wanted = resampling.bca_limits(drawn, limits.level)
    if limits.kind == "percentile" and wanted.is_extreme and replicates != 0:
        text = (
            f"A bias-corrected (BCa) limit would be among the outermost of the {len(drawn.replicates)} resamples, so it is not "
            f"known; {wanted.needed:,} resamples would be needed. The interval shows plain percentiles instead."
        )
        words.append(Reason("bca_out_of_reach", text))
    if abs(drawn.centre) > resampling.FAR_FROM_CENTRE:
        text = f"The resamples are not centred on the estimate (z0 = {drawn.centre:.2f}): choosing the model again moves it."
        words.append(Reason("off_centre", text))
    if drawn.infinite:
        text = f"In {drawn.infinite} of {len(drawn.replicates)} resamples no finite estimate exists."
        words.append(Reason("infinite_resamples", text))
    return words


def _warned(found: Estimate, *more: Reason) -> Estimate:
    words = [*found.warnings, *more]
    if found.coverage < LOW_COVERAGE:
        text = f"The lists have seen {found.coverage:.0%} of the total; the rest is inferred from the assumptions."
        words.append(Reason("low_coverage", text))
    return replace(found, warnings=tuple(words))


def _chapman(table: CaptureTable, level: float, *, force: bool) -> Estimate:
    if table.lists != 2:
        text = "Chapman's estimator is for two lists. Choose two columns, or another method."
        raise Refused(Reason("not_two_lists", text))
    found = chapman(table, level=level, force=force)
    interval = Interval(level, found.low, found.high, "log interval")
    return _plain("chapman", table, found.total, interval, "two independent lists")


def _chao(table: CaptureTable) -> Estimate:
    text = (
        "A lower bound only if people differ in how easily they are found and the lists are otherwise independent; "
        "it can lie above the truth where lists avoid each other."
    )
    return _plain("chao", table, chao(table).total, None, "Chao's bound", Reason("bound", text))


def _graphs(table: CaptureTable, level: float, progress: Progress | None) -> Estimate:
    found = decomposable.average(table.counts, progress=progress)
    low, high = found.interval(level)
    interval = Interval(level, float(low), float(high), "posterior")
    return _plain("dga", table, float(found.median), interval, f"average of {len(found.graphs)} decomposable graphs")


def _latent(table: CaptureTable, level: float, rng: np.random.Generator, progress: Progress | None) -> Estimate:
    found = latent_classes.sample(table.counts, rng=rng, progress=progress)
    interval = Interval(level, *found.interval(level), "posterior")
    words = []
    if not found.is_converged:
        text = (
            f"The chains disagree (split R-hat {found.r_hat:.2f}, above {latent_classes.HIGHEST_R_HAT}); "
            "this number must not be a headline."
        )
        words.append(Reason("not_converged", text))
    return _plain("lcm", table, found.median, interval, "latent classes", *words)


def _plain(
    method: Method, table: CaptureTable, total: float, interval: Interval | None, model: str, *words: Reason
) -> Estimate:
    unseen = total - table.observed
    found = Estimate(
        method, model, table.observed, unseen, total, (), Status.FINE, interval, None, None, None, None, words
    )  # fmt: skip
    return _warned(found)


def _refuse_without_overlap(table: CaptureTable, *, force: bool) -> None:
    if table.observed <= 0:
        raise Refused(Reason("empty", "The table holds nobody."))
    shared = float(table.counts[sizes(table.lists) >= 2].sum())
    if shared <= 0 and not (force and table.lists == 2):
        text = "Nobody is on more than one list. Then nothing tells how many are on none; any number would be invented."
        raise Refused(Reason("no_overlap", text))


def _refuse_without_triple(table: CaptureTable) -> None:
    triples = sizes(table.lists) == 3
    if not np.any(table.overlaps[triples] > 0):
        text = "No three lists share anybody; a model with every two-list effect cannot be told from others."
        raise Refused(Reason("no_triple", text))


def _refuse_status(table: CaptureTable, status: Status) -> None:
    reasons = []
    if Status.NO_FINITE_ESTIMATE in status:
        text = (
            f"No finite estimate exists for this model on these {table.observed} people: an overlap it needs is empty."
        )
        reasons.append(Reason("no_finite_estimate", text + " Merge lists, or use fewer effects."))
    if Status.NOT_IDENTIFIABLE in status:
        text = "Different totals fit this table equally well under this model. Use fewer effects."
        reasons.append(Reason("not_identifiable", text))
    if reasons:
        raise Refused(*reasons)
