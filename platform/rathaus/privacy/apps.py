from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "rathaus.privacy"
    label = "privacy"
