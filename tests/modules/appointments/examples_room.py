"""Objects for the addresses of the waiting room."""

from typing import Any

from django.utils import timezone

from modules.appointments.models import Booking, Device, DeviceKind, QueueRules, QueueTicket


def room_examples(marker: str, booking: Booking) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages of devices, numbers and the waiting room; `booking` waits."""
    location = booking.place.location
    now = timezone.now()
    kiosk, display = (
        Device.objects.create(kind=kind, name=f"{marker} {kind}", location=location, created_at=now)
        for kind in (DeviceKind.KIOSK, DeviceKind.DISPLAY)
    )
    QueueRules.objects.create(location=location)
    ticket = QueueTicket.objects.get(booking=booking)
    QueueTicket.objects.filter(pk=ticket.pk).update(note=marker, day=timezone.localdate())
    of_ticket, of_device = {"ticket_id": ticket.pk}, {"device_id": kiosk.pk}
    return {
        "appointments:kiosk": {"token": kiosk.token},
        "appointments:kiosk_concerns": {"token": kiosk.token},
        "appointments:kiosk_draw": {"token": kiosk.token, "place_id": booking.place_id},
        "appointments:kiosk_number": {"token": kiosk.token, "number": ticket.token},
        "appointments:display": {"token": display.token},
        "appointments:display_state": {"token": display.token},
        "appointments:number": {"token": ticket.token},
        **{f"appointments_staff:{name}": of_ticket for name in ("ticket", "ticket_step", "forward", "note_ticket")},
        **{f"appointments_staff:{name}": of_device for name in ("device", "renew_device", "remove_device")},
        "appointments_staff:queue_rules": {"location_id": location.pk},
    }
