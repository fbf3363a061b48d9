"""Places: the locations at which citizens may book something."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from modules.appointments.models import Audience, ConcernPlace
from modules.appointments.public_api.schemas import PlaceOut, PlacesOut, page_of
from rathaus.api.routing import secured
from rathaus.api.types import PageQuery
from tenants.municipality.models import Location

router = Router()


@router.get(
    "places",
    response=PlacesOut,
    operation_id="list_places",
    **secured("appointments:read", summary=_("Orte auflisten"), can_be_missing=False),
)
def list_places(request: HttpRequest, page: Query[PageQuery]) -> PlacesOut:  # noqa: ARG001
    offered = ConcernPlace.objects.filter(
        is_active=True, concern__is_active=True, concern__audience=Audience.PUBLIC, location__is_active=True
    )
    ordered = offered.select_related("location").order_by(
        "location__position", "location__name", "concern__position", "concern__name"
    )
    locations: dict[UUID, tuple[Location, list[UUID]]] = {}
    for place in ordered:
        locations.setdefault(place.location_id, (place.location, []))[1].append(place.concern_id)
    found = list(locations.values())
    items = [_as_json(*entry) for entry in page_of(found, limit=page.limit, offset=page.offset)]
    return PlacesOut(items=items, count=len(found))


def _as_json(location: Location, concerns: list[UUID]) -> PlaceOut:
    return PlaceOut(
        id=location.pk,
        name=location.name,
        street=location.street,
        postal_code=location.postal_code,
        city=location.city,
        entrance=location.entrance,
        step_free=location.step_free,
        lift=location.lift,
        transit=location.transit,
        concern_ids=concerns,
    )
