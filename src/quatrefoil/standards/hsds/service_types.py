# SPDX-License-Identifier: Apache-2.0
"""Types of service in response to trafficking, as a taxonomy that HSDS attributes can carry.

Drawn together from the lists in use: Palermo Protocol art. 6, HTCDS support plans, case management systems of child
protection, and directories of referral mechanisms. The UUIDs follow from the codes and never change.
"""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.hsds.objects import Attribute, Service, TaxonomyTerm
from quatrefoil.standards.text import N_

SERVICE_TYPES: Final = CodeList(
    "service_type",
    N_("Type of service"),
    (
        Code("hotline", N_("Hotline"), N_("Advice, safety and referral by phone, text or chat.")),
        Code("safe_place", N_("Safe place to stay"), N_("A shelter or other safe accommodation.")),
        Code("housing", N_("Housing"), N_("Longer-term housing and help to find it.")),
        Code("material_help", N_("Food, clothes and money"), N_("Immediate material help.")),
        Code("medical", N_("Medical care"), N_("Physical health, including emergency care.")),
        Code(
            "sexual_health", N_("Sexual and reproductive health"), N_("Care after sexual violence, pregnancy, testing.")
        ),
        Code("psychological", N_("Psychological support"), N_("Counselling and mental health care.")),
        Code("substance_use", N_("Help with alcohol or drugs"), N_("Treatment and support.")),
        Code("case_management", N_("Case management"), N_("One person who plans and accompanies.")),
        Code("outreach", N_("Outreach"), N_("Goes where people are: streets, farms, work sites.")),
        Code("interpretation", N_("Interpretation"), N_("Language and cultural mediation.")),
        Code("legal", N_("Legal advice"), N_("Information, advice and representation.")),
        Code("residence", N_("Residence and papers"), N_("Residence permits, identity and travel papers.")),
        Code("compensation", N_("Compensation and owed pay"), N_("Claims, funds, recovery of wages.")),
        Code("court_support", N_("Support at court"), N_("Preparation, accompaniment, protection of witnesses.")),
        Code("child_protection", N_("Child protection"), N_("The body responsible for children in danger.")),
        Code("guardianship", N_("Guardianship"), N_("Independent guardian for a child.")),
        Code(
            "family_tracing",
            N_("Family tracing and contact"),
            N_("Tracing, mediation, reunification after a risk check."),
        ),
        Code("education", N_("Education"), N_("School, literacy, language courses.")),
        Code("livelihood", N_("Work and livelihood"), N_("Training, job search, small grants.")),
        Code("return_reintegration", N_("Return and reintegration"), N_("Safe, chosen return and support after it.")),
        Code("social_inclusion", N_("Social inclusion"), N_("Peer groups, community, daily life.")),
        Code("disability", N_("Support with a disability"), N_("Access, aids, assistance.")),
        Code("police_unit", N_("Police unit"), N_("A unit that investigates trafficking or protects people.")),
        Code("labour_inspection", N_("Labour inspection"), N_("Inspects work places and working conditions.")),
        Code("prosecution", N_("Prosecution service"), N_("Prosecutes, with a contact for those affected.")),
        Code(
            "competent_authority",
            N_("Competent authority"),
            N_("Decides on status in the national referral mechanism."),
        ),
        Code("training", N_("Training for professionals"), N_("Learning to notice, ask and refer.")),
    ),
)

NOT_FOR_THE_PUBLIC_SEARCH: Final = frozenset({"prosecution", "competent_authority", "training"})
"""Types that a person who looks for help does not look for."""

_TAXONOMY_ID: Final = str(uuid5(NAMESPACE_URL, "urn:quatrefoil:service_type"))


def term(code: str) -> TaxonomyTerm:
    """The term of a type of service. Raises KeyError."""
    known = SERVICE_TYPES[code]
    return TaxonomyTerm(
        id=str(uuid5(NAMESPACE_URL, f"urn:quatrefoil:service_type:{code}")),
        name=known.label,
        description=known.guidance,
        code=code,
        taxonomy_id=_TAXONOMY_ID,
        language="en",
    )


def attribute(service_id: str, code: str) -> Attribute:
    """What says in HSDS that a service is of this type."""
    of_type = term(code)
    return Attribute(
        id=str(uuid5(NAMESPACE_URL, f"urn:quatrefoil:{service_id}:service_type:{code}")),
        link_id=service_id,
        taxonomy_term_id=of_type.id,
        link_type="service_type",
        link_entity="service",
        taxonomy_term=of_type,
    )


def types_of(service: Service) -> tuple[str, ...]:
    """The codes of this taxonomy that a service carries; terms of other taxonomies are passed over."""
    by_id = {term(code).id: code for code in SERVICE_TYPES.values()}
    return tuple(by_id[each.taxonomy_term_id] for each in service.attributes if each.taxonomy_term_id in by_id)
