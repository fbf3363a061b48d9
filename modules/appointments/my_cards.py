"""What the first page of a citizen's own area shows of appointments."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.models import Booking, Collection, WaitingOffer
from modules.appointments.selectors.collecting import live_pickup
from modules.appointments.selectors.mine import coming_of, documents_of, offers_of
from modules.appointments.visits import visit_of_booking
from modules.appointments.whereabouts import where_words
from rathaus.accounts.models import User
from rathaus.registry import MyCard
from rathaus.tenancy import current_tenant
from rathaus.web.wording import full_clock, long_date, long_datetime


def my_cards(user: User) -> Sequence[MyCard]:
    """Return the offers of the waiting list, the documents that lie ready and the next appointment."""
    return list(_cards(user))


def _cards(user: User) -> Iterator[MyCard]:
    now = timezone.now()
    yield from map(_offer_card, offers_of(user, now=now))
    yield from map(_document_card, documents_of(user))
    coming = coming_of(user, now=now)
    if coming:
        yield _appointment_card(coming[0], further=len(coming) - 1)


def _offer_card(offer: WaitingOffer) -> MyCard:
    zone = current_tenant().zone
    until = full_clock(offer.expires_at.astimezone(zone))
    return MyCard(
        title=_("Ein früherer Termin ist frei"),
        lines=[
            offer.entry.concern.name,
            long_datetime(offer.starts_at.astimezone(zone)),
            _("Wir halten ihn bis %(time)s für Sie frei.") % {"time": until},
        ],
        url=reverse("appointments:waiting_offer", args=[offer.token]),
        action=_("Ansehen und antworten"),
        is_waiting=True,
        order=10,
    )


def _document_card(collection: Collection) -> MyCard:
    pickup = live_pickup(collection)
    zone = current_tenant().zone
    place = collection.location.name if collection.location else ""
    when = (
        _("Ihr Termin zum Abholen: %(when)s") % {"when": long_datetime(pickup.starts_at.astimezone(zone))}
        if pickup
        else ""
    )
    return MyCard(
        title=ngettext("%(document)s liegt bereit", "%(document)s liegen bereit", len(collection.documents))
        % {"document": collection.document},
        lines=[line for line in (place, when) if line],
        url=reverse("appointments:collection", args=[collection.token]),
        action=_("Abholen"),
        is_waiting=pickup is None,
        order=20,
    )


def _appointment_card(booking: Booking, *, further: int) -> MyCard:
    """Return the next appointment with what to bring; it leads to all of them where there are several."""
    starts_at = booking.starts_at.astimezone(current_tenant().zone)
    names = ", ".join(document.name for document in visit_of_booking(booking).documents)
    lines = [
        booking.purpose,
        f"{long_date(starts_at)}, {full_clock(starts_at)}",
        where_words(booking),
        _("Bitte mitbringen: %(documents)s") % {"documents": names} if names else "",
    ]
    return MyCard(
        title=_("Ihr nächster Termin"),
        lines=[line for line in lines if line],
        url=reverse("appointments:mine") if further else reverse("appointments:booking", args=[booking.token]),
        action=_("Alle Termine ansehen") if further else _("Termin ansehen"),
        order=10,
    )
