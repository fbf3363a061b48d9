"""Opening hours of one pool: shown in words, changed one series at a time, with a look at the week before saving."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.hours import HoursForm, hours_initial, new_hours_initial
from modules.appointments.models import OpeningHours, Pool
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import conflicting_bookings, load_rules, proposed_hours
from modules.appointments.selectors.impact import impact_of
from modules.appointments.selectors.week import DayHours, first_week_of, week_of
from modules.appointments.services import Outcome, change_opening_hours
from modules.appointments.services.resolving import Resolutions
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
from modules.appointments.views.setup.pools import get_pool
from rathaus.accounts.permissions import permission_required
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@permission_required(SETUP)
@require_safe
def hours_of_pool(request: HttpRequest, pool_id: uuid.UUID) -> HttpResponse:
    """Show the series in words, the next week that comes of them, and the bookings that lie outside now."""
    pool = get_pool(pool_id)
    today = timezone.localdate()
    context = {
        "pool": pool,
        "hours": OpeningHours.objects.filter(pool=pool),
        "week": week_of(load_rules([pool])[pool.pk], first_week_of([], today)),
        "outside": conflicting_bookings(pools=[pool]),
    }
    return render(request, "appointments/setup/hours.html", context)


@permission_required(SETUP)
@_SHOW
def add_hours(request: HttpRequest, pool_id: uuid.UUID) -> HttpResponseBase:
    """Add hours for one or several weekdays."""
    return _edit(request, get_pool(pool_id), None)


@permission_required(SETUP)
@_SHOW
def edit_hours(request: HttpRequest, pool_id: uuid.UUID, hours_id: uuid.UUID) -> HttpResponseBase:
    """Change a series; further weekdays become series of their own."""
    pool = get_pool(pool_id)
    return _edit(request, pool, get_object_or_404(OpeningHours, pk=hours_id, pool=pool))


@permission_required(SETUP)
@_SHOW
def remove_hours(request: HttpRequest, pool_id: uuid.UUID, hours_id: uuid.UUID) -> HttpResponseBase:
    """Ask, then remove a series."""
    pool = get_pool(pool_id)
    entry = get_object_or_404(OpeningHours, pk=hours_id, pool=pool)
    if request.method == "POST" and not wants_back(request):
        return carry_out(request, _change(request, pool, remove=[entry.pk]))
    return render(request, "appointments/setup/remove_hours.html", {"pool": pool, "entry": entry})


def _edit(request: HttpRequest, pool: Pool, entry: OpeningHours | None) -> HttpResponseBase:
    initial = hours_initial(entry) if entry else new_hours_initial(pool)
    form = HoursForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"pool": pool, "entry": entry, "form": form}
    if request.method == "POST" and form.is_valid() and not wants_back(request):
        hours = form.hours(entry)
        if "preview" in request.POST:
            context["preview"] = _preview(pool, hours)
            context["impact"] = impact_of(proposed=proposed_hours(pool=pool, save=hours), today=timezone.localdate())
        else:
            try:
                return carry_out(request, _change(request, pool, save=hours))
            except SetupError as error:
                form.add_error(None, str(error))
    return render(request, "appointments/setup/edit_hours.html", context)


def _preview(pool: Pool, hours: Sequence[OpeningHours]) -> list[DayHours]:
    rules = proposed_hours(pool=pool, save=hours)[pool.pk]
    return week_of(rules, first_week_of(hours, timezone.localdate()))


def _change(
    request: HttpRequest, pool: Pool, *, save: Sequence[OpeningHours] = (), remove: Collection[uuid.UUID] = ()
) -> Change:
    def carry(resolutions: Resolutions) -> Outcome:
        return change_opening_hours(
            pool=pool, actor=actor_of(request), save=save, remove=remove, resolutions=resolutions
        )

    return Change(
        title=_("Öffnungszeiten von {name}").format(name=pool.name),
        proposed=proposed_hours(pool=pool, save=save, remove=remove),
        save=carry,
        saved=_("Die Öffnungszeiten sind gespeichert. Freie Termine richten sich ab sofort danach."),
        next_url=reverse("appointments_staff:hours", args=[pool.pk]),
        reason=_("Unsere Öffnungszeiten ändern sich."),
    )
