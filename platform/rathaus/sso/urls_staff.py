"""The dashboard's pages about single sign-on, below /verwaltung/anmeldung/."""

from django.urls import path

from rathaus.sso.views import mapping, setup, trial

app_name = "sso_staff"
urlpatterns = [
    path("", setup.overview, name="overview"),
    path("openid-connect/", setup.openid, name="openid"),
    path("saml/", setup.saml, name="saml"),
    path("einschalten/", setup.activate, name="activate"),
    path("ausschalten/", setup.deactivate, name="deactivate"),
    path("entfernen/", setup.remove, name="remove"),
    path("test/", trial.start, name="trial"),
    path("test/ergebnis/", trial.result, name="trial_result"),
    path("gruppen/", mapping.map_group, name="map_group"),
    path("gruppen/<uuid:mapping_id>/entfernen/", mapping.remove, name="remove_mapping"),
    path("personen/<uuid:link_id>/loesen/", mapping.unlink, name="unlink"),
]
