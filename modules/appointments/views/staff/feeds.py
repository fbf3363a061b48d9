"""Calendars of one's own that follow the appointments of some teams."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.appointments.errors import AppointmentError
from modules.appointments.forms.exchange import FeedForm
from modules.appointments.models import CalendarFeed, Pool
from modules.appointments.permissions import WORK
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.feeds import feeds_of
from modules.appointments.services.feeds import create_feed, revoke_feed
from modules.appointments.views.staff.common import actor_of, attempt
from modules.appointments.views.staff.unready import unready_page
from rathaus.accounts.permissions import permission_required
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other

_NEW = "appointments_new_feed"  # where the session keeps an address until it was shown, once


@permission_required(WORK, for_support=False)
@require_http_methods(["GET", "HEAD", "POST"])
def feed_list(request: HttpRequest) -> HttpResponse:
    """Show the person's calendars and the address of the one just made; make another."""
    if not counter_pools().exists():
        return unready_page(request, _("Termine im eigenen Kalender"))
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _create(request, form)
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            return see_other(reverse("appointments_staff:feeds"))
    token = "" if request.method == "HEAD" else request.session.pop(_NEW, "")
    address = current_tenant().url(reverse("appointments:feed", args=[token])) if token else ""
    context = {"form": form, "feeds": feeds_of(actor_of(request)), "new_address": address}
    return render(request, "appointments/staff/feeds.html", context)


@permission_required(WORK, for_support=False)
@require_POST
def revoke(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """End one of the person's own calendars."""
    feed = get_object_or_404(CalendarFeed, pk=feed_id, user=actor_of(request))
    done = _("Der Kalender „%(name)s“ ist beendet. Seine Adresse antwortet nicht mehr.") % {"name": feed.name}
    attempt(request, lambda: revoke_feed(feed=feed, actor=actor_of(request)), done)
    return see_other(reverse("appointments_staff:feeds"))


def _create(request: HttpRequest, form: FeedForm) -> None:
    data = form.cleaned_data
    token = create_feed(
        feed_id=data["idem_key"],
        name=data["name"],
        pools=Pool.objects.filter(pk__in=data["pools"]),
        has_names=data["has_names"],
        actor=actor_of(request),
    )
    if token:
        request.session[_NEW] = token
        messages.success(request, _("Der Kalender ist angelegt."))
