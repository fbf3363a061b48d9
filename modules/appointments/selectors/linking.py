"""Where other modules send people who need an appointment."""

from django.urls import reverse

from modules.appointments.models import Audience, Concern


def booking_url(concern: str) -> str:
    """Return the page of the first bookable concern whose name or keywords contain the words, "" for none."""
    offered = Concern.objects.filter(is_active=True, audience=Audience.PUBLIC, places__is_active=True)
    ordered = offered.order_by("position", "name", "pk")
    for fitting in (ordered.filter(name__icontains=concern), ordered.filter(keywords__icontains=concern)):
        if found := fitting.values_list("pk", flat=True).first():
            return reverse("appointments:concern", args=[found])
    return ""
