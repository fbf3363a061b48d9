"""Lock one booking for a change."""

from modules.appointments.models import Booking


def lock_booking(booking: Booking) -> Booking:
    """Return the newest state of the booking, locked until the end of the transaction, with concern and place."""
    related = Booking.objects.select_related("concern", "place__location", "place__concern")
    return related.select_for_update(of=("self",)).get(pk=booking.pk)
