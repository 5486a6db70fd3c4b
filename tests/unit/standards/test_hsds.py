# SPDX-License-Identifier: Apache-2.0
"""A directory leaves and comes back as HSDS 3.0, says what to mend, and shows no safe place."""

from dataclasses import replace
from uuid import UUID

import pytest

from quatrefoil.standards.hsds.exchange import NotHsds, from_dict, problems, to_dict, to_services
from quatrefoil.standards.hsds.objects import (
    Address,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from quatrefoil.standards.hsds.places import with_places_under_cover
from quatrefoil.standards.hsds.service_types import NOT_FOR_THE_PUBLIC_SEARCH, SERVICE_TYPES, attribute, term, types_of


def uid(number: int) -> str:
    return str(UUID(int=number, version=4))


CLINIC = Location(
    uid(3),
    "physical",
    name="Port Clinic",
    latitude=1.5,
    longitude=-2.5,
    addresses=(Address(uid(4), "1 Quay", "Port", "Coast", "100", "XX", "physical"),),
)
SHELTER = replace(
    CLINIC, id=uid(5), name="House by the lake", description="behind the church", phones=(Phone(uid(6), "12345"),)
)
SERVICE = Service(
    uid(2),
    "Care",
    "active",
    minimum_age=16,
    assured_date="2026-03-31",
    email="care@clinic.example",
    languages=(Language(uid(7), code="ar"),),
    schedules=(Schedule(uid(8), freq="WEEKLY", byday="MO,TU", opens_at="09:00+02:00", closes_at="17:00+02:00"),),
    service_areas=(ServiceArea(uid(9), name="Coast"),),
    service_at_locations=(
        ServiceAtLocation(uid(10), location=CLINIC),
        ServiceAtLocation(uid(11), description="ring twice", location=SHELTER, phones=(Phone(uid(12), "98765"),)),
    ),
    attributes=(attribute(uid(2), "medical"), attribute(uid(2), "legal")),
)
ORGANIZATION = Organization(uid(1), "Lighthouse", "Helps", locations=(CLINIC, SHELTER), services=(SERVICE,))


def test_an_organisation_comes_back_as_it_left() -> None:
    assert from_dict(Organization, to_dict(ORGANIZATION)) == ORGANIZATION


def test_what_is_empty_is_left_out_and_a_zero_is_not() -> None:
    assert to_dict(Phone(uid(1), "123", extension=0)) == {"id": uid(1), "number": "123", "extension": 0}


def test_both_spellings_of_the_list_of_addresses_are_read() -> None:
    data = to_dict(CLINIC)
    data["addresss"] = data.pop("addresses")
    assert from_dict(Location, data) == CLINIC


def test_an_attribute_that_this_project_does_not_use_is_passed_over() -> None:
    assert from_dict(Phone, to_dict(Phone(uid(1), "123")) | {"metadata": [], "contact_id": "x"}) == Phone(uid(1), "123")


@pytest.mark.parametrize(
    ("change", "where", "word"),
    [
        ({"id": None}, "id", "required"),
        ({"id": "42"}, "id", "UUID"),
        ({"name": ""}, "name", "required"),
        ({"status": "open"}, "status", "active, inactive, defunct, temporarily closed"),
        ({"email": "nobody"}, "email", "e-mail"),
        ({"url": "javascript:alert(1)"}, "url", "web address"),
        ({"minimum_age": "sixteen"}, "minimum_age", "number"),
        ({"minimum_age": True}, "minimum_age", "number"),
        ({"assured_date": "31/03/2026"}, "assured_date", "year-month-day"),
        ({"schedules": {"id": 1}}, "schedules", "list"),
        ({"schedules": "always"}, "schedules", "list"),
        ({"schedules": [{"id": uid(8), "opens_at": "9 am"}]}, "schedules[0].opens_at", "hours and minutes"),
        ({"languages": ["ar"]}, "languages[0]", "object"),
        ({"name": 7}, "name", "text"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place_and_what_to_do(
    change: dict[str, object], where: str, word: str
) -> None:
    data = to_dict(SERVICE) | change
    (problem,) = problems(Service, data)
    assert problem.where == where
    assert word in str(problem.sentence)
    with pytest.raises(NotHsds, match=r"Give|Use|required"):
        from_dict(Service, data)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(NotHsds) as told:
        from_dict(Organization, {"services": [{"id": uid(2)}]})
    assert [problem.where for problem in told.value.problems] == [
        "id",
        "name",
        "description",
        "services[0].name",
        "services[0].status",
    ]


def test_a_safe_place_leaves_under_its_cover_name_and_with_nothing_that_leads_there() -> None:
    leaving = to_dict(with_places_under_cover(ORGANIZATION, {SHELTER.id: "Safe place A"}))
    assert leaving["locations"][1] == {"id": SHELTER.id, "location_type": "physical", "name": "Safe place A"}
    for secret in ("House by the lake", "behind the church", "12345", "98765", "ring twice"):
        assert secret not in str(leaving)
    assert "Port Clinic" in str(leaving)


def test_types_of_service_travel_as_attributes_and_come_back() -> None:
    again = from_dict(Service, to_dict(SERVICE))
    assert types_of(again) == ("medical", "legal")
    foreign = replace(again, attributes=(replace(again.attributes[0], taxonomy_term_id=uid(99)),))
    assert types_of(foreign) == ()


def test_the_identity_of_a_type_never_changes() -> None:
    assert term("legal").id == "27ea7c43-31aa-5b06-9235-5ec23125be23"
    assert len({term(code).id for code in SERVICE_TYPES.values()}) == len(SERVICE_TYPES)
    assert set(SERVICE_TYPES.values()) > NOT_FOR_THE_PUBLIC_SEARCH


def test_a_directory_leaves_as_services_each_with_its_organisation() -> None:
    (service,) = to_services(ORGANIZATION)
    assert service["organization"]["name"] == "Lighthouse"
    assert "services" not in service["organization"]
    assert service["organization_id"] == ORGANIZATION.id
    assert from_dict(Service, service) == replace(SERVICE, organization_id=ORGANIZATION.id)
