# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0 code lists about organisations and people. Codes and labels: IOM, CC BY 4.0; what people read is in `words`."""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

ORGANISATION_TYPES: Final = CodeList(
    "organisation_types",
    N_("Kind of organisation"),
    (
        Code("NGO", N_("NGO")),
        Code("LawEnforcement", N_("Law Enforcement")),
        Code("HealthServiceOrganisation", N_("Health Service Organisation")),
        Code("CentralGovernmentOrganisation", N_("Central Government Organisation")),
        Code("LocalGovernmentOrganisation", N_("Local Government Organisation")),
        Code("ImmigrationService", N_("Immigration Service")),
        Code("LegalService", N_("Legal Service")),
        Code("CorporateBusiness", N_("Corporate Business")),
        Code("SchoolOrCollege", N_("School or College")),
    ),
)

GENDERS: Final = CodeList(
    "genders",
    N_("Gender"),
    (
        Code("Feminine", N_("Feminine")),
        Code("Masculine", N_("Masculine")),
        Code("TransgenderFeminine", N_("Transgender Feminine")),
        Code("TransgenderMasculine", N_("Transgender Masculine")),
        Code("NonConforming", N_("Non-Conforming")),
        Code("NonSpecifiedUnknown", N_("Not Specified/Unknown")),
    ),
)

MARITAL_STATUSES: Final = CodeList(
    "marital_statuses",
    N_("Marital status"),
    (
        Code("Single", N_("Single")),
        Code("Married", N_("Married")),
        Code("Widowed", N_("Widowed")),
        Code("Divorced", N_("Divorced")),
        Code("Separated", N_("Separated")),
        Code("RegisteredPartnership", N_("Registered Partnership")),
    ),
)

EDUCATION_LEVELS: Final = CodeList(
    "education_levels",
    N_("Highest level of education"),
    (
        Code("EarlyChildhoodEducation", N_("Early Childhood Education")),
        Code("PrimaryEducation", N_("Primary Education")),
        Code("LowerSecondaryEducation", N_("Lower Secondary Education")),
        Code("UpperSecondaryEducation", N_("Upper Secondary Education")),
        Code("PostSecondaryNonTertiaryEducation", N_("Post-secondary Non-tertiary Education")),
        Code("ShortCycleTertiaryEducation", N_("Short-cycle Tertiary Education")),
        Code("BachelorsOrEquivalentLevel", N_("Bachelor’s or Equivalent Level")),
        Code("MastersOrEquivalentLevel", N_("Master’s or Equivalent Level")),
        Code("DoctoralOrEquivalentLevel", N_("Doctoral or Equivalent Level")),
    ),
)

WEBSITES_AND_APPS: Final = CodeList(
    "websites_and_apps",
    N_("Websites and apps"),
    (
        Code("Facebook", "Facebook"),
        Code("Instagram", "Instagram"),
        Code("WhatsApp", "WhatsApp"),
        Code("Telegram", "Telegram"),
        Code("FacebookMessenger", "Facebook Messenger"),
        Code("Viber", "Viber"),
        Code("SnapChat", "SnapChat"),
        Code("Line", "Line"),
        Code("4Sale", "4Sale"),
        Code("WeChat", "WeChat"),
        Code("QQ", "QQ"),
        Code("QZone", "QZone"),
        Code("TikTok", "TikTok"),
        Code("Twitter", "Twitter"),
        Code("Other", "Other"),
    ),
)
