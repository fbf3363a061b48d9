"""Django's name for the module."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: the inbox, the conversation, decisions."""

    name = "modules.cases"
    label = "cases"
