"""Addresses of the set-up, below /verwaltung/bundid/."""

from django.urls import path, register_converter

from modules.bundid.views.staff import setup, testing


class EnvironmentConverter:
    """One of the BundID's two environments."""

    regex = "test|live"

    def to_python(self, value: str) -> str:
        """Return the environment as stored."""
        return value

    def to_url(self, value: str) -> str:
        """Return the environment as written in an address."""
        return value


register_converter(EnvironmentConverter, "bundid_environment")

app_name = "bundid_staff"
urlpatterns = [
    path("", setup.overview, name="overview"),
    path("angaben/", setup.entity, name="entity"),
    path("zertifikate/vorbereiten/", setup.prepare_keys, name="prepare_keys"),
    path("zertifikate/wechseln/", setup.use_keys, name="use_keys"),
    path("abschalten/", setup.withdraw, name="withdraw"),
    path("<bundid_environment:environment>/", setup.provider, name="provider"),
    path("<bundid_environment:environment>/anbieten/", setup.offer, name="offer"),
    path("<bundid_environment:environment>/testen/", testing.test, name="test"),
]
