"""What is set up and what is missing; the choices for the whole module."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.forms.setup.preferences import PreferencesForm, reminder_words
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import get_settings
from modules.appointments.selectors.setup import all_concerns, coming_closures, pools_by_location
from modules.appointments.services import save_settings
from modules.appointments.setup_checks import setup_checks
from rathaus.accounts.permissions import permission_required
from tenants.municipality.views.staff import actor_of

_CLOSURES_SHOWN = 3


@permission_required(SETUP)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything that is set up in a few words; the main action is the first thing that is missing."""
    missing = [(step, reverse(step.url_name)) for step in setup_checks() if not step.is_done]
    groups = all_concerns()
    settings = get_settings()
    context = {
        "missing": missing,
        "locations": pools_by_location(),
        "groups": groups,
        "concern_count": sum(len(group.concerns) for group in groups),
        "closures": coming_closures(timezone.localdate())[:_CLOSURES_SHOWN],
        "settings": settings,
        "reminders": [reminder_words(hours) for hours in sorted(settings.reminder_hours, reverse=True)],
    }
    return render(request, "appointments/setup/overview.html", context)


@permission_required(SETUP)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponseBase:
    """Change the choices for the whole module."""
    form = PreferencesForm(request.POST or None, instance=get_settings())
    if request.method == "POST" and form.is_valid():
        save_settings(settings=form.instance, actor=actor_of(request))
        messages.success(request, _("Die Einstellungen sind gespeichert. Sie gelten ab sofort für neue Buchungen."))
        return redirect("appointments_staff:setup")
    return render(request, "appointments/setup/preferences.html", {"form": form})
