"""Addresses for the town hall, below /verwaltung/anhoerungen/."""

from django.urls import path

from modules.hearings.views import exchange, staff

app_name = "hearings_staff"
urlpatterns = [
    path("", staff.hearings, name="hearings"),
    path("einlesen/", exchange.take_in, name="import"),
    path("einlesen/vorlage.csv", exchange.template, name="template"),
    path("briefe/", exchange.letters, name="letters"),
    path("antworten/", exchange.answers, name="answers"),
    path("einstellungen/", staff.preferences, name="settings"),
    path("<uuid:key>/", staff.hearing, name="hearing"),
    path("<uuid:key>/frist/", staff.deadline, name="deadline"),
    path("<uuid:key>/code/", staff.code, name="code"),
    path("<uuid:key>/beenden/", staff.close, name="close"),
    path("<uuid:key>/bild/", staff.show, name="show"),
    path("bild/<uuid:key>/", staff.picture, name="picture"),
    path("bild/<uuid:key>/entfernen/", staff.withdraw, name="withdraw"),
]
