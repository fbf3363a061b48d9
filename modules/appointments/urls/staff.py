"""Addresses for the town hall, below /verwaltung/termine/."""

from django.urls import include, path

from modules.appointments.views.staff import book, booking, change, day, exporting, feeds, find, printing, walk_in

urlpatterns = [
    path("", day.day, name="day"),
    path("neu/", book.new, name="new"),
    path("sofort/", walk_in.serve, name="walk_in"),
    path("aufrufen/", booking.call_next, name="call_next"),
    path("suche/", find.find, name="find"),
    path("drucken/", printing.day_list, name="print"),
    path("export/", exporting.export, name="export"),
    path("kalender/", feeds.feed_list, name="feeds"),
    path("kalender/<uuid:feed_id>/beenden/", feeds.revoke, name="revoke_feed"),
    path("einrichten/", include("modules.appointments.urls.setup")),
    path("buchung/<uuid:booking_id>/", booking.detail, name="booking"),
    path("buchung/<uuid:booking_id>/schritt/", booking.step, name="step"),
    path("buchung/<uuid:booking_id>/verschieben/", change.move, name="move"),
    path("buchung/<uuid:booking_id>/absagen/", change.cancel, name="cancel"),
    path("buchung/<uuid:booking_id>/angaben/", change.correct, name="correct"),
    path("buchung/<uuid:booking_id>/zettel/", booking.slip, name="slip"),
]
