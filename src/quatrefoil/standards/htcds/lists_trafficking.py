# SPDX-License-Identifier: Apache-2.0
"""HTCDS 2.0 code lists about recruitment, control and exploitation. Codes and labels: IOM, CC BY 4.0; what people read is in `words`."""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

TRAFFICKING_STATUSES: Final = CodeList(
    "trafficking_statuses",
    N_("Trafficking status"),
    (
        Code("PossibleVictimOfTrafficking", N_("Possible victim of trafficking")),
        Code("ActualVictimOfTrafficking", N_("Actual victim of trafficking")),
        Code("NotAVictimOfTrafficking", N_("Not a victim of trafficking")),
    ),
)

DECISION_MAKERS: Final = CodeList(
    "decision_makers",
    N_("Who decided on the status"),
    (
        Code("Police", N_("Police")),
        Code("NGO", N_("NGO")),
        Code("CourtOrProsecution", N_("Court or prosecution")),
        Code("NonPoliceGovernmentalOrganization", N_("Non-police governmental organization")),
        Code("Other", N_("Other")),
    ),
)

RELATIONSHIPS: Final = CodeList(
    "relationships",
    N_("Relationship to the trafficker"),
    (
        Code("Familial", N_("Familial")),
        Code("Acquainted", N_("Acquainted")),
        Code("Unaquainted", N_("Unaquainted")),
    ),
)

METHODS_OF_RECRUITMENT: Final = CodeList(
    "methods_of_recruitment",
    N_("How the person was recruited"),
    (
        Code("AtAPlaceOfBusiness", N_("At a place of business")),
        Code("AtAnEducationalInstitution", N_("At an educational institution")),
        Code("AtWork", N_("At work")),
        Code("ThroughOnlineSocialNetworks", N_("Through online social networks")),
        Code("ThroughAnOnlineAdvertisement", N_("Through an online advertisement")),
        Code("ThroughATelevisionAdvert", N_("Through a television advert")),
        Code("ThroughANewspaperAdvert", N_("Through a newspaper advert")),
        Code("ThroughFamilyOrFamilyEvents", N_("Through family or family events")),
        Code("ThroughFriendsOrSocialEvents", N_("Through friends or social events")),
        Code("Other", N_("Other")),
    ),
)

METHODS_OF_CONTROL: Final = CodeList(
    "methods_of_control",
    N_("Means of control"),
    (
        Code("PhysicalThreats", N_("Physical threats")),
        Code("ThreatsLawEnforcement", N_("Threats of law enforcement")),
        Code("ThreatensChildrenFamily", N_("Threatens children/family")),
        Code("DebtBondage", N_("Debt bondage")),
        Code("FalsePromises", N_("False promises")),
        Code("PhysicalAbuse", N_("Physical abuse")),
        Code("SexualAbuse", N_("Sexual abuse")),
        Code("TakesEarnings", N_("Takes earnings")),
        Code("RestrictsFinancialAccess", N_("Restricts financial access")),
        Code("RestrictsMedicalCare", N_("Restricts medical care")),
        Code("WithholdsNecessities", N_("Withholds necessities")),
        Code("PsychologicalAbuse", N_("Psychological abuse")),
        Code("PsychoactiveSubstance", N_("Psychoactive substance")),
        Code("ExcessiveWorkingHours", N_("Excessive working hours")),
        Code("WithholdsDocuments", N_("Withholds documents")),
        Code("Other", N_("Other")),
    ),
)

TYPES_OF_EXPLOITATION: Final = CodeList(
    "types_of_exploitation",
    N_("Type of exploitation"),
    (
        Code("ForcedLabour", N_("Forced labour")),
        Code("SexualExploitation", N_("Sexual exploitation")),
        Code("ChildLabour", N_("Child labour")),
        Code("ForcedMarriage", N_("Forced marriage")),
        Code("Servitude", N_("Servitude")),
        Code("ForcedMilitaryByNonStateActors", N_("Forced military (by non-state actors)")),
        Code("OrganRemoval", N_("Organ removal")),
        Code("ForcedBegging", N_("Forced begging")),
        Code("ForcedAdoption", N_("Forced adoption")),
        Code("Surrogacy", N_("Surrogacy")),
        Code("Other", N_("Other")),
    ),
)

TYPES_OF_SEXUAL_EXPLOITATION: Final = CodeList(
    "types_of_sexual_exploitation",
    N_("Type of sexual exploitation"),
    (
        Code("Prostitution", N_("Prostitution")),
        Code("Pornography", N_("Pornography")),
        Code("RemoteInteractiveServices", N_("Remote Interactive Services")),
        Code("PrivateSexualServices", N_("Private Sexual Services")),
    ),
)

INDUSTRIES: Final = CodeList(
    "industries",
    N_("Industry"),
    (
        Code("A_AgricultureForestryAndFishing", N_("Agriculture, forestry and fishing")),
        Code("B_MiningAndQuarrying", N_("Mining and quarrying")),
        Code("C_Manufacturing", N_("Manufacturing")),
        Code(
            "D_ElectricityGasSteamAndAirConditioningSupply", N_("Electricity, gas, steam and air conditioning supply")
        ),
        Code("E_WaterSupplySewerageWasteManagement", N_("Water supply; sewerage, waste management and remediation")),
        Code("F_Construction", N_("Construction")),
        Code(
            "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
            N_("Wholesale and retail trade; repair of motor vehicles and motorcycles"),
        ),
        Code("H_TransportationAndStorage", N_("Transportation and storage")),
        Code("I_AccommodationAndFoodServiceActivities", N_("Accommodation and food service activities")),
        Code("J_InformationAndCommunication", N_("Information and communication")),
        Code("K_FinancialAndInsuranceActivities", N_("Financial and insurance activities")),
        Code("L_RealEstateActivities", N_("Real estate activities")),
        Code("M_ProfessionalScientificAndTechnicalActivities", N_("Professional, scientific and technical activities")),
        Code("N_AdministrativeAndSupportServiceActivities", N_("Administrative and support service activities")),
        Code("O_PublicAdministrationAndDefence", N_("Public administration and defence; compulsory social security")),
        Code("P_Education", N_("Education")),
        Code("Q_HumanHealthAndSocialWorkActivities", N_("Human health and social work activities")),
        Code("R_ArtsEntertainmentAndRecreation", N_("Arts, entertainment and recreation")),
        Code("S_OtherServiceActivities", N_("Other service activities")),
        Code(
            "T_ActivitiesOfHouseholdsAsEmployers",
            N_(
                "Activities of households as employers; undifferentiated goods- and services- producing activities of households for own use"
            ),
        ),
        Code(
            "U_ActivitiesOfExtraterritorialOrganizations", N_("Activities of extraterritorial organizations and bodies")
        ),
    ),
)

VULNERABILITIES: Final = CodeList(
    "vulnerabilities",
    N_("Vulnerabilities"),
    (
        Code("Addiction", "Addiction"),
        Code("SocialGroup", "Social Group"),
        Code("Discrimination", "Discrimination"),
        Code("Poverty", "Poverty"),
        Code("DisabilityAndPhysicalHealth", "Disability and physical health"),
        Code("MentalHealth", "Mental health"),
        Code("Migration", "Migration"),
        Code("Homelessness", "Homelessness"),
        Code("AbuseSocialMedia", "Abuse - social media"),
        Code("AbusePhysical", "Abuse - physical"),
        Code("Education", "Education"),
        Code("WorkEnvironment", "Work environment"),
    ),
)
