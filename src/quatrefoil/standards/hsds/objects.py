# SPDX-License-Identifier: Apache-2.0
"""The objects of a directory: organisation, service, location, and what hangs on them."""

from dataclasses import dataclass, field
from typing import Final

from quatrefoil.standards.hsds.shape import ONE, list_of, numeric, optional, required

SERVICE_STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
LOCATION_TYPES: Final = ("physical", "postal", "virtual")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Final = ("WEEKLY", "MONTHLY")


@dataclass(frozen=True, slots=True)
class TaxonomyTerm:
    """A term of a taxonomy, such as a type of service."""

    id: str = required("uuid")
    name: str = required()
    description: str = required()
    code: str = optional()
    parent_id: str = optional("uuid")
    taxonomy_id: str = optional("uuid")
    language: str = optional()


@dataclass(frozen=True, slots=True)
class Attribute:
    """Ties an object to a term of a taxonomy."""

    id: str = required("uuid")
    link_id: str = required("uuid")
    taxonomy_term_id: str = required("uuid")
    link_type: str = required()
    link_entity: str = required()
    value: str = optional()
    taxonomy_term: TaxonomyTerm | None = field(default=None, metadata={ONE: "TaxonomyTerm"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which a service, location or phone speaks. code: ISO 639-1 or 639-3."""

    id: str = required("uuid")
    name: str = optional()
    code: str = optional()
    note: str = optional()


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number. type: voice, text, textphone and so on."""

    id: str = required("uuid")
    number: str = required()
    extension: int | None = numeric()
    type: str = optional()
    description: str = optional()
    languages: tuple[Language, ...] = list_of("Language")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open, in the terms of iCalendar. Times are HH:MM with an offset or Z."""

    id: str = required("uuid")
    valid_from: str = optional("date")
    valid_to: str = optional("date")
    dtstart: str = optional("date")
    timezone: float | None = numeric()
    until: str = optional("date")
    wkst: str = optional(one_of=WEEKDAYS)
    freq: str = optional(one_of=FREQUENCIES)
    interval: int | None = numeric()
    byday: str = optional()
    bymonthday: str = optional()
    description: str = optional()
    opens_at: str = optional("time")
    closes_at: str = optional("time")
    notes: str = optional()


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """Where a service is available."""

    id: str = required("uuid")
    name: str = optional()
    description: str = optional()
    uri: str = optional()


@dataclass(frozen=True, slots=True)
class Address:
    """A postal or physical address; never that of a safe place."""

    id: str = required("uuid")
    address_1: str = required()
    city: str = required()
    state_province: str = required()
    postal_code: str = required()
    country: str = required()
    address_type: str = required(one_of=LOCATION_TYPES)
    address_2: str = optional()
    region: str = optional()


@dataclass(frozen=True, slots=True)
class Location:
    """A place, or a virtual one."""

    id: str = required("uuid")
    location_type: str = required(one_of=LOCATION_TYPES)
    url: str = optional("uri")
    name: str = optional()
    alternate_name: str = optional()
    description: str = optional()
    transportation: str = optional()
    latitude: float | None = numeric()
    longitude: float | None = numeric()
    phones: tuple[Phone, ...] = list_of("Phone")
    schedules: tuple[Schedule, ...] = list_of("Schedule")
    languages: tuple[Language, ...] = list_of("Language")
    addresses: tuple[Address, ...] = list_of("Address")


@dataclass(frozen=True, slots=True)
class ServiceAtLocation:
    """A service as it is offered at one location."""

    id: str = required("uuid")
    description: str = optional()
    location: Location | None = field(default=None, metadata={ONE: "Location"})
    phones: tuple[Phone, ...] = list_of("Phone")
    schedules: tuple[Schedule, ...] = list_of("Schedule")


@dataclass(frozen=True, slots=True)
class Service:
    """A service. Ages are in whole years; assured_date says when somebody last checked that this is true."""

    id: str = required("uuid")
    name: str = required()
    status: str = required(one_of=SERVICE_STATUSES)
    organization_id: str = optional("uuid")
    alternate_name: str = optional()
    description: str = optional()
    url: str = optional("uri")
    email: str = optional("email")
    interpretation_services: str = optional()
    application_process: str = optional()
    fees_description: str = optional()
    accreditations: str = optional()
    eligibility_description: str = optional()
    minimum_age: int | None = numeric()
    maximum_age: int | None = numeric()
    assured_date: str = optional("date")
    assurer_email: str = optional("email")
    alert: str = optional()
    schedules: tuple[Schedule, ...] = list_of("Schedule")
    languages: tuple[Language, ...] = list_of("Language")
    phones: tuple[Phone, ...] = list_of("Phone")
    service_areas: tuple[ServiceArea, ...] = list_of("ServiceArea")
    service_at_locations: tuple[ServiceAtLocation, ...] = list_of("ServiceAtLocation")
    attributes: tuple[Attribute, ...] = list_of("Attribute")


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation with its locations and services (the specification nests it in the service instead)."""

    id: str = required("uuid")
    name: str = required()
    description: str = required()
    alternate_name: str = optional()
    email: str = optional("email")
    website: str = optional("uri")
    legal_status: str = optional()
    uri: str = optional("uri")
    parent_organization_id: str = optional("uuid")
    phones: tuple[Phone, ...] = list_of("Phone")
    locations: tuple[Location, ...] = list_of("Location")
    services: tuple[Service, ...] = list_of("Service")


KINDS: Final[dict[str, type]] = {
    kind.__name__: kind
    for kind in (
        TaxonomyTerm,
        Attribute,
        Language,
        Phone,
        Schedule,
        ServiceArea,
        Address,
        Location,
        ServiceAtLocation,
        Service,
        Organization,
    )
}
