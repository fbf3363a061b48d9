"""Calendars of staff, and the appointments that stand in them."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from modules.appointments.models import Booking, BookingPlace, CalendarFeed, State
from modules.appointments.moments import today
from modules.appointments.permissions import WORK
from modules.appointments.selectors.joining import with_concerns
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.tokens import hash_of

DAYS_BACK: Final = 30
_SHOWN: Final = tuple(state for state in State if state not in (State.HELD, State.EXPIRED))


def feeds_of(user: User) -> QuerySet[CalendarFeed]:
    """Return the person's feeds that still answer, with their pools: two queries."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).prefetch_related("pools__location")


def feed_by_token(token: str) -> CalendarFeed:
    """Return the feed behind an address: two queries.

    Raises CalendarFeed.DoesNotExist for an unknown or revoked one, and where its person may not see appointments
    (any more): the feed ends with the membership, and comes back with it.
    """
    feed = CalendarFeed.objects.select_related("user").get(token_hash=hash_of(token), revoked_at__isnull=True)
    if not has_permission(feed.user, WORK):
        raise CalendarFeed.DoesNotExist
    return feed


def bookings_in(feed: CalendarFeed, now: datetime) -> list[Booking]:
    """Return the appointments of the feed's pools from 30 days ago on, cancelled ones too: one query.

    What is only held, or lapsed, is nobody's appointment. Each booking comes once, in however many pools it stands.
    """
    first = today(now) - timedelta(days=DAYS_BACK)
    pools = CalendarFeed.pools.through.objects.filter(calendarfeed=feed.pk).values("pool")
    there = BookingPlace.objects.filter(booking=OuterRef("pk"), pool__in=pools, day__gte=first)
    bookings = Booking.objects.filter(Exists(there), day__gte=first, state__in=_SHOWN)
    return list(with_concerns(bookings).order_by("starts_at", "id"))
