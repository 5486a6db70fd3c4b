# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0 code lists about cases, referrals and plans. Codes and labels: IOM, CC BY 4.0; what people read is in `words`."""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

ROLES_IN_PROCESS: Final = CodeList(
    "roles_in_process",
    N_("Role"),
    (
        Code("TravellingPartner", N_("Travelling Partner")),
        Code("Transporter", N_("Transporter")),
        Code("RecruiterOrIntermediary", N_("Recruiter Or Intermediary")),
        Code("BrokerTravelAgent", N_("Broker Travel Agent")),
        Code("TransferredIndividual", N_("Transferred Individual")),
        Code("HarbouredIndividual", N_("Harboured Individual")),
        Code("SoldIndividual", N_("Sold Individual")),
        Code("BoughtIndividual", N_("Bought Individual")),
        Code("ReceivedIndividual", N_("Received Individual")),
        Code("ControlledIndividual", N_("Controlled Individual")),
        Code("Smuggler", N_("Smuggler")),
        Code("Abuser", N_("Abuser")),
        Code("Kidnapper", N_("Kidnapper")),
        Code("Exploiter", N_("Exploiter")),
        Code("Other", N_("Other")),
    ),
)

CASE_STATUSES: Final = CodeList(
    "case_statuses",
    N_("Status of the case"),
    (
        Code("Active", N_("Active")),
        Code("FollowUp", N_("Follow Up")),
        Code("Closed", N_("Closed")),
        Code("ClosedReferred", N_("Closed Referred")),
    ),
)

REFERRAL_REASONS: Final = CodeList(
    "referral_reasons",
    N_("Reason for referral"),
    (
        Code("AdditionalServicesRequired", N_("Additional Services Required")),
        Code("MigrationOrChangeOfLocation", N_("Migration or Change of Location")),
        Code("Other", N_("Other")),
    ),
)

EVENT_TYPES: Final = CodeList(
    "event_types",
    N_("Type of event"),
    (
        Code("Recruitment", N_("Recruitment")),
        Code("Transit", N_("Transit")),
        Code("Exploitation", N_("Exploitation")),
    ),
)

SUPPORT_PLAN_TYPES: Final = CodeList(
    "support_plan_types",
    N_("Type of support plan"),
    (
        Code("Education", N_("Education")),
        Code("Financial", N_("Financial")),
        Code("Health", N_("Health")),
        Code("LabourExploitationRehabilitation", N_("Labour Exploitation Rehabilitation")),
        Code("Legal", N_("Legal")),
        Code("Livelihood", N_("Livelihood")),
        Code("RightsBasedTraining", N_("Rights-based Training")),
        Code("SexualExploitationRehabilitation", N_("Sexual Exploitation Rehabilitation")),
        Code("SocialCare", N_("Social Care")),
    ),
)
