# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0 fields of organisations and people."""

from typing import Final

from quatrefoil.standards.htcds.field import ExternalList, Field, FieldType, Part
from quatrefoil.standards.htcds.lists_person import EDUCATION_LEVELS, GENDERS, MARITAL_STATUSES, ORGANISATION_TYPES

PERSON_FIELDS: Final = (
    Field("org_Name", Part.ORGANISATION, "Organisation Name", FieldType.TEXT),
    Field("org_ShippingCity", Part.ORGANISATION, "Shipping City", FieldType.TEXT),
    Field(
        "org_ShippingCountry",
        Part.ORGANISATION,
        "Shipping Country",
        FieldType.PICKLIST_OR_TEXT,
        external=ExternalList.ISO_3166,
    ),
    Field("org_ShippingState", Part.ORGANISATION, "Shipping State/Province", FieldType.PICKLIST_OR_TEXT),
    Field("org_ShippingStreet", Part.ORGANISATION, "Shipping Street", FieldType.TEXT),
    Field("org_ShippingPostalCode", Part.ORGANISATION, "Shipping Zip/Postal Code", FieldType.TEXT),
    Field("org_ShippingLongitude", Part.ORGANISATION, "Longitude", FieldType.GEOLOCATION),
    Field("org_ShippingLatitude", Part.ORGANISATION, "Latitude", FieldType.GEOLOCATION),
    Field("org_Phone", Part.ORGANISATION, "Phone", FieldType.TEXT, external=ExternalList.E_164),
    Field("org_Type", Part.ORGANISATION, "Type", FieldType.PICKLIST, codes=ORGANISATION_TYPES),
    Field("prs_Salutation", Part.PERSON, "Salutation", FieldType.TEXT, is_core=True),
    Field("prs_FirstName", Part.PERSON, "First Name", FieldType.TEXT, is_core=True),
    Field("prs_MiddleName", Part.PERSON, "Middle Name", FieldType.TEXT),
    Field("prs_SecondName", Part.PERSON, "Second Name", FieldType.TEXT, is_core=True),
    Field("prs_Birthdate", Part.PERSON, "Birthdate", FieldType.DATE, is_core=True),
    Field(
        "prs_Gender",
        Part.PERSON,
        "Gender",
        FieldType.PICKLIST,
        is_core=True,
        codes=GENDERS,
        note="Gender as expressed, not sex at birth.",
    ),
    Field("prs_Deceased", Part.PERSON, "Deceased", FieldType.CHECKBOX),
    Field("prs_MaritalStatus", Part.PERSON, "Marital Status", FieldType.PICKLIST, codes=MARITAL_STATUSES),
    Field("prs_NumberOfChildren", Part.PERSON, "Number of Children", FieldType.NUMBER),
    Field("prs_PrimaryLanguage", Part.PERSON, "Primary Language", FieldType.PICKLIST, external=ExternalList.ISO_639_2),
    Field(
        "prs_SecondaryLanguage", Part.PERSON, "Secondary Language", FieldType.PICKLIST, external=ExternalList.ISO_639_2
    ),
    Field(
        "prs_HighestLevelOfEducation",
        Part.PERSON,
        "Highest Level of Education",
        FieldType.PICKLIST,
        codes=EDUCATION_LEVELS,
        external=ExternalList.ISCED_2011,
    ),
    Field(
        "prs_Citizenship",
        Part.PERSON,
        "Citizenship",
        FieldType.MULTISELECT,
        is_core=True,
        external=ExternalList.ISO_3166,
    ),
    Field("prs_IdentityNumber", Part.PERSON, "Identity Number", FieldType.TEXT),
    Field(
        "prs_Title",
        Part.PERSON,
        "Title",
        FieldType.TEXT,
        is_core=True,
        note="The person's position in an organisation, not a courtesy title.",
    ),
    Field("prs_Email", Part.PERSON, "Email", FieldType.TEXT, is_core=True),
    Field("prs_HomePhone", Part.PERSON, "Home Phone", FieldType.TEXT, is_core=True, external=ExternalList.E_164),
    Field("prs_MobilePhone", Part.PERSON, "Mobile Phone", FieldType.TEXT, is_core=True, external=ExternalList.E_164),
    Field("prs_MailingCity", Part.PERSON, "Mailing City", FieldType.TEXT, is_core=True),
    Field(
        "prs_MailingCountry",
        Part.PERSON,
        "Mailing Country",
        FieldType.TEXT,
        is_core=True,
        external=ExternalList.ISO_3166,
    ),
    Field("prs_MailingState", Part.PERSON, "Mailing State/Province", FieldType.TEXT, is_core=True),
    Field("prs_MailingStreet", Part.PERSON, "Mailing Street", FieldType.TEXT, is_core=True),
    Field("prs_MailingPostalCode", Part.PERSON, "Mailing Zip/Postal Code", FieldType.TEXT, is_core=True),
    Field("prs_MailingLongitude", Part.PERSON, "Longitude", FieldType.NUMBER),
    Field("prs_MailingLatitude", Part.PERSON, "Latitude", FieldType.NUMBER),
)
