"""Makes a demonstration show telephone, video, visits at home and several concerns in one visit."""

from datetime import datetime
from typing import Final

from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    Channel,
    Concern,
    FurtherConcern,
    Origin,
    State,
    Support,
)
from modules.appointments.slots import length_cells
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Location

_WAYS: Final = {
    "Gewerbe anmelden, ummelden oder abmelden": [Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO],
    "Führungszeugnis beantragen": [Channel.IN_PERSON, Channel.PHONE],
}
_AT_HOME: Final = ("Personalausweis beantragen", "Beglaubigung")
_FIRST: Final = "Personalausweis beantragen"
_FURTHER: Final = "Wohnung anmelden oder ummelden"
_SHOWN: Final = 6  # bookings of each kind


def set_up_ways() -> None:
    """Let some concerns be dealt with by telephone, by video or at home, and say where lift and bus stop are."""
    for name, channels in _WAYS.items():
        Concern.objects.filter(name=name).update(channels=[str(channel) for channel in channels])
    Concern.objects.filter(name__in=_AT_HOME).update(offers_home_visit=True)
    video = f"https://video.{current_tenant().slug}.example/"
    AppointmentSettings.objects.update_or_create(pk=AppointmentSettings.ONLY_ID, defaults={"video_address": video})
    Location.objects.filter(position=0, lift="").update(
        lift="Links vom Haupteingang, Tür 90 cm breit", transit="Bus 900 bis Rathaus, Parkplätze hinter dem Haus"
    )


def show_ways(now: datetime) -> None:
    """Turn some of the coming bookings into calls, visits of two concerns, and visits with somebody who translates."""
    coming = Booking.objects.filter(starts_at__gt=now, state=State.CONFIRMED, origin=Origin.PUBLIC).order_by(
        "starts_at"
    )
    coming = coming.order_by("starts_at")
    by_phone = coming.filter(concern__name__in=_WAYS).exclude(phone="")
    Booking.objects.filter(pk__in=by_phone.values("pk")[:_SHOWN]).update(channel=Channel.PHONE)
    translated = coming.filter(concern__name=_FIRST, support=[], persons=1)
    Booking.objects.filter(pk__in=translated.values("pk")[:_SHOWN]).update(support=[Support.INTERPRETER])
    _join_concerns(list(coming.filter(concern__name=_FIRST, persons=2).select_related("concern")))


def _join_concerns(bookings: list[Booking]) -> None:
    """Make visits of one person with two concerns out of visits of two persons that take as long."""
    further = Concern.objects.filter(name=_FURTHER).first()
    fitting = [booking for booking in bookings if further and _takes(booking, further)][:_SHOWN]
    for booking in fitting:
        booking.persons, booking.person_names = 1, []
    Booking.objects.bulk_update(fitting, ["persons", "person_names"])
    FurtherConcern.objects.bulk_create(FurtherConcern(booking=booking, concern=further) for booking in fitting)


def _takes(booking: Booking, further: Concern) -> bool:
    return booking.length == length_cells(booking.concern.first_minutes + further.first_minutes)
