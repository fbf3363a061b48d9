"""Where an appointment takes place, in words: at a counter, on the telephone, by video or at somebody's home."""

from django.utils.translation import gettext as _

from modules.appointments.models import Booking, Channel


def where_words(booking: Booking) -> str:
    """Return "Bürgerbüro, Markt 1, 39576 Stendal", or how people are reached instead."""
    if not booking.is_in_person:
        return way_words(booking.channel)
    location = booking.place.location
    return f"{location.name}, {location.address}"


def way_words(channel: str) -> str:
    """Return how people are reached who do not come."""
    if channel == Channel.PHONE:
        return _("Am Telefon: Wir rufen Sie an")
    return _("Per Video") if channel == Channel.VIDEO else _("Bei Ihnen zu Hause")
