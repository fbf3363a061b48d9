from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "rathaus.limits"
    label = "limits"
