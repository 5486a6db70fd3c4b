# SPDX-License-Identifier: Apache-2.0
"""The rows of sharing as components."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.codes import SupportConfirmation
from quatrefoil.foundation.sharing.compelled import CompelledRow
from quatrefoil.foundation.sharing.selectors import AgreementRow, ConsentRow
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.ui.pieces import Action, Cell, Chip, Column, Empty, Tab, Table

WAITING = frozenset({str(State.SENT)})


def tabs(actor: Actor, active: str) -> tuple[Tab, ...]:
    """The lists of referrals that this actor has."""
    rows = [("received", _("Received"), "disclosure.answer"), ("sent", _("Sent"), "disclosure.send")]
    rows.append(("approvals", _("Waits for a second person"), "disclosure.second_approve"))
    return tuple(
        Tab(label, reverse(f"sharing:{name}"), active=name == active) for name, label, right in rows if actor.may(right)
    )


def consents_table(rows: Sequence[ConsentRow], file_id: UUID) -> Table:
    """Every answer on a file, each with what can be done about it."""
    columns = (
        Column(_("Asked"), narrow=True),
        Column(_("Answer"), narrow=True),
        Column(_("Parts")),
        Column(_("Given")),
        Column(_("Ends")),
        Column(_("Next")),
    )
    empty = Empty(
        _("Nobody was asked yet"),
        _("Ask for each thing on its own. Help does not depend on any answer."),
        Action(_("Ask for consent"), reverse("sharing:record_consent", args=[file_id]), filled=True),
    )
    return Table(_("Consent"), columns, [_consent_cells(row) for row in rows], empty)


def _consent_cells(row: ConsentRow) -> tuple[Cell | str, ...]:
    return (
        Cell(row.title, row.scope),
        Cell(chip=Chip(row.state)),
        row.parts,
        Cell(row.given, ", ".join(filter(None, (row.language, _("signed sheet kept") if row.document else "")))),
        row.ends,
        _consent_next(row),
    )


def _consent_next(row: ConsentRow) -> Cell:
    if row.confirmation == SupportConfirmation.PENDING:
        url = reverse("sharing:confirm_support", args=[row.id])
        return Cell(_("Talk in private about services"), row.confirmation_label, url)
    if row.confirmation:
        return Cell("", row.confirmation_label)
    return Cell(_("Take back"), "", reverse("sharing:withdraw_consent", args=[row.id])) if row.stands else Cell("")


def sent_table(rows: Sequence[disclosures.SentRow]) -> Table:
    """Disclosures at the sender."""
    columns = (
        Column(_("Person"), narrow=True),
        Column(_("To")),
        Column(_("State"), narrow=True),
        Column(_("Due")),
        Column(_("Opened")),
        Column(_("Age")),
    )
    empty = Empty(
        _("Nothing was sent yet"), _("Open a case and choose Refer: you see exactly what leaves before it does.")
    )
    return Table(_("Sent referrals"), columns, [_sent_cells(row) for row in rows], empty)


def _sent_cells(row: disclosures.SentRow) -> tuple[Cell | str, ...]:
    url = reverse("sharing:sent_one", args=[row.id])
    if row.state == State.DRAFT:
        url = f"{reverse('sharing:sheet', args=[row.file_id])}?draft={row.id}"
    opened = "" if row.state in {State.DRAFT, State.PROPOSED, State.NOT_APPROVED} else row.opened
    return (
        Cell(row.reference, row.purpose, url),
        row.to,
        Cell(row.answer, chip=row.state_chip),
        _due(row.due),
        opened,
        row.age,
    )


def received_table(rows: Sequence[disclosures.ReceivedRow]) -> Table:
    """Packages at the recipient. Nothing is opened to draw this."""
    columns = (
        Column(_("Person"), narrow=True),
        Column(_("From")),
        Column(_("State"), narrow=True),
        Column(_("Due")),
        Column(_("Age")),
    )
    cells = [
        (
            Cell(row.reference, row.purpose, reverse("sharing:received_one", args=[row.id])),
            row.sender,
            Cell(chip=row.state_chip),
            _due(row.due),
            row.age,
        )
        for row in rows
    ]
    empty = Empty(_("No referral was received yet"), _("A new one appears here and in your notices."))
    return Table(_("Received referrals"), columns, cells, empty)


def _due(chip: Chip | None) -> Cell:
    return Cell(chip=chip) if chip else Cell("")


def approvals_table(rows: Sequence[disclosures.ApprovalRow]) -> Table:
    """Sharing without consent that waits for a second person."""
    columns = (Column(_("To"), narrow=True), Column(_("Law")), Column(_("Asked by")), Column(_("Asked"), narrow=True))
    cells = [
        (
            Cell(row.to, row.purpose, reverse("sharing:approval", args=[row.disclosure_id])),
            Cell(row.duty, row.told),
            row.asked_by,
            row.asked,
        )
        for row in rows
    ]
    empty = Empty(
        _("Nothing waits for your decision"), _("Sharing without consent needs a second person from another team.")
    )
    return Table(_("Waits for a second person"), columns, cells, empty)


def agreements_table(rows: Sequence[AgreementRow], *, editable: bool) -> Table:
    """Agreements between organisations."""
    columns = (
        Column(_("Agreement"), narrow=True),
        Column(_("Purposes")),
        Column(_("Parts")),
        Column(_("Term")),
        Column(_("State"), narrow=True),
    )
    cells = [
        (
            Cell(
                row.title,
                row.others,
                reverse("sharing:end_agreement", args=[row.id]) if editable and row.in_force else "",
            ),
            Cell(row.purposes, row.law_enforcement),
            Cell(row.parts, row.matching),
            row.term,
            Cell(chip=Chip(row.state, "good" if row.in_force else "neutral")),
        )
        for row in rows
    ]
    return Table(
        _("Agreements"),
        columns,
        cells,
        Empty(_("No agreement yet"), _("Without one, a person's consent carries a referral by itself.")),
    )  # fmt: skip


def demands_table(rows: Sequence[CompelledRow]) -> Table:
    """The register of compelled disclosure."""
    columns = (
        Column(_("Demand"), narrow=True),
        Column(_("Person")),
        Column(_("Counsel")),
        Column(_("Person told")),
        Column(_("Outcome"), narrow=True),
        Column(_("Due")),
    )
    cells = [
        (
            Cell(row.demand, row.authority, reverse("sharing:demand", args=[row.id])),
            row.reference,
            row.counsel,
            row.person_told,
            row.outcome,
            _due(row.due),
        )
        for row in rows
    ]
    empty = Empty(_("No demand was received"), _("A court order or warrant is entered here before anything is given."))
    return Table(_("Compelled disclosure"), columns, cells, empty)
