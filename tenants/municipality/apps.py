from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    name = "tenants.municipality"
    label = "municipality"
