# SPDX-License-Identifier: Apache-2.0
"""The child path: protection without asking for consent, a duty to notify with its law, a guardian, the child's own view.

Nothing here is a condition for anything else: urgent help never waits for a guardian or a notification (SAFETY 14).
"""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.registers import selectors as registers
from quatrefoil.foundation.registers.kinds import AppliesTo
from quatrefoil.foundation.vault.parts import save_part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.cases.actions import WING, case_of, refuse_closed
from quatrefoil.protection.cases.codes import Guardian, Notified, RelativesCheck
from quatrefoil.protection.cases.models import ChildRecord


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """The open facts of the child path."""

    notified: str = Notified.TO_DO
    duty: UUID | None = None
    notified_on: datetime.date | None = None
    child_was_told: bool = False
    guardian: str = Guardian.SOUGHT
    guardian_on: datetime.date | None = None
    relatives: str = RelativesCheck.NOT_DONE


@action("child.record")
def save_child_record(
    actor: Actor, file_id: UUID, facts: ChildFacts, texts: Mapping[str, str], seen_revision: int
) -> ChildRecord:
    """Write down what stands on the child path. Raises PartConflict when somebody else changed it since."""
    case = case_of(actor, file_id)
    refuse_closed(case)
    require_visible(actor, file_id, ChildRecord.part_kind)
    if not case.is_child_path:
        raise Refused(
            _("This person is not on the child path. Correct the age first, if nobody is sure."), code="adult"
        )
    _check(facts)
    row = ChildRecord.objects.filter(file_id=file_id).first() or ChildRecord(file_id=file_id)
    saved = save_part(row, texts, seen_revision=seen_revision, **asdict(facts))
    said: history.Codes = {
        "notified": facts.notified,
        "guardian": facts.guardian,
        "relatives": facts.relatives,
        "told": facts.child_was_told,
    }
    history.record(file_id, WING, "case.child", said, part="plan")
    if facts.notified != Notified.TO_DO:
        clocks.end(file_id, "case.child_notice", outcome=facts.notified)
    records.touch(file_id)
    return saved


def _check(facts: ChildFacts) -> None:
    if facts.notified == Notified.DONE:
        _check_notified(facts)
    if facts.guardian == Guardian.RELATIVE and facts.relatives != RelativesCheck.SAFE:
        raise Refused(
            _("A relative takes part only after a risk check that found it safe and that the child wishes it."),
            code="relatives_check",
        )


def _check_notified(facts: ChildFacts) -> None:
    if facts.duty is None or facts.notified_on is None:
        raise Refused(_("Name the law that makes it a duty, and the day."), code="duty")
    if facts.notified_on > timezone.localdate():
        raise Refused(_("The date lies in the future."), code="future")
    if registers.legal_duty(facts.duty).applies_to == AppliesTo.ADULTS:
        raise Refused(_("This law is about adults."), code="duty")
