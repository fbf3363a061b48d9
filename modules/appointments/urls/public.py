"""Addresses for citizens, below /termine/."""

from django.urls import path

from modules.appointments.views.public import appointment, booking, change, choose, embed, feed, finding, times

urlpatterns = [
    path("", choose.start, name="start"),
    path("anliegen/<uuid:concern_id>/", choose.concern, name="concern"),
    path("ort/", choose.place, name="place"),
    path("zeit/", times.time, name="time"),
    path("einbetten/", embed.entry, name="embed"),
    path("rathaus-termine.js", embed.element, name="element"),
    path("kalender/<str:token>.ics", feed.feed, name="feed"),
    path("finden/", finding.find, name="find"),
    path("t/<str:token>/", booking.booking, name="booking"),
    path("t/<str:token>/pruefen/", booking.check, name="check"),
    path("t/<str:token>/reservieren/", booking.hold_again, name="hold_again"),
    path("t/<str:token>/nochmal/", booking.send_again, name="send_again"),
    path("t/<str:token>/bestaetigen/", booking.confirm, name="confirm"),
    path("t/<str:token>/verschieben/", change.move, name="move"),
    path("t/<str:token>/absagen/", change.cancel, name="cancel"),
    path("t/<str:token>/termin.ics", appointment.calendar, name="calendar"),
]
