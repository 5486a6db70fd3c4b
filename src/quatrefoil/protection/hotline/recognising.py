# SPDX-License-Identifier: Apache-2.0
"""Contacts of the same number before. A known phone is not a known person: nothing is shown before the safe word (SAFETY 3)."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.vault import sealing, search
from quatrefoil.foundation.vault.selectors import FoundFile
from quatrefoil.protection.hotline.codes import ContactState
from quatrefoil.protection.hotline.contact_actions import contact_of
from quatrefoil.protection.hotline.escalation import open_danger
from quatrefoil.protection.hotline.models import Contact

MOST_COMPARED: Final = 5


@action("person.search")
def earlier_contacts(actor: Actor, file_id: UUID, word: str = "") -> tuple[FoundFile, ...]:
    """Files of the same number whose safe word the caller said. After the contact is over no word is needed.

    The word for danger shows the same as the safe word, and tells the desk. Raises Refused while the caller may listen
    and no word was said.
    """
    contact = contact_of(actor, file_id)
    is_over = contact.state == ContactState.DONE
    if not word.strip() and not is_over:
        raise Refused(_("Ask the caller for the safe word first; until then nothing is shown."), code="no_word")
    found = _same_number(actor, file_id)
    if not word.strip():
        return found
    return tuple(row for row in found[:MOST_COMPARED] if _is_their_word(actor, contact, row.file_id, word))


def _same_number(actor: Actor, file_id: UUID) -> tuple[FoundFile, ...]:
    row = safe_contact.current(file_id)
    if row is None or row.address is None:
        return ()
    phone = sealing.open_text(row, "address", purpose="look for earlier contacts")
    return search.possible_duplicates(actor, (), None, phones=[phone], other_than=file_id)


def _is_their_word(actor: Actor, contact: Contact, earlier: UUID, word: str) -> bool:
    answer = safe_contact.check_word(actor, earlier, word)
    if answer == safe_contact.DURESS:
        open_danger(actor, contact, "duress_word")
    return answer in {safe_contact.SAFE, safe_contact.DURESS}
