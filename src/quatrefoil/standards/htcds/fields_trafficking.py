# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0 fields of what happened to a person, and of who did it."""

from typing import Final

from quatrefoil.standards.htcds.field import ExternalList, Field, FieldType, Part
from quatrefoil.standards.htcds.lists_case import ROLES_IN_PROCESS
from quatrefoil.standards.htcds.lists_person import WEBSITES_AND_APPS
from quatrefoil.standards.htcds.lists_trafficking import (
    DECISION_MAKERS,
    INDUSTRIES,
    METHODS_OF_CONTROL,
    METHODS_OF_RECRUITMENT,
    RELATIONSHIPS,
    TRAFFICKING_STATUSES,
    TYPES_OF_EXPLOITATION,
    TYPES_OF_SEXUAL_EXPLOITATION,
    VULNERABILITIES,
)

TRAFFICKING_FIELDS: Final = (
    Field(
        "vic_AgreementToManagePersonalData",
        Part.VICTIM_CONTEXT,
        "Agreement to Manage Personal Data",
        FieldType.CHECKBOX,
        is_deprecated=True,
    ),
    Field(
        "vic_TraffickingStatus",
        Part.VICTIM_CONTEXT,
        "Trafficking Status",
        FieldType.PICKLIST,
        is_core=True,
        codes=TRAFFICKING_STATUSES,
    ),
    Field(
        "vic_TraffickingStatusDecisionMakingOrg",
        Part.VICTIM_CONTEXT,
        "Trafficking Status Decision Making Organization",
        FieldType.PICKLIST,
        is_core=True,
        codes=DECISION_MAKERS,
        note="Who asserted the status; always travels with it.",
    ),
    Field(
        "vic_RelationshipToTrafficker",
        Part.VICTIM_CONTEXT,
        "Relationship to Trafficker",
        FieldType.PICKLIST,
        codes=RELATIONSHIPS,
    ),
    Field(
        "vic_AgeWhenTrafficked",
        Part.VICTIM_CONTEXT,
        "Age when Trafficked",
        FieldType.NUMBER,
        note="Age in whole years when first trafficked.",
    ),
    Field(
        "vic_RecruitmentWebsitesAndApps",
        Part.VICTIM_CONTEXT,
        "Recruitment Websites and Apps",
        FieldType.MULTISELECT,
        codes=WEBSITES_AND_APPS,
    ),
    Field(
        "vic_MethodOfRecruitment",
        Part.VICTIM_CONTEXT,
        "Method of Recruitment",
        FieldType.MULTISELECT,
        is_core=True,
        codes=METHODS_OF_RECRUITMENT,
    ),
    Field(
        "vic_LocationOfRecruitment",
        Part.VICTIM_CONTEXT,
        "Location of Recruitment",
        FieldType.LOOKUP_ORGANISATION,
        is_core=True,
    ),
    Field(
        "vic_MethodsOfControl",
        Part.VICTIM_CONTEXT,
        "Methods of Control",
        FieldType.MULTISELECT,
        is_core=True,
        codes=METHODS_OF_CONTROL,
    ),
    Field(
        "vic_TypeOfExploitation",
        Part.VICTIM_CONTEXT,
        "Type of Exploitation",
        FieldType.MULTISELECT,
        is_core=True,
        codes=TYPES_OF_EXPLOITATION,
    ),
    Field(
        "vic_ForcedLabourIndustry",
        Part.VICTIM_CONTEXT,
        "Forced Labour Industry",
        FieldType.PICKLIST,
        is_core=True,
        codes=INDUSTRIES,
        external=ExternalList.ISIC_4,
    ),
    Field(
        "vic_TypeOfSexExploitation",
        Part.VICTIM_CONTEXT,
        "Type of Sex Exploitation",
        FieldType.MULTISELECT,
        is_core=True,
        codes=TYPES_OF_SEXUAL_EXPLOITATION,
    ),
    Field(
        "vic_LocationOfExploitation",
        Part.VICTIM_CONTEXT,
        "Location of Exploitation",
        FieldType.LOOKUP_ORGANISATION,
        is_core=True,
    ),
    Field(
        "vic_ExploitationWebsitesAndApps",
        Part.VICTIM_CONTEXT,
        "Exploitation Websites and Apps",
        FieldType.MULTISELECT,
        codes=WEBSITES_AND_APPS,
    ),
    Field(
        "vic_Vulnerabilities",
        Part.VICTIM_CONTEXT,
        "Vulnerabilities",
        FieldType.MULTISELECT,
        is_core=True,
        is_deprecated=True,
        codes=VULNERABILITIES,
    ),
    Field(
        "vic_DetailsOfVulnerabilities",
        Part.VICTIM_CONTEXT,
        "Details Of Vulnerabilities",
        FieldType.LONG_TEXT,
        is_core=True,
        is_deprecated=True,
    ),
    Field(
        "per_RoleInProcess", Part.PERPETRATOR_CONTEXT, "Role in Process", FieldType.MULTISELECT, codes=ROLES_IN_PROCESS
    ),
    Field("per_RoleDetails", Part.PERPETRATOR_CONTEXT, "Role Details", FieldType.LONG_TEXT),
)
