"""Appointments of invented citizens with an account, for "Meine Termine" and the timelines of demonstrations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from modules.appointments.codes import contact_hash
from modules.appointments.models import Booking, Collection, CollectionState, State
from modules.appointments.selectors.joining import with_concerns
from modules.appointments.services.remembering import remember_document, remember_past
from rathaus.accounts.details import details_of
from rathaus.accounts.models import User

_CITIZENS: Final = 3
_PAST: Final = 2  # for each; one more for the first of them is still to come, and a document lies ready


def give_to_citizens(now: datetime) -> None:
    """Let the first citizens own some of the bookings that are there; the same town always gets the same."""
    citizens = User.objects.filter(staff_membership__isnull=True, is_active=True).order_by("created_at", "email")
    people = list(citizens[:_CITIZENS])
    known = Booking.objects.filter(erased_at__isnull=True, owner__isnull=True, concern__is_collection=False)
    unowned = with_concerns(known)
    coming = unowned.filter(state=State.CONFIRMED, starts_at__gt=now + timedelta(days=2), follows__isnull=True)
    past = unowned.filter(state__in=(State.DONE, State.NO_SHOW), collections__isnull=True).exclude(last_name="")
    _hand_out(coming.exclude(last_name="").order_by("starts_at", "pk"), people, each=1)
    _hand_out(past.order_by("-starts_at", "pk"), people, each=_PAST)
    if people:
        _hand_out_document(people[0])


def _hand_out(bookings: QuerySet[Booking], people: Sequence[User], *, each: int) -> None:
    for booking, person in zip(bookings[: each * len(people)], list(people) * each, strict=False):
        known = details_of(person)
        booking.owner = person
        booking.first_name, booking.last_name = known.first_name, known.last_name
        booking.email, booking.phone, booking.for_name = known.email, known.phone, ""
        booking.contact_hash = contact_hash(email=known.email, phone=known.phone)
        booking.save()
        remember_past(booking)


def _hand_out_document(person: User) -> None:
    ready = Collection.objects.filter(state=CollectionState.READY, notified_at__isnull=False)
    collection = ready.select_related("booking__concern", "location").order_by("ready_at", "pk").first()
    if collection is None:
        return
    collection.owner, collection.name, collection.email = person, person.full_name, person.email
    collection.save()
    if collection.booking:
        Booking.objects.filter(pk=collection.booking.pk).update(
            owner=person, first_name=person.first_name, last_name=person.last_name, email=person.email
        )
    remember_document(collection)
