"""The municipality's choices for the module."""

from modules.appointments.models import AppointmentSettings


def get_settings() -> AppointmentSettings:
    """Return the row of choices, or the defaults where nobody has chosen yet."""
    return AppointmentSettings.objects.first() or AppointmentSettings()
