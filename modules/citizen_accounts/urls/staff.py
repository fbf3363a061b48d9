"""Addresses below /verwaltung/buerger/vertretungen/: proofs that the town hall checks."""

from django.urls import path

from modules.citizen_accounts.views import staff

app_name = "citizen_accounts_staff"
urlpatterns = [
    path("", staff.representations, name="representations"),
    path("<uuid:representation_id>/", staff.representation, name="representation"),
    path("<uuid:representation_id>/nachweis/", staff.proof, name="proof"),
    path("<uuid:representation_id>/anerkennen/", staff.accept, name="accept"),
    path("<uuid:representation_id>/ablehnen/", staff.refuse, name="refuse"),
    path("<uuid:representation_id>/beenden/", staff.end, name="end"),
]
