"""Pools: who serves citizens where, in which grid and how far ahead."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.pools import PoolForm
from modules.appointments.models import OPEN_STATES, Booking, Pool, PoolKind
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.conflicts import proposed_shutdown
from modules.appointments.selectors.setup import all_pools
from modules.appointments.services import save_pool
from modules.appointments.services.setup import shut_down_pool
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
from rathaus.accounts.permissions import permission_required
from tenants.municipality.models import Location
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


def get_pool(pool_id: uuid.UUID) -> Pool:
    """Return a pool of counters with its location, or the page 404: limits have no page of their own."""
    return get_object_or_404(Pool.objects.select_related("location"), pk=pool_id, kind=PoolKind.COUNTERS)


def sent_key(request: HttpRequest) -> uuid.UUID | None:
    """Return the key of the form that was sent, under which it may have made something already."""
    try:
        return uuid.UUID(request.POST.get("idem_key", ""))
    except ValueError:
        return None


@permission_required(SETUP)
@require_safe
def pool_list(request: HttpRequest) -> HttpResponse:
    """Show all pools, also those out of use."""
    context = {"pools": all_pools(), "has_locations": Location.objects.exists()}
    return render(request, "appointments/setup/pools.html", context)


@permission_required(SETUP)
@_SHOW
def add_pool(request: HttpRequest) -> HttpResponseBase:
    """Add a pool; its opening hours come next."""
    key = sent_key(request)
    made = Pool.objects.filter(pk=key).first() if key else None
    return _edit(request, made or Pool(), is_new=True)


@permission_required(SETUP)
@_SHOW
def edit_pool(request: HttpRequest, pool_id: uuid.UUID) -> HttpResponseBase:
    """Change a pool."""
    return _edit(request, get_pool(pool_id), is_new=False)


@permission_required(SETUP)
@_SHOW
def switch_pool(request: HttpRequest, pool_id: uuid.UUID) -> HttpResponseBase:
    """Ask, then take a pool out of use or into use again."""
    pool = get_pool(pool_id)
    if request.method == "POST" and not wants_back(request):
        if request.POST.get("is_active") != "1":
            return carry_out(request, _shutdown(request, pool))
        pool.is_active = True
        save_pool(pool=pool, actor=actor_of(request))
        text = _("{name} ist in Betrieb. Ihre freien Zeiten sind ab sofort buchbar.")
        messages.success(request, text.format(name=pool.name))
        return redirect("appointments_staff:pools")
    booked = Booking.objects.filter(pools=pool, state__in=OPEN_STATES, starts_at__gt=timezone.now()).count()
    return render(request, "appointments/setup/switch_pool.html", {"pool": pool, "booked": booked})


def _edit(request: HttpRequest, pool: Pool, *, is_new: bool) -> HttpResponseBase:
    title = _("Neue Schaltergruppe") if is_new else pool.name
    form = PoolForm(request.POST or None, instance=pool)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_pool(pool=form.pool(), actor=actor_of(request))
        except SetupError as error:
            form.add_error(None, str(error))
        else:
            return _saved(request, saved, is_new=is_new)
    context = {"form": form, "title": title, "is_new": is_new, "pool": pool, "has_locations": Location.objects.exists()}
    return render(request, "appointments/setup/edit_pool.html", context)


def _saved(request: HttpRequest, pool: Pool, *, is_new: bool) -> HttpResponse:
    if is_new:
        text = _("{name} ist angelegt. Freie Termine entstehen, sobald Sie Öffnungszeiten eintragen.")
        messages.success(request, text.format(name=pool.name))
        return redirect("appointments_staff:hours", pool.pk)
    text = _("{name} ist gespeichert. Die freien Zeiten sind ab sofort danach berechnet. Gebuchte Termine bleiben.")
    messages.success(request, text.format(name=pool.name))
    return redirect("appointments_staff:pools")


def _shutdown(request: HttpRequest, pool: Pool) -> Change:
    return Change(
        title=_("{name} außer Betrieb nehmen").format(name=pool.name),
        proposed=proposed_shutdown(pool=pool),
        save=lambda resolutions: shut_down_pool(pool=pool, actor=actor_of(request), resolutions=resolutions),
        saved=_("{name} ist außer Betrieb. Niemand kann sie mehr buchen.").format(name=pool.name),
        next_url=reverse("appointments_staff:pools"),
        reason=_("Wir bieten diese Termine nicht mehr an."),
    )
