"""Django's name for the module."""

from django.apps import AppConfig


class OnlineServicesConfig(AppConfig):
    """Online services: the catalogue, forms, drafts and what people sent."""

    name = "modules.online_services"
    label = "online_services"
