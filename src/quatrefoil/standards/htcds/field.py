# SPDX-License-Identifier: Apache-2.0
"""What a field of HTCDS is."""

from dataclasses import dataclass
from enum import StrEnum

from quatrefoil.standards.codes import CodeList


class Part(StrEnum):
    """The object of the standard that a field belongs to."""

    ORGANISATION = "Organization"
    PERSON = "Person"
    VICTIM_CONTEXT = "Person - Victim Context"
    PERPETRATOR_CONTEXT = "Person - Perpetrator Context"
    CASE = "Case"
    REFERRAL = "Referral Details"
    CASE_COMMENT = "Case Comment"
    HISTORIC_EVENT = "Historic Trafficking Events"
    SUPPORT_PLAN = "Support Plan"
    CONSENT = "Consent"


class FieldType(StrEnum):
    """The type as the standard writes it."""

    TEXT = "Text"
    LONG_TEXT = "Long Text"
    PICKLIST = "Picklist"
    PICKLIST_OR_TEXT = "Picklist or Text"
    MULTISELECT = "Multiselect Picklist"
    DATE = "Date"
    NUMBER = "Number"
    CHECKBOX = "Checkbox"
    GEOLOCATION = "Geolocation"
    LOOKUP_ORGANISATION = "Lookup [to organisation]"
    LOOKUP_PERSON = "Lookup [to person]"
    LOOKUP_USER = "Lookup [to user]"


class ExternalList(StrEnum):
    """A list that another body keeps and the field takes its values from."""

    ISO_3166 = "ISO 3166"
    ISO_639_2 = "ISO 639-2"
    E_164 = "E.164"
    ISCED_2011 = "ISCED 2011"
    ISIC_4 = "ISIC Rev. 4"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. is_core: the standard expects it of any case system. label: the official one, for matching imports."""

    name: str
    part: Part
    label: str
    type: FieldType
    is_core: bool = False
    is_deprecated: bool = False
    codes: CodeList | None = None
    external: ExternalList | None = None
    note: str = ""
