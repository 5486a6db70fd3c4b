# SPDX-License-Identifier: Apache-2.0
"""The rows of the registers as components."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.registers.kinds import Need
from quatrefoil.foundation.registers.selectors import (
    BodyRow,
    DutyRow,
    ServiceRow,
    Wanted,
    language_name,
    region_choices,
)
from quatrefoil.foundation.ui.pieces import (
    Cell,
    Chip,
    Column,
    Empty,
    Filter,
    FilterBar,
    FilterChoice,
    Pair,
    Table,
)

SEXES = (("woman", gettext_lazy("Women and girls")), ("man", gettext_lazy("Men and boys")))


def services_table(rows: Sequence[ServiceRow]) -> Table:
    """Services: name with who runs it, what for, whom, where."""
    columns = (
        Column(_("Service"), narrow=True),
        Column(_("Helps with")),
        Column(_("For")),
        Column(_("Languages")),
        Column(_("Where")),
        Column(_("Referrals"), narrow=True),
    )
    cells = [
        (
            Cell(row.name, row.body, reverse("registers:service", args=[row.id])),
            row.need_label,
            row.who,
            row.languages,
            row.regions,
            Cell(chip=referral_chip(row)),
        )
        for row in rows
    ]
    return Table(
        _("Services"), columns, cells, Empty(_("No service fits"), _("Take a filter away, or ask another region."))
    )


def referral_chip(row: ServiceRow) -> Chip:
    """Whether somebody can be sent there now."""
    if row.status != "active":
        return Chip(row.status_label, "warn")
    return Chip(_("Takes referrals"), "good") if row.accepts_referrals else Chip(_("No referrals"))


def service_pairs(row: ServiceRow) -> tuple[Pair, ...]:
    """Everything about a service that may be read. A safe place says nothing of where it is."""
    pairs = [
        Pair(_("Helps with"), row.need_label),
        Pair(_("For"), row.who),
        Pair(_("Languages"), row.languages),
        Pair(_("Where"), row.regions),
        Pair(_("Open"), "; ".join(row.hours)),
        Pair(_("Phone"), row.phone),
        Pair(_("Address"), row.address),
        Pair(_("Website"), row.website),
        Pair(_("How to apply"), row.how_to_apply),
        Pair(_("Answers within"), _("%(days)s working days") % {"days": row.answers_within_days}),
        Pair(_("Last checked"), row.assured),
    ]
    return tuple(pair for pair in pairs if pair.value)


def filter_bar(wanted: Wanted, languages: Sequence[str], clear_url: str) -> FilterBar:
    """Filters of the directory; nothing personal stands in an address."""
    return FilterBar(
        (
            _filter("need", _("Helps with"), Need.choices, wanted.need),
            _filter("region", _("Region"), region_choices(), wanted.region),
            _filter("language", _("Language"), [(code, language_name(code)) for code in languages], wanted.language),
            _filter("sex", _("For"), SEXES, wanted.sex),
            _filter("age", _("Age"), [(str(age), str(age)) for age in (5, 10, 13, 15, 17, 20, 30, 50, 70)], _age(wanted)),
        ),
        clear_url=clear_url,
        is_open=True,
    )  # fmt: skip


def _age(wanted: Wanted) -> str:
    return "" if wanted.age_years is None else str(wanted.age_years)


def _filter(name: str, label: str, choices: Sequence[tuple[str, object]], chosen: str) -> Filter:
    rows = [FilterChoice(str(value), str(text), chosen=str(value) == chosen) for value, text in choices]
    return Filter(name, label, [FilterChoice("", _("Any"), chosen=not chosen), *rows])


def duties_table(rows: Sequence[DutyRow], *, editable: bool) -> Table:
    """Legal duties with their words."""
    cells = [
        (
            Cell(row.title, row.text, reverse("registers:duty", args=[row.id]) if editable else ""),
            row.applies_to_label,
            row.jurisdiction,
            _("since %(day)s") % {"day": row.since},
        )
        for row in rows
    ]
    columns = (Column(_("Law"), narrow=True), Column(_("About")), Column(_("Jurisdiction")), Column(_("In force")))
    return Table(
        _("Legal duties"),
        columns,
        cells,
        Empty(_("No legal duty is recorded"), _("Sharing without consent needs one.")),
    )


def bodies_table(rows: Sequence[BodyRow]) -> Table:
    """Bodies of the directory."""
    cells = [
        (
            Cell(row.name, "", reverse("registers:body", args=[row.id])),
            _("Works here") if row.organisation_id else _("Gets a printed sheet"),
            str(row.services),
        )
        for row in rows
    ]
    columns = (Column(_("Body"), narrow=True), Column(_("Receives referrals")), Column(_("Services"), number=True))
    return Table(_("Bodies"), columns, cells, Empty(_("No body yet")))
