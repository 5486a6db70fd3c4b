# SPDX-License-Identifier: Apache-2.0
"""What is agreed, in words: one sentence and neutral chips for the top of a record."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.sharing.codes import ConsentKind
from quatrefoil.foundation.sharing.policy import ConsentTerms, missing_of, stance
from quatrefoil.foundation.ui.pieces import Chip


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed, in words that press nobody."""

    words: str
    chips: tuple[Chip, ...]


def agreed_words(terms: Sequence[ConsentTerms], labels: Mapping[UUID, str], *, child: bool) -> Agreed:
    """The words and the chips for a set of answers."""
    today = timezone.localdate()
    named: list[str] = []
    for kind, word in ((ConsentKind.SERVICES, _("services")), (ConsentKind.CONTACT, _("contact"))):
        if (found := stance(terms, kind, today)) and stands(found, today):
            named.append(word)
    named += [
        _("sharing with %(name)s") % {"name": labels.get(recipient, _("another body"))}
        for recipient in bodies_agreed(terms, today)
    ]
    if (found := stance(terms, ConsentKind.STATISTICS, today)) and stands(found, today):
        named.append(_("statistics"))
    police = any(stands(each, today) for each in _police_stances(terms, today))
    chips = [Chip(_("Child: no consent asked for protection"))] if child else []
    words = _("Agreed: %(list)s") % {"list": ", ".join(named)} if named else _("Nothing agreed yet")
    chips.append(Chip(words))
    chips.append(Chip(_("Agreed to share with police") if police else _("Not shared with police")))
    return Agreed(". ".join(chip.text for chip in chips), tuple(chips))


def bodies_agreed(terms: Sequence[ConsentTerms], today: datetime.date) -> list[UUID]:
    """Bodies with which the person agrees now that something is shared."""
    scopes = {(each.recipient, each.purpose) for each in terms if each.kind == ConsentKind.SHARE and each.recipient}
    standing = [
        recipient
        for recipient, purpose in sorted(scopes, key=str)
        if (found := stance(terms, ConsentKind.SHARE, today, recipient, purpose)) and stands(found, today)
    ]
    return [each for each in dict.fromkeys(standing) if each is not None]


def _police_stances(terms: Sequence[ConsentTerms], today: datetime.date) -> Iterable[ConsentTerms]:
    scopes = {(each.recipient, each.purpose) for each in terms if each.kind == ConsentKind.POLICE}
    found = (stance(terms, ConsentKind.POLICE, today, recipient, purpose) for recipient, purpose in scopes)
    return (each for each in found if each is not None)


def stands(terms: ConsentTerms, today: datetime.date) -> bool:
    """Is this a complete yes that was not taken back and has not ended?"""
    ended = terms.expires_on is not None and terms.expires_on < today
    return terms.agreed and not terms.withdrawn and not ended and not missing_of(terms)
