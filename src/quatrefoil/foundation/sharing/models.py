# SPDX-License-Identifier: Apache-2.0
"""Consent, agreements, and the disclosure: a package at the recipient, and the record of it at the sender."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.sharing.codes import (
    Asker,
    Carrier,
    Channel,
    Check,
    ConsentKind,
    DeclineReason,
    How,
    Outcome,
    Purpose,
    RevokeReason,
    SupportConfirmation,
    WhyNotTold,
)
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.vault.models import SealedField


class Consent(Guarded):
    """One answer of a person to one question, with what was explained before. Taken back, it stays as it was given."""

    guard = ("file_id", "consent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    agreed = models.BooleanField(help_text="No is an answer too.")
    recipient = models.UUIDField(null=True, blank=True, help_text="Organisation, or body of the directory.")
    recipient_label = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, blank=True)

    language = models.CharField(max_length=10)
    interpreter_used = models.BooleanField(default=False)
    how = models.CharField(max_length=12, choices=How.choices)
    given_on = models.DateField(
        default=timezone.localdate, help_text="The date on the paper, when it is entered later."
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    collected_by = models.UUIDField()
    expires_on = models.DateField(null=True, blank=True)
    document = models.UUIDField(null=True, blank=True, help_text="The scanned sheet.")

    told_interview = models.BooleanField(default=False)
    told_purpose = models.BooleanField(default=False)
    told_use = models.BooleanField(default=False)
    told_research = models.BooleanField(default=False)
    told_rights = models.BooleanField(default=False)
    told_storage = models.BooleanField(default=False)
    told_withdrawal = models.BooleanField(default=False)
    told_irreversible = models.BooleanField(default=False, help_text="Police: it cannot be taken back.")

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True, help_text="Who recorded it.")
    withdrawn_asker = models.CharField(max_length=12, choices=Asker.choices, blank=True)
    withdrawn_how = models.CharField(max_length=12, choices=Channel.choices, blank=True)

    support_confirmation = models.CharField(
        max_length=10, choices=SupportConfirmation.choices, default=SupportConfirmation.NONE, blank=True
    )
    support_place = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    support_confirmed_at = models.DateTimeField(null=True, blank=True)
    support_confirmed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "kind"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="share_names_body_and_purpose",
                condition=~Q(kind=ConsentKind.SHARE) | (Q(recipient__isnull=False) & ~Q(purpose="")),
            ),
            # SAFETY 6: what cannot be taken back is said before a yes can be written down.
            models.CheckConstraint(
                name="police_yes_was_told_first",
                condition=~Q(kind=ConsentKind.POLICE) | Q(agreed=False) | Q(told_irreversible=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'yes' if self.agreed else 'no'}"

    @property
    def missing(self) -> tuple[str, ...]:
        """Checks that were not explained; a no needs none."""
        return tuple(check for check in Check.values if not getattr(self, check)) if self.agreed else ()


class ConsentPart(Guarded):
    """A part that a consent lists."""

    guard = ("file_id", "consent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="parts")
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["consent", "part"], name="consent_part_once")]

    def __str__(self) -> str:
        return self.part


class Agreement(models.Model):
    """What two organisations may exchange; the system refuses the rest. Not about a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    first = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    purposes: Any = models.JSONField(default=list)
    parts: Any = models.JSONField(default=list)
    law_enforcement = models.BooleanField(default=False, help_text="Covers sharing for law enforcement.")
    matching_allowed = models.BooleanField(default=False, help_text="Each may ask whether the other knows somebody.")
    valid_from = models.DateField(default=timezone.localdate)
    valid_until = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="agreement_of_two", condition=~Q(first=models.F("second"))),
        ]

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    """What a disclosure is."""

    REFERRAL = "referral"
    NOTIFICATION = "notification"
    TRANSFER = "transfer"
    NEWS = "news"


class Disclosure(Guarded):
    """The package as the recipient holds it: immutable but for its state, sealed with its own key (DESIGN 5.4).

    Reach points at it, never at the rows of its source; a node abroad holds the same.
    """

    guard = ("id", "package")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.REFERRAL)
    origin_node = models.CharField(max_length=60, default="here")
    thread = models.UUIDField(db_index=True)
    previous = models.UUIDField(null=True, blank=True)
    schema = models.PositiveSmallIntegerField(default=1)
    sender = models.UUIDField(help_text="Organisation.")
    recipient = models.UUIDField(null=True, blank=True, help_text="Organisation; none when it gets a printed sheet.")
    recipient_label = models.CharField(max_length=200)
    service = models.UUIDField(null=True, blank=True)
    reference_word = models.CharField(max_length=20, help_text="The recipient's own name for the person.")
    reference_digits = models.CharField(max_length=4)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    ground = models.CharField(max_length=20, choices=Carrier.choices)
    agreement = models.UUIDField(null=True, blank=True)
    payload = SealedField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the sealed payload.")
    state = models.CharField(max_length=14, choices=State.choices)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reference_name

    @property
    def reference_name(self) -> str:
        """How the recipient knows the person."""
        return f"{self.reference_word} {self.reference_digits}".strip()


class Sending(Guarded):
    """The same disclosure as the sender records it: whoever reaches the file sees what left, to whom, and the answer."""

    guard = ("file_id", "package")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="The disclosure's id.")
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.REFERRAL)
    thread = models.UUIDField()
    previous = models.UUIDField(null=True, blank=True)
    organisation = models.UUIDField(help_text="Of the sender.")
    made_by = models.UUIDField()
    recipient = models.UUIDField(help_text="Organisation, or body of the directory.")
    recipient_label = models.CharField(max_length=200)
    recipient_works_here = models.BooleanField(default=True, help_text="Otherwise a printed sheet goes out.")
    service = models.UUIDField(null=True, blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    ground = models.CharField(max_length=20, choices=Carrier.choices, blank=True)
    duty = models.ForeignKey("registers.LegalDuty", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.DRAFT)
    sheet = SealedField()
    print_code = models.CharField(
        max_length=8, blank=True, help_text="Stands on the printed sheet; said when answering."
    )
    person_told = models.BooleanField(null=True, blank=True)
    why_not_told = models.CharField(max_length=12, choices=WhyNotTold.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=14, choices=DeclineReason.choices, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    revoke_reason = models.CharField(max_length=20, choices=RevokeReason.choices, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file", "-changed_at"]), models.Index(fields=["thread"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class Carried(Guarded):
    """A part that left (or is chosen in a draft), and what carries it. Withdrawing a consent finds its packages here."""

    guard = ("file_id", "package")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="carried")
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=20)
    carrier = models.CharField(max_length=20, choices=Carrier.choices, blank=True)
    source = models.UUIDField(null=True, blank=True, db_index=True, help_text="Consent or legal duty.")
    also = models.UUIDField(null=True, blank=True, db_index=True, help_text="The consent to be contacted.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sending", "part"], name="carried_once")]

    def __str__(self) -> str:
        return self.part


class Approval(Guarded):
    """A second person from another team decides on sharing without consent; sees the sheet, not the file."""

    guard = ("disclosure", "package")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.UUIDField(db_index=True)
    duty = models.ForeignKey("registers.LegalDuty", on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField()
    asked_organisation = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    person_told = models.BooleanField()
    why_not_told = models.CharField(max_length=12, choices=WhyNotTold.choices, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return {None: "waits", True: "approved", False: "refused"}[self.approved]


class LetterKind(models.TextChoices):
    """What a line in a thread is."""

    QUESTION = "question"
    ANSWER = "answer"
    FEEDBACK = "feedback"


class Letter(Guarded):
    """A line in the thread of a disclosure. Each side holds its own copy, sealed with the key of what it reaches."""

    guard = ("record", "package")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True, help_text="The disclosure at the recipient, the file at the sender.")
    disclosure = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    body = SealedField()
    organisation = models.UUIDField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.kind


class Demand(models.TextChoices):
    """What compels somebody to disclose."""

    COURT_ORDER = "court_order"
    WARRANT = "warrant"
    SUBPOENA = "subpoena"
    IMMIGRATION = "immigration"
    OTHER = "other"


class Compelled(Guarded):
    """A demand that forces a disclosure: counsel's review, narrowing, notice to the person, outcome (SAFETY 21)."""

    guard = ("file_id", "consent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    demand = models.CharField(max_length=14)
    authority = models.CharField(max_length=200, help_text="The court or office; no names of people.")
    file_mark = models.CharField(max_length=60, blank=True)
    received_on = models.DateField(default=timezone.localdate)
    answer_by = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(default=timezone.now)
    counsel_reviewed_on = models.DateField(null=True, blank=True)
    counsel_advice = models.CharField(max_length=14, blank=True)
    narrowed = models.BooleanField(null=True, blank=True, help_text="Was less given than was demanded?")
    privileged_kept_apart = models.BooleanField(null=True, blank=True)
    person_told_on = models.DateField(null=True, blank=True)
    why_not_told = models.CharField(max_length=12, choices=WhyNotTold.choices, blank=True)
    outcome = models.CharField(max_length=14, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "compelled disclosures"

    def __str__(self) -> str:
        return f"{self.demand} {self.received_on}"
