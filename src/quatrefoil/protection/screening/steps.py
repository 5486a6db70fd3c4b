# SPDX-License-Identifier: Apache-2.0
"""What to do next, offered after every screening whatever was answered: a low number of signs never stops anything."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.selectors import address_of
from quatrefoil.foundation.questionnaires import about
from quatrefoil.foundation.ui.pieces import Chip, NextStep

# Where wings keep these acts by the kind of file; a name that does not exist leads to the record itself.
PLACES = {
    ("danger", "contact"): "hotline:danger",
    ("case", "contact"): "hotline:to_case",
    ("danger", "case"): "cases:danger",
    ("refer", "case"): "sharing:refer",
    ("refer", "contact"): "sharing:refer",
}


def next_steps(actor: Actor, file_id: UUID, kind: str, *, is_child: bool) -> tuple[NextStep, ...]:
    """Danger, help and a case for everybody; the child path first where the person is or may be a child."""
    declared = {step.code: step for step in about.steps_for(kind)}
    general = _general(kind, is_child=is_child)
    rows = []
    for code, (chip, words) in general.items():
        step = declared.pop(code, None)
        url = (step.address(actor, file_id) if step else "") or place(code, file_id, kind)
        rows.append(NextStep(chip, str(step.label) if step else words, url))
    more = ((step, step.address(actor, file_id)) for step in declared.values())
    return (*rows, *(NextStep(Chip(_("also")), str(step.label), url) for step, url in more if url))


def _general(kind: str, *, is_child: bool) -> dict[str, tuple[Chip, str]]:
    steps = {"danger": (Chip(_("first"), "due"), _("Ask about danger now, and mark it"))}
    if is_child:
        steps["child"] = (
            Chip(_("child"), "due"),
            _("Follow the child path: protection does not wait for more answers"),
        )
    steps["refer"] = (Chip(_("any time")), _("Offer services, or refer, with the person's agreement"))
    if kind != "case":
        steps["case"] = (Chip(_("any time")), _("Open a case, if the person agrees"))
    return steps


def place(code: str, file_id: UUID, kind: str) -> str:
    """Where a step is done; the record's page when no wing has a page of its own for it."""
    name = PLACES.get((code, kind))
    if name:
        try:
            return reverse(name, kwargs={"file_id": file_id})
        except NoReverseMatch:
            pass
    return record_page(file_id, kind)


def record_page(file_id: UUID, kind: str) -> str:
    """The page of the record itself, or its list of screenings where the wing has none."""
    try:
        known = address_of(kind, file_id)
    except NoReverseMatch:
        known = ""
    return known or reverse("screening:file", kwargs={"file_id": file_id})
