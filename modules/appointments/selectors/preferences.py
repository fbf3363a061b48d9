"""The municipality's choices for the module."""

from modules.appointments.models import AppointmentSettings, Booking


def get_settings() -> AppointmentSettings:
    """Return the row of choices, or the defaults where nobody has chosen yet."""
    return AppointmentSettings.objects.first() or AppointmentSettings()


def kept_days(booking: Booking) -> int:
    """Return for how many days after the visit its contact data are kept: as long as one of its concerns needs them."""
    usual = get_settings().retention_days
    own = [booking.concern.retention_days, *(entry.concern.retention_days for entry in booking.further)]
    return max(days or usual for days in own)
