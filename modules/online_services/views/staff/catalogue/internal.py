"""What staff themselves apply for: leave, purchase, IT trouble."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from modules.online_services.selectors.catalogue import internal_services
from modules.online_services.views.staff.catalogue.common import for_internal


@for_internal
@require_safe
def internal(request: HttpRequest) -> HttpResponse:
    """Show the services of the town hall for its own people."""
    services = internal_services()
    rows = [(one, reverse("online_services_staff:internal_begin", args=[one.slug]), uuid.uuid4()) for one in services]
    return render(request, "online_services/staff/catalogue/internal.html", {"rows": rows})
