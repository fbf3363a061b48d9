from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    name = "rathaus.sso"
    label = "sso"
