# SPDX-License-Identifier: Apache-2.0
"""What the desk does by itself: throw old drafts away, end holds, keep the public promise true."""

from django.utils import timezone

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.protection.hotline.case_actions import end_holds
from quatrefoil.protection.hotline.draft_actions import LIFE, forget
from quatrefoil.protection.hotline.models import DraftContact
from quatrefoil.protection.hotline.rota_actions import keep_promise


@every(minutes=15, rights=frozenset({"contact.log"}), everywhere=frozenset({"report"}))
def drop_old_drafts(_actor: Actor) -> None:
    """A page that nobody finished within a day is gone."""
    for draft in DraftContact.objects.filter(started_at__lt=timezone.now() - LIFE):
        forget(draft)


@every(minutes=60, rights=frozenset({"retention.run"}), everywhere=frozenset({"core", "report"}))
def end_holds_in_time(actor: Actor) -> None:
    """Contacts that nobody agreed to are erased when their hold ends (SAFETY 16)."""
    end_holds(actor)


@every(minutes=1, rights=frozenset({"rota.edit"}))
def promise_on_duty(_actor: Actor) -> None:
    """Say on the public site that a person is on duty, as long as the rota carries it."""
    keep_promise()
