# SPDX-License-Identifier: Apache-2.0
"""What of a contact others may see: on a disclosure's sheet and as tabs of its record.

Where somebody is and what they said in their own words leave only as the sheet shows it, part by part.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE, REPORT, SAFE_CONTACT
from quatrefoil.foundation.messages.safe_contact import is_phone_taken, open_safe_contact, safe_contact
from quatrefoil.foundation.questionnaires import about
from quatrefoil.foundation.records import tabs
from quatrefoil.foundation.registers.selectors import language_name
from quatrefoil.foundation.sharing import hooks, parts
from quatrefoil.foundation.sharing.codes import LANGUAGE
from quatrefoil.foundation.sharing.parts import Line
from quatrefoil.protection.hotline import contact_selectors
from quatrefoil.protection.hotline.models import Contact
from quatrefoil.standards.ages import band_label, is_child_path

CONTACT: Final = frozenset({"contact"})
# Whether a file is about a child is asked by people who do not reach it, such as a second approver.
AGES: Final = system_actor("age group", everywhere=frozenset({CORE}))


def declare() -> None:
    """Called once at start."""
    for part, renderer in ((CORE, core), (LANGUAGE, language), (REPORT, report), (SAFE_CONTACT, contact)):
        parts.register(part, renderer, file_kind="contact")
    hooks.register_age_group(age_group)
    about.register_age_band(age_band)
    _tabs()


def _tabs() -> None:
    for order, label, name, part in (
        (0, gettext_lazy("Contact"), "hotline:contact", ""),
        (10, gettext_lazy("What was said"), "hotline:said", REPORT),
        (30, gettext_lazy("Notes"), "hotline:notes", "notes"),
        (45, gettext_lazy("Consent"), "sharing:consents", "consent"),
        (80, gettext_lazy("Who was told"), "hotline:told", ""),
        (90, gettext_lazy("Who saw this"), "audit:record", ""),
    ):
        tabs.register(order, label, name, kinds=CONTACT, part=part)


def age_band(file_id: UUID) -> str:
    """The age band of a contact, for what is counted of its screenings; "" for any other file or when nobody noted it."""
    with as_system(AGES):
        return str(Contact.objects.filter(file_id=file_id).values_list("age_band", flat=True).first() or "")


def age_group(file_id: UUID) -> str:
    """Child, adult or unsure for a contact; "" for any other file. Nobody asked yet is no answer."""
    with as_system(AGES):
        row = Contact.objects.filter(file_id=file_id).values_list("age_band", "under_18").first()
    if row is None or row == ("", ""):
        return ""
    band, under_18 = row
    first_year = int(band.split("-")[0].rstrip("+")) if band else None
    if not is_child_path(first_year, under_18 or None):
        return hooks.ADULT
    return hooks.UNSURE if under_18 == "not_sure" else hooks.CHILD


def core(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """The age band, joined to the reference name."""
    row = contact_selectors.contact_row(actor, file_id)
    words = band_label(row.age_band).render(_) if row.age_band else _("age not known")
    yield Line(f"about::{row.age_band}:{row.under_18}:{row.file.region}", "", words)


def language(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """Language and interpreter."""
    row = contact_selectors.contact_row(actor, file_id)
    name = language_name(row.language) if row.language else ""
    words = _("%(language)s (interpreter needed)") % {"language": name} if row.needs_interpreter and name else name
    yield Line(f"language:{row.language}::{int(row.needs_interpreter)}", _("Language"), words)


def report(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """What was said: the translation where there is one, beside the original."""
    for said in contact_selectors.words(actor, file_id):
        yield Line("report.words", _("In their own words"), said.words)
        yield Line("report.translation", _("Translation"), said.translation)


def contact(actor: Actor, file_id: UUID) -> Iterator[Line]:
    """How the person may be reached, with what to say and what never to say. Never the safe word."""
    row = safe_contact(actor, file_id)
    if row is None:
        return
    if row.is_phone_taken or is_phone_taken(file_id):
        yield Line("contact.how", _("Contact"), _("Phone taken: nothing goes out"))
        return
    yield Line("contact.how", _("Contact"), row.headline)
    opened = open_safe_contact(actor, file_id, "sheet")
    yield Line("contact.address", _("Number or address"), opened.get("address", ""))
    yield Line("contact.instructions", _("What to say and what never to say"), opened.get("instructions", ""))
