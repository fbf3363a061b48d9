"""Addresses for citizens, below /bundid/. `antwort` and `metadata` are registered with the BundID: they stay."""

from django.urls import path

from modules.bundid.views.public import account, arriving, departing, metadata, mine

app_name = "bundid"
urlpatterns = [
    path("", mine.overview, name="overview"),
    path("anmelden/", departing.start, name="start"),
    path("antwort/", arriving.answer, name="answer"),
    path("weiter/", arriving.arrive, name="arrive"),
    path("neu/", account.welcome, name="welcome"),
    path("neu/code/", account.code, name="code"),
    path("verbinden/", account.connect, name="connect"),
    path("uebernehmen/", mine.take_over, name="take_over"),
    path("loesen/", mine.unlink, name="unlink"),
    path("metadata.xml", metadata.metadata, name="metadata"),
]
