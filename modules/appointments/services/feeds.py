"""Calendars of staff that subscribe to appointments: give out an address, take it back, note that it was read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.appointments.errors import SetupError
from modules.appointments.models import CalendarFeed, Pool
from modules.appointments.moments import today
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of, new_token
from rathaus.audit.services import record
from rathaus.calendar.localtime import instant_of
from rathaus.tenancy import current_tenant

MAX_FEEDS: Final = 20  # of one person
_NOTED_EVERY: Final = timedelta(minutes=5)


@transaction.atomic
def create_feed(*, feed_id: UUID, name: str, pools: Iterable[Pool], has_names: bool, actor: User) -> str:
    """Return the token of a new feed of the person's own; nobody can read it again, since only its hash is kept.

    The same id again makes nothing and returns "". Raises SetupError for too many feeds.
    """
    User.objects.select_for_update().get(pk=actor.pk)
    if CalendarFeed.objects.filter(pk=feed_id).exists():
        return ""
    if CalendarFeed.objects.filter(user=actor, revoked_at__isnull=True).count() >= MAX_FEEDS:
        raise SetupError(_("Sie haben schon sehr viele Kalender. Bitte beenden Sie zuerst einen davon."))
    token = new_token()
    feed = CalendarFeed(pk=feed_id, user=actor, name=name.strip(), has_names=has_names, created_at=timezone.now())
    feed.token_hash = hash_of(token)
    feed.save(force_insert=True)
    feed.pools.set(pools)
    record(action="appointments.feed_created", actor=actor, target=feed, details={"has_names": has_names})
    return token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, actor: User | None) -> None:
    """End a feed: its address answers no more. One that has ended stays as it is."""
    now = timezone.now()
    if CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=now):
        record(action="appointments.feed_revoked", actor=actor, target=feed)


@transaction.atomic
def note_feed_read(*, feed: CalendarFeed, now: datetime) -> None:
    """Keep when the feed was last read, to five minutes; with names the first reading of a day is recorded.

    Calendar programs read every few minutes: a line for each would bury the record and tell nothing more.
    """
    mine = CalendarFeed.objects.filter(pk=feed.pk)
    midnight = instant_of(today(now), 1, current_tenant().time_zone)
    is_first = mine.filter(_not_read_since(midnight)).update(last_read_at=now)
    if is_first and feed.has_names:
        record(action="appointments.feed_read", actor=feed.user, target=feed)
    elif not is_first:
        mine.filter(_not_read_since(now - _NOTED_EVERY)).update(last_read_at=now)


def _not_read_since(moment: datetime) -> Q:
    return Q(last_read_at__isnull=True) | Q(last_read_at__lt=moment)
