# SPDX-License-Identifier: Apache-2.0
"""Organisations, teams, members and their accounts. Outside row-level security: sign-in must read them."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.roles import ROLE_CHOICES


class OrganisationKind(models.TextChoices):
    """HTCDS org_Type, with the kinds a referral mechanism needs."""

    NGO = "ngo", _("Non-governmental organisation")
    SHELTER = "shelter", _("Shelter provider")
    HOTLINE = "hotline", _("Hotline")
    HEALTH = "health", _("Health service")
    LEGAL = "legal", _("Legal service")
    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration service")
    LABOUR_INSPECTION = "labour_inspection", _("Labour inspection")
    PROSECUTION = "prosecution", _("Prosecution service")
    COMPETENT_AUTHORITY = "competent_authority", _("Competent authority")
    CHILD_PROTECTION = "child_protection", _("Child protection")
    CENTRAL_GOVERNMENT = "central_government", _("Central government")
    LOCAL_GOVERNMENT = "local_government", _("Local government")
    SCHOOL = "school", _("School or college")
    BUSINESS = "business", _("Business")
    OVERSIGHT = "oversight", _("Oversight body")


LAW_ENFORCEMENT_KINDS = frozenset({OrganisationKind.POLICE, OrganisationKind.IMMIGRATION, OrganisationKind.PROSECUTION})


class Organisation(models.Model):
    """A body that owns files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    region = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    # An office, never a person: how the others reach this body.
    contact = models.CharField(max_length=200, blank=True)
    # The last day on which its members get in.
    ends_on = models.DateField(null=True, blank=True)
    # Its administrators add and close organisations; they manage no members but their own, and see no file.
    runs_installation = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name

    @property
    def is_law_enforcement(self) -> bool:
        """Does sharing with this body need the separate consent to police?"""
        return self.kind in LAW_ENFORCEMENT_KINDS


class Team(models.Model):
    """People of one organisation who share files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no superuser in the product."""

    def create_user(self, email: str, password: str | None = None) -> "Account":
        """A new account with a hashed password (or none: set by invitation)."""
        account = self.model(email=self.normalize_email(email).lower())
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What somebody signs in with. Says nothing about what they may do: members do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=5, default="en")
    # Raised to end every session of the account at once.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    objects = AccountManager()
    # Rows of its memberships, as `backends` read them for this request; None for an account that was read elsewhere.
    work: "tuple[tuple[Any, ...], ...] | None" = None

    def get_session_auth_hash(self) -> str:
        """What a session must know to be one of this account: changes with the password and the epoch."""
        known = f"{self.password}:{self.session_epoch}"
        return salted_hmac("quatrefoil.session", known, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Sessions end when the secret key changes."""
        return iter(())

    def __str__(self) -> str:
        return str(self.id)


class Member(models.Model):
    """A person at work in one organisation; volunteers and interpreters have an end and a task."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="members", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    task = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class MemberRole(models.Model):
    """A role that a member holds, possibly until a day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "role"], name="role_once_per_member")]

    def __str__(self) -> str:
        return self.role


class SignIn(models.Model):
    """A try to sign in, shown to the owner of the account: when and how, never from where."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=30)
    succeeded = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-at"])]

    def __str__(self) -> str:
        return self.way


class LastCode(models.Model):
    """The newest half minute whose code opened an account: that code and older ones open nothing, in any process."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.step)
