"""The page "Meine Termine" of signed-in people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.appointments.selectors.mine import mine
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.waiting import days_in_words
from modules.appointments.views.public.appointment import can_change
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.web.keeping import kept_on_private_devices


@citizen_required
@kept_on_private_devices
@require_safe
def my_appointments(request: HttpRequest) -> HttpResponse:
    """Show what is to come and what was, each with the page on which it is moved or cancelled."""
    now = timezone.now()
    found = mine(acting_user(request), now=now)
    context = {
        "mine": found,
        "wishes": [(entry, days_in_words(entry)) for entry in found.wishes],
        "coming": [(booking, can_change(booking, now)) for booking in found.coming],
        "retention_days": get_settings().retention_days,
    }
    return render(request, "appointments/public/mine.html", context)
