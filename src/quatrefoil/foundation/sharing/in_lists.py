# SPDX-License-Identifier: Apache-2.0
"""What is agreed on many files at once, as one short neutral chip each, for lists."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CONSENT
from quatrefoil.foundation.records.models import FileLink, LinkKind
from quatrefoil.foundation.sharing.agreed import Agreed, agreed_words, bodies_agreed, stands
from quatrefoil.foundation.sharing.codes import Check, ConsentKind
from quatrefoil.foundation.sharing.disclosure_selectors import CHIPS
from quatrefoil.foundation.sharing.models import Consent, Sending
from quatrefoil.foundation.sharing.policy import ConsentTerms, stance
from quatrefoil.foundation.sharing.selectors import ROOM, terms_of
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.pieces import Chip

# What the chip of a list can say: these kinds, and that something of any kind was taken back.
TOLD = Q(kind__in=(ConsentKind.SERVICES, ConsentKind.SHARE, ConsentKind.STATISTICS)) | Q(withdrawn_at__isnull=False)


CHECKS: Final = tuple(Check.values)
TERMS: Final = (
    "id", "file_id", "kind", "agreed", "given_on", "recorded_at", "recipient", "purpose", "expires_on",
    "told_irreversible", "withdrawn_at", *CHECKS,
)  # fmt: skip


def listed_terms(rows: QuerySet[Consent]) -> Iterator[tuple[ConsentTerms, datetime.datetime | None]]:
    """Many answers as the policy reads them, and when each was taken back; for lists, where parts do not matter (1 query).

    A list of fifty cases reads some hundred answers: tuples, because whole model instances cost five times as much.
    """
    for row in rows.values_list(*TERMS):
        one, file, kind, agreed, given_on, recorded_at, recipient, purpose, expires_on, told, withdrawn_at, *said = row
        missing = tuple(check for check, was_said in zip(CHECKS, said, strict=True) if not was_said) if agreed else ()
        terms = ConsentTerms(
            one, file, kind, agreed, given_on, recorded_at, recipient, purpose, frozenset(), expires_on,
            withdrawn_at is not None, missing, told,
        )  # fmt: skip
        yield terms, withdrawn_at


def agreed_words_of(actor: Actor, file_ids: Collection[UUID], children: Collection[UUID] = ()) -> dict[UUID, str]:
    """A few words for each file that the actor lists: "Shared with 1", "Services only", "Child path".

    file_ids: files that the actor reaches; nothing stands there for an actor whose roles do not see consent.
    children: those on the child path, of whom no consent to protection is asked. Linked files count (SAFETY 12).
    """
    if CONSENT not in actor.parts or not file_ids:
        return {}
    with as_system(ROOM):
        same = _same_people(file_ids)
        wanted = {each for cluster in same.values() for each in cluster}
        told = Consent.objects.filter(TOLD, file_id__in=wanted).order_by("recorded_at")
        rows = list(listed_terms(told))
    by_file: dict[UUID, list[ConsentTerms]] = defaultdict(list)
    taken_back: dict[UUID, datetime.datetime] = {}
    for terms, withdrawn_at in rows:
        by_file[terms.file].append(terms)
        if withdrawn_at is not None:
            taken_back[terms.file] = withdrawn_at
    today, child_path = timezone.localdate(), _("Child path")
    found = {}
    for file_id, cluster in same.items():
        answers = [each for one in cluster for each in by_file.get(one, ())]
        ended = next((taken_back[one] for one in cluster if one in taken_back), None)
        found[file_id] = child_path if file_id in children else _words(answers, ended, today)
    return found


def agreed_on(file_id: UUID, *, is_child: bool) -> Agreed:
    """As `selectors.what_is_agreed`, for a page that has checked already that the actor sees consent (1 query)."""
    with as_system(ROOM):
        rows = list(Consent.objects.filter(file_id__in=_cluster(file_id)).order_by("recorded_at"))
    own = [row for row in rows if row.file_id == file_id]
    labels = {row.recipient: row.recipient_label for row in own if row.recipient is not None}
    return agreed_words([terms_of(row, frozenset()) for row in rows], labels, child=is_child)


def referral_chips(actor: Actor, file_id: UUID) -> dict[UUID, Chip]:
    """What became of the last referral of a file to each service (1 query)."""
    rows = visible(Sending.objects.filter(file_id=file_id, service__isnull=False), actor).order_by("changed_at")
    return {row.service: _referral(row) for row in rows if row.service}


def _referral(row: Sending) -> Chip:
    if row.state == State.SENT:
        return Chip(_("Sent %(day)s, no answer") % {"day": day(timezone.localtime(row.changed_at).date())}, "warn")
    return Chip(str(State(row.state).label), CHIPS.get(row.state, "neutral"))


def _words(terms: list[ConsentTerms], taken_back: datetime.datetime | None, today: datetime.date) -> str:
    bodies = len(bodies_agreed(terms, today))
    if bodies:
        return ngettext("Shared with %(count)s", "Shared with %(count)s", bodies) % {"count": bodies}
    if taken_back:
        return _("Withdrawn %(day)s") % {"day": day(timezone.localtime(taken_back).date())}
    if _agreed(terms, ConsentKind.STATISTICS, today):
        return _("Statistics too")
    return _("Services only") if _agreed(terms, ConsentKind.SERVICES, today) else _("Not asked yet")


def _agreed(terms: list[ConsentTerms], kind: str, today: datetime.date) -> bool:
    found = stance(terms, kind, today)
    return found is not None and stands(found, today)


def _same_people(file_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Each file with those linked to it as the same person, seen as the room (1 query where there are none)."""
    clusters = {file_id: {file_id} for file_id in file_ids}
    border = set(file_ids)
    while border:
        touching = Q(left_id__in=border) | Q(right_id__in=border)
        links = FileLink.objects.filter(touching, kind=LinkKind.SAME_PERSON, undone_at__isnull=True)
        border = _grow(clusters, list(links.values_list("left_id", "right_id")))
    return clusters


# The whole cluster of one file: links lead on from file to file, in either direction (SAFETY 12: all of them count).
CLUSTER = """(
WITH RECURSIVE same(id) AS (
  SELECT id FROM records_file WHERE id = %s
  UNION
  SELECT CASE WHEN l.left_id = same.id THEN l.right_id ELSE l.left_id END
  FROM same JOIN records_filelink l ON (l.left_id = same.id OR l.right_id = same.id)
  WHERE l.kind = 'same_person' AND l.undone_at IS NULL
) SELECT id FROM same)"""


def _cluster(file_id: UUID) -> RawSQL:
    return RawSQL(CLUSTER, [file_id.hex if connection.vendor == "sqlite" else file_id])  # noqa: S611 - a constant; the id travels apart


def _grow(clusters: dict[UUID, set[UUID]], pairs: list[tuple[UUID, UUID]]) -> set[UUID]:
    added: set[UUID] = set()
    for cluster in clusters.values():
        for left, right in pairs:
            if (left in cluster) != (right in cluster):
                new = right if left in cluster else left
                cluster.add(new)
                added.add(new)
    return added
