"""Django's name for the module."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Inbox: messages, documents and contact notes between citizens and staff."""

    name = "modules.inbox"
    label = "inbox"
