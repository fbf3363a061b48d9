"""Django's name for the module."""

from django.apps import AppConfig


class CitizenAccountsConfig(AppConfig):
    """Citizen accounts: profile, companies and clubs, acting for others, one's own pages."""

    name = "modules.citizen_accounts"
    label = "citizen_accounts"
