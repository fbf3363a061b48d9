"""Django's name for the module."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Hearings: answers in regulatory-offence proceedings, without account."""

    name = "modules.hearings"
    label = "hearings"
