"""Addresses below /mein/: a citizen's own pages."""

from django.urls import path

from modules.citizen_accounts.views import start

app_name = "citizen_accounts"
urlpatterns = [
    path("", start.start, name="start"),
]
