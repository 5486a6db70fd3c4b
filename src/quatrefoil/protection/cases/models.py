# SPDX-License-Identifier: Apache-2.0
"""A case and its parts. What may be seen separately is a table of its own; every sealed text is opened by audited reads only."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quatrefoil.foundation.vault.models import Part, SealedField
from quatrefoil.protection.cases import codes


def _file() -> Any:
    return models.OneToOneField("records.File", on_delete=models.CASCADE, related_name="+")


class Case(Part):
    """What every list shows of a case: codes and bands, no word that says who it is."""

    part_kind = "core"

    file = _file()
    stage = models.CharField(max_length=20, default="new")
    danger = models.CharField(max_length=10, default=codes.NOT_KNOWN)
    danger_reason = models.CharField(max_length=20, choices=codes.DangerReason.choices, blank=True)
    danger_at = models.DateTimeField(null=True, blank=True)

    sex = models.CharField(max_length=30, blank=True, help_text="HTCDS prs_Gender.")
    age_band = models.CharField(max_length=6, blank=True)
    under_18 = models.CharField(max_length=10, blank=True, help_text="yes, no or not_sure, as somebody said.")
    is_child_path = models.BooleanField(default=False, help_text="Under 18, or nobody is sure.")
    language = models.CharField(max_length=10, blank=True, help_text="ISO 639.")
    second_language = models.CharField(max_length=10, blank=True)
    needs_interpreter = models.BooleanField(default=False)

    source = models.CharField(max_length=20, choices=codes.Source.choices, blank=True)
    source_number = models.CharField(max_length=40, blank=True, help_text="Number of the contact or referral.")
    agreed_by = models.CharField(max_length=20, choices=codes.Agreed.choices)
    agreed_on = models.DateField(null=True, blank=True)
    hold_until = models.DateField(null=True, blank=True, help_text="Nobody agreed yet; after this day it is erased.")

    closure_reason = models.CharField(max_length=20, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["hold_until"], name="case_hold", condition=Q(hold_until__isnull=False))
        ]
        constraints: ClassVar = [
            # SAFETY 16: what nobody agreed to has an end.
            models.CheckConstraint(
                name="held_cases_have_an_end",
                condition=~Q(agreed_by=codes.Agreed.NOBODY) | Q(hold_until__isnull=False) | Q(stage="closed"),
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.stage}"

    @property
    def is_held(self) -> bool:
        """Has nobody agreed yet that a file is kept?"""
        return self.agreed_by == codes.Agreed.NOBODY


class Identity(Part):
    """Who the person is."""

    part_kind = "identity"

    file = _file()
    full_name = SealedField()
    other_names = SealedField()
    birth_date = SealedField()
    birth_place = SealedField()
    phones = SealedField()
    document_kind = models.CharField(max_length=20, blank=True)
    document_country = models.CharField(max_length=2, blank=True)
    document_number = SealedField()
    other_documents = SealedField()
    citizenship = models.CharField(max_length=2, blank=True, help_text="ISO 3166.")


class Health(Part):
    """What helpers must know about health, in the person's own words as far as possible."""

    part_kind = "health"

    file = _file()
    needs_now = SealedField()
    conditions = SealedField()
    medication = SealedField()
    allergies = SealedField()
    wishes = SealedField()


class Account(Part):
    """What happened, as the person chose to tell it."""

    part_kind = "account"

    file = _file()
    exploitation = models.CharField(
        max_length=300, blank=True, help_text="HTCDS vic_TypeOfExploitation, codes with a space between."
    )
    sexual_exploitation = models.CharField(
        max_length=120, blank=True, help_text="HTCDS vic_TypeOfSexExploitation, codes with a space between."
    )
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166: where it happened.")
    region = models.CharField(max_length=20, blank=True, help_text="Where in this country.")
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    what_happened = SealedField()
    who_did_it = SealedField()
    what_matters = SealedField()

    @property
    def exploitation_codes(self) -> tuple[str, ...]:
        """All codes of exploitation."""
        return (*self.exploitation.split(), *self.sexual_exploitation.split())


class SafetyPlan(Part):
    """How the person stays safe, made together; reviewed by a day."""

    part_kind = "plan"

    file = _file()
    warning_signs = SealedField()
    what_helps = SealedField()
    people = SealedField()
    way_out = SealedField()
    review_on = models.DateField()


class Need(Part):
    """One need: code, level and state are open; what exactly is sealed."""

    part_kind = "plan"

    need = models.CharField(max_length=20)
    level = models.CharField(max_length=10, choices=codes.Level.choices)
    state = models.CharField(max_length=10, default="open")
    service = models.UUIDField(null=True, blank=True, help_text="Service of the directory.")
    detail = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "state"])]


class PlanGoal(Part):
    """One goal that the person chose."""

    part_kind = "plan"

    type = models.CharField(max_length=40, help_text="HTCDS spl_Type.")
    objective = SealedField()
    steps = SealedField()
    state = models.CharField(max_length=10, choices=codes.GoalState.choices, default=codes.GoalState.OPEN)
    planned_end = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)


class Stay(Part):
    """Where the person stays: a cover name and days, nothing else, and it never leaves (SAFETY 11, 13)."""

    part_kind = "stay"

    service = models.UUIDField(help_text="A safe place of the directory.")
    cover_name = models.CharField(max_length=60)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)


class ChildRecord(Part):
    """The child path: duty to notify, guardian, relatives, the child's own view."""

    part_kind = "plan"

    file = _file()
    notified = models.CharField(max_length=10, choices=codes.Notified.choices, default=codes.Notified.TO_DO)
    duty = models.UUIDField(null=True, blank=True, help_text="Legal duty of the registers.")
    notified_on = models.DateField(null=True, blank=True)
    child_was_told = models.BooleanField(default=False, help_text="The child knew before what must be passed on.")
    guardian = models.CharField(max_length=12, choices=codes.Guardian.choices, default=codes.Guardian.SOUGHT)
    guardian_on = models.DateField(null=True, blank=True)
    relatives = models.CharField(
        max_length=10, choices=codes.RelativesCheck.choices, default=codes.RelativesCheck.NOT_DONE
    )
    guardian_name = SealedField()
    own_view = SealedField()
    best_interests = SealedField()

    class Meta:
        constraints: ClassVar = [
            # SAFETY 14: a relative only after a risk check.
            models.CheckConstraint(
                name="relative_only_after_check",
                condition=~Q(guardian=codes.Guardian.RELATIVE) | Q(relatives=codes.RelativesCheck.SAFE),
            ),
            models.CheckConstraint(
                name="notified_names_the_law",
                condition=~Q(notified=codes.Notified.DONE) | (Q(duty__isnull=False) & Q(notified_on__isnull=False)),
            ),
        ]


class FollowUp(Part):
    """One planned follow-up after services ended."""

    part_kind = "plan"

    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    words = SealedField()
    member = models.UUIDField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="follow_up_due", condition=Q(done_on__isnull=True))]


class Closure(Part):
    """One closing of a case; a reopened case may have several."""

    part_kind = "plan"

    reason = models.CharField(max_length=20)
    living = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(default=timezone.localdate)
    asked_by = models.UUIDField()
    is_done = models.BooleanField(default=False, help_text="A second person approved it.")
    note = SealedField()
