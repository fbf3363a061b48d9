"""Locations: the buildings where citizens are served."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from tenants.municipality import selectors
from tenants.municipality.models import Location
from tenants.municipality.views.places import LOCATIONS, delete_page, edit_page, move


@permission_required("platform.locations")
@require_safe
def location_list(request: HttpRequest) -> HttpResponse:
    """Show all locations, also those out of use."""
    return render(request, "municipality/locations.html", {"locations": selectors.locations(only_active=False)})


@permission_required("platform.locations")
@require_http_methods(["GET", "HEAD", "POST"])
def add_location(request: HttpRequest) -> HttpResponse:
    """Add a location; its address starts as the town hall's."""
    profile = selectors.get_profile()
    place = Location(street=profile.street, postal_code=profile.postal_code, city=profile.city)
    return edit_page(request, LOCATIONS, place)


@permission_required("platform.locations")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_location(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a location."""
    return edit_page(request, LOCATIONS, get_object_or_404(Location, pk=pk))


@permission_required("platform.locations")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_location(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete a location after a question; one with appointments stays."""
    return delete_page(request, LOCATIONS, get_object_or_404(Location, pk=pk))


@permission_required("platform.locations")
@require_POST
def move_location(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a location in its list."""
    return move(request, LOCATIONS, get_object_or_404(Location, pk=pk))
