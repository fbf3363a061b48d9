"""Django's name for the module."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """Appointments: citizens book a time, staff see their day."""

    name = "modules.appointments"
    label = "appointments"
