# SPDX-License-Identifier: Apache-2.0
"""Saving the parts of a case: sealed, counted, and never over somebody else's words (vault.parts)."""

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.vault import search
from quatrefoil.foundation.vault.models import Part, sealed_fields
from quatrefoil.foundation.vault.parts import digests_of, save_part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.cases.actions import (
    WING,
    age_from_birth,
    as_codes,
    case_of,
    end_of,
    refuse_closed,
    refuse_held,
    start_clock,
)
from quatrefoil.protection.cases.codes import SAFETY_REVIEW_DAYS
from quatrefoil.protection.cases.models import Account, Case, Health, Identity, SafetyPlan

P = TypeVar("P", bound=Part)
ISO_DATE: Final = re.compile(r"^(\d{4})(?:-(\d{2})-(\d{2}))?$")


@action("part.edit")
def save_identity(
    actor: Actor, /, file_id: UUID, texts: Mapping[str, str], seen_revision: int, **open_fields: str
) -> Identity:
    """Who the person is. Makes the file findable within its organisation, and lets the birth date say the age band."""
    case = _editable(actor, file_id)
    whole = {**dict.fromkeys(sealed_fields(Identity()), ""), **texts}
    birth, year = birth_of(whole["birth_date"])
    saved = _save(actor, Identity, file_id, whole, seen_revision, open_fields)
    _index(saved, whole, year)
    age_from_birth(case, birth, year)
    return saved


@action("part.edit")
def save_health(actor: Actor, file_id: UUID, texts: Mapping[str, str], seen_revision: int) -> Health:
    """What helpers must know about health."""
    _editable(actor, file_id)
    return _save(actor, Health, file_id, texts, seen_revision, {})


@action("part.edit")
def save_account(
    actor: Actor, /, file_id: UUID, texts: Mapping[str, str], seen_revision: int, **open_fields: Any
) -> Account:
    """What happened, as far as the person chose to tell it; kinds of exploitation are codes."""
    _editable(actor, file_id)
    saved = _save(actor, Account, file_id, texts, seen_revision, open_fields)
    said = as_codes(exploitation=list(saved.exploitation_codes), region=saved.region, country=saved.country)
    history.record(file_id, WING, "case.exploitation", said, part="account")
    return saved


@action("part.edit")
def save_safety_plan(
    actor: Actor, file_id: UUID, texts: Mapping[str, str], seen_revision: int, review_on: datetime.date | None = None
) -> SafetyPlan:
    """The safety plan; its review has a clock (30 days, or the day that was agreed)."""
    case = _editable(actor, file_id)
    day = review_on or timezone.localdate() + datetime.timedelta(days=SAFETY_REVIEW_DAYS)
    saved = _save(actor, SafetyPlan, file_id, texts, seen_revision, {"review_on": day})
    clocks.end(file_id, "case.safety_plan")
    clocks.end(file_id, "case.safety_review")
    start_clock(case.file, "case.safety_review", due_at=end_of(day))
    return saved


def birth_of(text: str) -> tuple[datetime.date | None, int | None]:
    """The date or only the year that a text such as "2001-03-04" or "2001" means."""
    if not text.strip():
        return None, None
    match = ISO_DATE.match(text.strip())
    if match is None:
        raise Refused(_("Write the date of birth as year, month and day, or only the year."), code="birth_date")
    year, month, day = match.groups()
    try:
        return (datetime.date(int(year), int(month), int(day)) if month else None), int(year)
    except ValueError:
        raise Refused(_("There is no such date."), code="birth_date") from None


def lines_of(text: str) -> list[str]:
    """Lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _editable(actor: Actor, file_id: UUID) -> Case:
    case = case_of(actor, file_id)
    refuse_held(case)
    refuse_closed(case)
    return case


def _save(
    actor: Actor,
    model: type[P],
    file_id: UUID,
    texts: Mapping[str, str],
    seen_revision: int,
    open_fields: Mapping[str, object],
) -> P:
    require_visible(actor, file_id, model.part_kind)
    row = model.objects.filter(file_id=file_id).first() or model(file_id=file_id)
    before = 0 if row._state.adding else row.revision  # noqa: SLF001 - Django's own way to ask
    saved: P = save_part(row, texts, seen_revision=seen_revision, **open_fields)
    if saved.revision != before:
        remember_part(saved)
    return saved


def remember_part(row: Part) -> None:
    """The history of a part: its revision and digests of the ciphertexts, never content."""
    name = type(row).__name__.lower()
    history.record(row.file_id, WING, f"case.{name}", {"revision": row.revision, **digests_of(row)}, part=row.part_kind)
    records.touch(row.file_id)


def _index(row: Identity, texts: Mapping[str, str], year: int | None) -> None:
    documents = []
    if row.document_country and texts["document_number"]:
        kind = row.document_kind or "passport"
        documents = [search.IdentityDocument(row.document_country, kind, texts["document_number"])]
    names = [name for name in (texts["full_name"], *lines_of(texts["other_names"])) if name]
    search.index(row.file_id, names, year, lines_of(texts["phones"]), documents)
