# SPDX-License-Identifier: Apache-2.0
"""What happened in five years: when people called, who screened them, what became of them. No database: only the story."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from quatrefoil.demo.geography import Place
from quatrefoil.demo.ids import stream
from quatrefoil.demo.people import FORMS, LANGUAGES, Population
from quatrefoil.standards.ages import AGE_BANDS
from quatrefoil.standards.care import CLOSURE_REASONS, FOLLOW_UP_OUTCOMES

YEARS: Final = 5
DAYS: Final = 365 * YEARS
GROWTH_A_YEAR: Final = 0.12
HARVEST: Final = {6: 1.15, 7: 1.4, 8: 1.6, 9: 1.5, 10: 1.2, 12: 0.75, 1: 0.85}
WEEKDAYS: Final = (1.25, 1.15, 1.1, 1.05, 1.0, 0.75, 0.7)
HOURS: Final = (
    2.0, 1.6, 1.4, 1.2, 1.0, 1.0, 1.2, 1.8, 3.4, 5.0, 6.2, 6.0, 5.4, 5.2, 5.6, 5.8, 5.4, 5.2, 5.6, 6.0, 6.2, 5.8, 4.4, 3.0,
)  # fmt: skip
NIGHT: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
NIGHT_FACTOR: Final = 2.5  # a person who calls at night waits so many times longer for help
HOURS_TO_HELP: Final = 30.0
MINUTES_TO_ANSWER: Final = 70.0
CHANNELS: Final = (
    ("phone", 0.44), ("web_report", 0.20), ("app", 0.12), ("professional", 0.09), ("walk_in", 0.07), ("text", 0.04),
    ("outreach", 0.03), ("email", 0.01),
)  # fmt: skip
SPOKEN: Final = frozenset({"phone", "text", "app", "walk_in", "outreach", "professional"})
CALLERS: Final = (
    ("self", 0.48), ("friend", 0.13), ("professional", 0.12), ("family", 0.10), ("colleague", 0.06), ("neighbour", 0.05),
    ("official", 0.03), ("client", 0.02), ("unknown", 0.01),
)  # fmt: skip
HEARD: Final = (
    ("friend", 0.28), ("internet", 0.20), ("social_media", 0.14), ("poster", 0.12), ("professional", 0.10), ("border", 0.05),
    ("community", 0.06), ("radio_tv", 0.05),
)  # fmt: skip
COUNTED: Final = (
    ("general_information", 0.34), ("out_of_scope", 0.28), ("no_answer", 0.20), ("wrong_number", 0.09),
    ("training_request", 0.05), ("prank", 0.03), ("test", 0.01),
)  # fmt: skip
COUNTED_A_CASE: Final = 2.0  # calls that are only counted, for each case
CALLS_AGAIN: Final = 0.24
TWO_FILES: Final = 0.06  # of the identified: known to two organisations, which spell the name differently
TAKES_BACK: Final = 0.05
END_OF_PLAN: Final = (
    ("plan_completed", 0.50), ("person_wishes", 0.14), ("returned", 0.09), ("moved", 0.08), ("not_reached", 0.11),
    ("transferred", 0.05), ("came_of_age", 0.03),
)  # fmt: skip
AFTERWARDS: Final = (
    ("well", 0.46), ("needs_help", 0.20), ("not_reached", 0.22), ("declined", 0.07), ("exploited_again", 0.03), ("danger", 0.02),
)  # fmt: skip
STAGES: Final = ("new", "assessment", "plan", "services", "follow_up", "closed")
STAGE_DAYS: Final = (1.5, 5.0, 11.0, 120.0, 150.0)  # days in each stage, about


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """One contact at the desk. `waited` is from its start until somebody answered."""

    at: datetime.datetime
    channel: str
    kind: str
    danger: str
    caller: str
    heard_of_us: str
    waited: datetime.timedelta


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One case: the day on which each stage began, as far as it came, and how it ended."""

    opened_at: datetime.datetime
    stages: tuple[tuple[str, datetime.date], ...]
    danger: str
    closure: str
    afterwards: tuple[str, ...]
    takes_back: bool
    second_file: bool

    @property
    def stage(self) -> str:
        """Where it stands today."""
        return self.stages[-1][0]


@dataclass(frozen=True, slots=True)
class Journey:
    """One person who met a desk."""

    person: int
    region: str
    form: str
    sex: str
    age_band: str
    birth_year: int
    language: str
    exploited: bool
    screened: bool
    contacts: tuple[ContactPlan, ...]
    case: CasePlan | None

    @property
    def is_child(self) -> bool:
        """Under 18."""
        return self.birth_year > 0 and self.age_band in CHILDREN


CHILDREN: Final = frozenset(band.code for band in AGE_BANDS if band.is_child)


@dataclass(frozen=True, slots=True)
class Counted:
    """A call that was only counted."""

    on: datetime.date
    channel: str
    kind: str
    language: str
    region: str


class Story:
    """The five years up to yesterday, for a population. Drawn as arrays once, told person by person."""

    def __init__(self, seed: int, population: Population, places: tuple[Place, ...], today: datetime.date) -> None:
        self.population, self.places, self.today = population, places, today
        self.rng = stream(seed, 2)
        self.start = today - datetime.timedelta(days=DAYS)
        self.met = np.flatnonzero(population.met)
        self.days = _days(self.rng, self.start, len(self.met))
        self.hours = _pick(
            self.rng, tuple((hour, weight / sum(HOURS)) for hour, weight in enumerate(HOURS)), len(self.met)
        )
        self.draws = self.rng.random((len(self.met), 12))
        self.slow = self.rng.lognormal(0.0, 0.6, (len(self.met), 2 + len(STAGE_DAYS)))
        self.channels = _pick(self.rng, CHANNELS, len(self.met))
        self.callers = _pick(self.rng, CALLERS, len(self.met))
        self.heard = _pick(self.rng, HEARD, len(self.met))
        self.endings = _pick(self.rng, END_OF_PLAN, len(self.met))
        self.after = _pick(self.rng, AFTERWARDS, len(self.met))

    def journeys(self) -> Iterator[Journey]:
        """Everybody who met a desk, oldest first."""
        for at in np.argsort(self.days, kind="stable"):
            yield self._journey(int(at))

    def counted(self, scale: int) -> Iterator[Counted]:
        """Calls for which no file was opened."""
        count = round(scale * COUNTED_A_CASE)
        days, kinds = _days(self.rng, self.start, count), _pick(self.rng, COUNTED, count)
        channels, languages = _pick(self.rng, CHANNELS, count), _pick(self.rng, LANGUAGES, count)
        regions = self.rng.choice(len(self.places), size=count)
        for at in range(count):
            day = self.start + datetime.timedelta(days=int(days[at]))
            channel = "phone" if kinds[at] in {"no_answer", "wrong_number", "test"} else channels[at]
            yield Counted(day, channel, kinds[at], languages[at], self.places[regions[at]].code)

    def _journey(self, at: int) -> Journey:
        person, people = int(self.met[at]), self.population
        band = AGE_BANDS[int(people.age[person])]
        age = band.first + int(self.draws[at, 11] * ((band.last or band.first + 8) - band.first + 1))
        contacts = tuple(self._contacts(at, person))
        return Journey(
            person=person,
            region=self.places[int(people.region[person])].code,
            form=FORMS[int(people.form[person])][0] if people.exploited[person] else "",
            sex="Feminine" if people.woman[person] else "Masculine",
            age_band=band.code,
            birth_year=contacts[0].at.year - age,
            language=LANGUAGES[int(people.language[person])][0],
            exploited=bool(people.exploited[person]),
            screened=bool(people.screened[person]),
            contacts=contacts,
            case=self._case(at, person, contacts[0].at) if people.identified[person] else None,
        )

    def _contacts(self, at: int, person: int) -> Iterator[ContactPlan]:
        begin, draws = self._moment(at), self.draws[at]
        channel, exploited = self.channels[at], bool(self.population.exploited[person])
        yield self._contact(at, begin, channel, _kind(draws[0], exploited=exploited), self.callers[at])
        if draws[1] < CALLS_AGAIN:
            later = begin + datetime.timedelta(days=1 + 40 * float(draws[2]), hours=3)
            if later.date() < self.today:
                yield self._contact(at, later, "phone", "follow_up", "self")

    def _contact(self, at: int, begin: datetime.datetime, channel: str, kind: str, caller: str) -> ContactPlan:
        factor = NIGHT_FACTOR if begin.hour in NIGHT else 1.0
        minutes = 0.0 if channel in SPOKEN else MINUTES_TO_ANSWER * float(self.slow[at, 0]) * factor
        danger = "high" if kind == "crisis" else ("some", "low", "not_known")[int(self.draws[at, 3] * 3)]
        return ContactPlan(begin, channel, kind, danger, caller, self.heard[at], datetime.timedelta(minutes=minutes))

    def _moment(self, at: int) -> datetime.datetime:
        day = self.start + datetime.timedelta(days=int(self.days[at]))
        minute, second = divmod(int(self.draws[at, 4] * 3600), 60)
        return datetime.datetime.combine(day, datetime.time(int(self.hours[at]), minute, second), datetime.UTC)

    def _case(self, at: int, person: int, called: datetime.datetime) -> CasePlan | None:
        factor = NIGHT_FACTOR if called.hour in NIGHT else 1.0
        opened = called + datetime.timedelta(hours=HOURS_TO_HELP * float(self.slow[at, 1]) * factor)
        if opened.date() >= self.today:
            return None
        exploited = bool(self.population.exploited[person])
        stages = tuple(self._stages(at, opened.date(), exploited=exploited))
        closed = stages[-1][0] == "closed"
        return CasePlan(
            opened_at=opened,
            stages=stages,
            danger=("high", "some", "some", "low", "low", "low")[int(self.draws[at, 5] * 6)],
            closure=(self.endings[at] if exploited else "not_trafficking") if closed else "",
            afterwards=(self.after[at],) if stages[-1][0] in {"follow_up", "closed"} and exploited else (),
            takes_back=bool(self.draws[at, 6] < TAKES_BACK),
            second_file=bool(self.draws[at, 7] < TWO_FILES),
        )

    def _stages(self, at: int, day: datetime.date, *, exploited: bool) -> Iterator[tuple[str, datetime.date]]:
        for number, stage in enumerate(STAGES):
            yield stage, day
            if stage == "closed":
                return
            if stage == "assessment" and not exploited:
                day += datetime.timedelta(days=3)
                if day < self.today:
                    yield "closed", day
                return
            day += datetime.timedelta(days=max(1, round(STAGE_DAYS[number] * float(self.slow[at, 2 + number]))))
            if day >= self.today:
                return


def _days(rng: np.random.Generator, start: datetime.date, count: int) -> NDArray[np.int64]:
    """Days of five years: more each year, more in the harvest, more on Mondays."""
    weights = np.array([_weight(start + datetime.timedelta(days=day), day) for day in range(DAYS)])
    drawn: NDArray[np.int64] = rng.choice(DAYS, size=count, p=weights / weights.sum())
    return drawn


def _weight(day: datetime.date, number: int) -> float:
    growth: float = (1 + GROWTH_A_YEAR) ** (number / 365)
    return growth * HARVEST.get(day.month, 1.0) * WEEKDAYS[day.weekday()]


def _pick(rng: np.random.Generator, weighted: tuple[tuple[Any, float], ...], count: int) -> list[Any]:
    shares = np.array([share for _value, share in weighted])
    drawn = rng.choice(len(weighted), size=count, p=shares / shares.sum())
    return [weighted[int(index)][0] for index in drawn]


def _kind(draw: float, *, exploited: bool) -> str:
    if exploited:
        return "crisis" if draw < 0.14 else "help_request" if draw < 0.72 else "tip"  # noqa: PLR2004 - shares
    return "labour_exploitation" if draw < 0.6 else "referral_request" if draw < 0.8 else "help_request"  # noqa: PLR2004 - shares


assert {reason for reason, _share in END_OF_PLAN} <= set(CLOSURE_REASONS.values())  # noqa: S101 - a typing error shows at once
assert {outcome for outcome, _share in AFTERWARDS} <= set(FOLLOW_UP_OUTCOMES.values())  # noqa: S101
