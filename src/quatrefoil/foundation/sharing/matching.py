# SPDX-License-Identifier: Apache-2.0
"""Does anybody hold this person? The holder is asked where an agreement allows it, and decides whether to answer (SAFETY 9).

A look-up elsewhere shows its asker nothing. The named matcher turns it into a question to the organisation that holds the
file; it names who asked. Only when that organisation answers yes does the asker learn that there is somebody to talk to;
no and later stay silent, as if there were no file. Inside one organisation the owner of the file alone is asked.
"""

from typing import Final
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import acting_as, as_system
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.identity.roles import CORE, REQUEST
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.selectors import describe as describe_notice
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import File, History
from quatrefoil.foundation.requests import actions as requests
from quatrefoil.foundation.requests.models import Request
from quatrefoil.foundation.requests.selectors import SUBJECTS
from quatrefoil.foundation.sharing.models import Agreement
from quatrefoil.foundation.vault import search
from quatrefoil.foundation.vault.search import ForeignHit

SUBJECT: Final = "known_person"
EVENT: Final = "match.asked"
# The same named part of the system as in the vault, with the one right that it needs here.
MATCHER: Final = system_actor("matcher", rights=frozenset({"request.ask"}), everywhere=frozenset({CORE, REQUEST}))


def declare() -> None:
    """Called once at start."""
    SUBJECTS[SUBJECT] = gettext_lazy("Do you know this person?")
    describe_notice("match.agreed", gettext_lazy("An organisation knows a person you looked for, and may be asked."))
    history.describe(EVENT, gettext_lazy("Another body asked whether this person is known here."))
    search.may_be_asked.append(may_be_asked)
    search.on_foreign_hit.append(ask_holder)
    requests.ON_ANSWER.append(tell_asker)


def may_be_asked(asker: UUID, holder: UUID) -> bool:
    """Does an agreement in force let these two organisations ask each other whether they know somebody?"""
    today = timezone.localdate()
    agreed = Agreement.objects.filter(
        first_id__in=(asker, holder), second_id__in=(asker, holder), matching_allowed=True, ended_at__isnull=True,
        valid_from__lte=today,
    )  # fmt: skip
    return agreed.exclude(valid_until__lt=today).exists()


def ask_holder(hit: ForeignHit) -> None:
    """Put the question to the holder; asking again about the same file on the same day changes nothing."""
    with acting_as(MATCHER, "ask the holder"):
        file = File.objects.get(id=hit.file_id)
        holder = _whom_to_ask(hit, file)
        request_id = uuid5(hit.file_id, f"{hit.asker} {timezone.localdate(hit.at)}")
        if holder is None or Request.objects.filter(id=request_id).exists():
            return
        requests.ask(
            MATCHER, "question", holder, record=hit.file_id, record_kind=file.kind, subject=SUBJECT,
            question=_question(hit), request_id=request_id,
        )  # fmt: skip
        # Who is to be told of a yes stands here as ids; the history of the file is the holder's.
        codes = {"request": str(request_id), "asker": str(hit.asker), "organisation": str(hit.asker_organisation)}
        history.record(file, "sharing", EVENT, codes)


def _whom_to_ask(hit: ForeignHit, file: File) -> UUID | None:
    """Another organisation as a whole; inside one's own only the owner, since the asker must not see the question."""
    if hit.asker_organisation != hit.holder_organisation:
        return hit.holder_organisation
    return file.owner_id if file.owner_id != hit.asker else None


def _question(hit: ForeignHit) -> str:
    name = Organisation.objects.values_list("name", flat=True).get(id=hit.asker_organisation)
    return _(
        "%(name)s looked for somebody who may be this person. With yes they learn that you know the person and may ask "
        "you, and nothing else. With any other answer they learn nothing. Ask the person first where you can."
    ) % {"name": name}


def tell_asker(_actor: Actor, row: Request) -> None:
    """After a yes the asker may read the answer; anything else stays as silent as no file."""
    if row.subject != SUBJECT or row.answer_code != "yes" or row.record is None:
        return
    with as_system(MATCHER):
        asked = History.objects.filter(file_id=row.record, event=EVENT, codes__request=str(row.id)).first()
    if asked is None:
        return
    asker = UUID(asked.codes["asker"])
    access.grant(asker, row.id, "request", part=REQUEST, ground=Ground.REQUEST, source=row.id)
    notify(asker, "match.agreed", row.id, "request")
