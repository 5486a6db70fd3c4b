# SPDX-License-Identifier: Apache-2.0
"""What this wing tells the ground floor at start-up: its sentences, tab, tile, facts and words of the audit."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from quatrefoil.foundation.audit import words
from quatrefoil.foundation.facts import kinds
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.models import Manner, StopReason
from quatrefoil.foundation.records import history, tabs
from quatrefoil.foundation.ui import frame
from quatrefoil.foundation.ui.pieces import Tile
from quatrefoil.protection.screening import actions, selectors

INSTRUMENTS: Final = {
    "delphi_labour_adult": _lazy("Signs of trafficking for labour: adults"),
    "delphi_labour_child": _lazy("Signs of trafficking for labour: children"),
    "general_indicators": _lazy("General signs of trafficking"),
}
TAB_ORDER: Final = 40
KINDS: Final = frozenset({"case", "contact"})


def declare() -> None:
    """Called once at start-up."""
    _sentences()
    _reasons()
    tabs.register(
        TAB_ORDER, _lazy("Screening"), "screening:file", selectors.finished, kinds=KINDS, part=actions.PART
    )  # fmt: skip
    frame.register_tiles(tiles)
    kinds.declare(
        kinds.FactKind(
            code="screened",
            label=_lazy("People screened"),
            unit="people",
            event="screening.completed",
            dimensions={"age_band": "age_band"},
            counts_people=True,
            headline=2,
        )
    )


def tiles(actor: Actor) -> Iterator[tuple[int, frame.Counted]]:
    """Screenings that the actor began and did not finish; no tile when there are none."""
    if actor.may(actions.RIGHT):
        yield 60, frame.Counted((questionnaires.in_progress(actor),), _unfinished)


def _unfinished(number: int) -> Tile | None:
    if not number:
        return None
    noun = ngettext("screening not finished", "screenings not finished", number)
    return Tile(str(number), noun, _("begun by you"), reverse("screening:unfinished"))


def _reasons() -> None:
    words.explain(selectors.ANSWERING, _lazy("answering a screening"))
    words.explain(selectors.READING, _lazy("reading the result of a screening"))
    words.explain(selectors.COMPARING, _lazy("comparing two screenings"))
    words.explain(selectors.PRINTING, _lazy("printing a screening for the file"))


def _sentences() -> None:
    reasons = dict(StopReason.choices)
    history.describe(
        "screening.started",
        _lazy("Screening begun: %(instrument)s."),
        words={"instrument": INSTRUMENTS, "manner": dict(Manner.choices)},
    )
    history.describe(
        "screening.completed", _lazy("Screening finished: %(instrument)s."), words={"instrument": INSTRUMENTS}
    )
    history.describe(
        "screening.stopped",
        _lazy("Screening stopped early: %(reason)s."),
        words={"instrument": INSTRUMENTS, "reason": reasons},
    )
    history.describe(
        "screening.continued",
        _lazy("Screening taken up again in a new version: %(instrument)s."),
        words={"instrument": INSTRUMENTS},
    )
