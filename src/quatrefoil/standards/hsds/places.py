# SPDX-License-Identifier: Apache-2.0
"""Safe places leave under a cover name, and nothing that leads there leaves with them."""

from dataclasses import replace

from quatrefoil.standards.hsds.objects import Location, Organization, Service


def under_cover(location: Location, cover_name: str) -> Location:
    """A location with a cover name such as "Safe place A" and nothing else: no address, point, phone, hours or words."""
    return Location(id=location.id, location_type=location.location_type, name=cover_name)


def with_places_under_cover(organization: Organization, cover_names: dict[str, str]) -> Organization:
    """The organisation with each location that has a cover name under cover, wherever it appears.

    cover_names: by location id. A service that is offered at such a place keeps its own phones and hours, loses those of
    the place, and is taken out of the public search by whoever exports it.
    """

    def covered(location: Location | None) -> Location | None:
        hides = location is not None and location.id in cover_names
        return under_cover(location, cover_names[location.id]) if hides and location else location

    def served(service: Service) -> Service:
        places = tuple(
            replace(each, location=covered(each.location), description="", phones=(), schedules=())
            if each.location is not None and each.location.id in cover_names
            else each
            for each in service.service_at_locations
        )
        return replace(service, service_at_locations=places)

    return replace(
        organization,
        locations=tuple(place for place in map(covered, organization.locations) if place is not None),
        services=tuple(map(served, organization.services)),
    )
