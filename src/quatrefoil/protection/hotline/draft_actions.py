# SPDX-License-Identifier: Apache-2.0
"""The page that keeps itself: a sealed draft of one member, gone when finished or after a day."""

import datetime
import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils import timezone

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import part_keys, sealing
from quatrefoil.protection.hotline.models import DraftContact

LIFE: Final = datetime.timedelta(hours=24)


@action("contact.log")
def keep_draft(actor: Actor, draft_id: UUID, fields: Mapping[str, str]) -> int:
    """Keep what stands on the page now; returns the revision. Only its own member ever sees it."""
    now = timezone.now()
    draft = visible(DraftContact.objects.filter(id=draft_id, member=actor.member_id), actor).first()
    is_new = draft is None
    draft = draft or DraftContact(id=draft_id, member=actor.member_id, started_at=now, revision=0)
    draft.content = sealing.seal(draft, "content", json.dumps(dict(fields)))
    draft.saved_at, draft.revision = now, draft.revision + 1
    draft.save(force_insert=is_new)
    if is_new:
        access.grant(
            actor.member_id, draft_id, "draft", part="report", ground=Ground.OWNER, until=draft.started_at + LIFE
        )
    return draft.revision


@action("contact.log")
def drop_draft(actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away; a draft that is gone already is no fault."""
    draft = visible(DraftContact.objects.filter(id=draft_id, member=actor.member_id), actor).first()
    if draft is not None:
        forget(draft)


def open_draft(actor: Actor, draft_id: UUID) -> dict[str, str]:
    """What was kept, for going on; NotVisible when there is none of this member."""
    draft = visible(DraftContact.objects.filter(id=draft_id, member=actor.member_id), actor).first()
    if draft is None:
        raise NotVisible
    fields: dict[str, str] = json.loads(sealing.open_text(draft, "content", purpose="go on with a draft"))
    return fields


def forget(draft: DraftContact) -> None:
    """Delete a draft with its key and its reach."""
    draft_id = draft.id
    DraftContact.objects.filter(id=draft_id).delete()
    access.revoke(draft_id, ground=Ground.OWNER)
    keyring = part_keys.rows()
    keyring.KeyWrap.objects.filter(key__file=draft_id).delete()
    keyring.PartKey.objects.filter(file=draft_id).delete()
    part_keys.forget_opened()
