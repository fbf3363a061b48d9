"""What the module contributes elsewhere: start page, dashboard, search, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.models import OPEN_STATES, Booking, QueueTicket, State
from modules.appointments.permissions import WORK
from modules.appointments.selectors.day import callbacks, counter_pools, find_bookings
from modules.appointments.selectors.free import earliest_of_all
from modules.appointments.selectors.joining import with_concerns
from modules.appointments.selectors.places import offered_places
from modules.appointments.selectors.queue import waiting_line
from rathaus.accounts.permissions import has_permission
from rathaus.calendar.localtime import local_day
from rathaus.registry import DashboardCard, SearchHit
from rathaus.tenancy import current_tenant
from rathaus.web.wording import clock, short_date

if TYPE_CHECKING:
    from rathaus.accounts.models import User

_LINES = 5


@dataclass(frozen=True, slots=True)
class NextFreePanel:
    """The start page's panel with the next free time of any concern."""

    title: str
    starts_at: datetime
    detail: str
    url: str
    action: str


def next_free_panel() -> NextFreePanel | None:
    """Return the next free time that anybody may book, or None."""
    time = earliest_of_all(places=list(offered_places()))
    if time is None:
        return None
    return NextFreePanel(
        title=_("Nächster freier Termin"),
        starts_at=time.starts_at,
        detail=f"{time.place.concern.name}, {time.place.location.name}",
        url=reverse("appointments:start"),
        action=_("Termin buchen"),
    )


def activity() -> str:
    """Return how many bookings came in within seven days, for the modules page."""
    count = _booked_since(timezone.now() - timedelta(days=7))
    return ngettext("%(count)s Buchung in 7 Tagen", "%(count)s Buchungen in 7 Tagen", count) % {"count": count}


def counts() -> Mapping[str, int]:
    """Return the figures of the last 24 hours for the operators."""
    return {"bookings": _booked_since(timezone.now() - timedelta(hours=24))}


def dashboard_cards(user: "User") -> Sequence[DashboardCard]:
    """Return what waits today for somebody who works with appointments."""
    if not has_permission(user, WORK):
        return []
    now = timezone.now()
    today = local_day(now, current_tenant().time_zone)
    coming = Booking.objects.filter(day=today, state__in=(State.CONFIRMED, State.ARRIVED), ends_at__gt=now)
    cards = [_card(_("Termine heute"), list(with_concerns(coming)[:_LINES]))]
    if here := waiting_line(teams=list(counter_pools()), day=today)[:_LINES]:
        cards.insert(0, _waiting_card([waiter.ticket for waiter in here]))
    if calls := list(callbacks(now=now)[:_LINES]):
        cards.append(_card(_("Bitte anrufen"), calls))
    return cards


def search_hits(query: str, user: "User") -> Sequence[SearchHit]:
    """Return the bookings that match a name, a telephone number or a code, for whoever may see them."""
    if not has_permission(user, WORK):
        return []
    return [
        SearchHit(
            title=booking.full_name or booking.code,
            detail=_detail(booking),
            url=reverse("appointments_staff:booking", args=[booking.pk]),
        )
        for booking in find_bookings(query)[:20]
    ]


def _waiting_card(tickets: Sequence[QueueTicket]) -> DashboardCard:
    """Return who is called next, with and without an appointment."""
    lines = [
        _line(ticket.booking) if ticket.booking else ", ".join(filter(None, [ticket.label, str(ticket.concern or "")]))
        for ticket in tickets
    ]
    url = reverse("appointments_staff:room")
    return DashboardCard(title=_("Warten jetzt"), lines=lines, url=url, action=_("Zum Warteraum"))


def _line(booking: Booking) -> str:
    return f"{_time(booking)} {booking.full_name or booking.code}, {booking.purpose}"


def _card(title: str, bookings: Sequence[Booking]) -> DashboardCard:
    lines = [_line(booking) for booking in bookings]
    return DashboardCard(title=title, lines=lines, url=reverse("appointments_staff:day"), action=_("Tag ansehen"))


def _detail(booking: Booking) -> str:
    words = (short_date(booking.day), _time(booking), booking.purpose, booking.get_state_display())
    return ", ".join(words)


def _time(booking: Booking) -> str:
    return clock(booking.starts_at.astimezone(current_tenant().zone))


def _booked_since(moment: datetime) -> int:
    """Count what was booked since a moment, held times that nobody completed left aside."""
    states = (*OPEN_STATES, State.DONE, State.NO_SHOW, State.CANCELLED)
    return Booking.objects.filter(
        created_at__gte=moment, day__gte=moment.date() - timedelta(days=1), erased_at__isnull=True, state__in=states
    ).count()
