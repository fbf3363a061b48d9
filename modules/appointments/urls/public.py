"""Addresses for citizens, below /termine/."""

from django.urls import path

from modules.appointments.urls import room
from modules.appointments.views.public import (
    appointment,
    booking,
    change,
    choose,
    collection,
    concern,
    embed,
    feed,
    finding,
    mailed,
    mine,
    proof,
    replacement,
    times,
    waiting,
)

urlpatterns = [
    path("", choose.start, name="start"),
    path("anliegen/<uuid:concern_id>/", concern.concern, name="concern"),
    path("anliegen/<uuid:concern_id>/getrennt/", concern.apart, name="apart"),
    path("ort/", choose.place, name="place"),
    path("zeit/", times.time, name="time"),
    path("aufgabe/", proof.task, name="task"),
    path("einbetten/", embed.entry, name="embed"),
    path("rathaus-termine.js", embed.element, name="element"),
    path("kalender/<str:token>.ics", feed.feed, name="feed"),
    path("finden/", finding.find, name="find"),
    path("meine/", mine.my_appointments, name="mine"),
    path("warteliste/", waiting.join, name="waiting_join"),
    path("warteliste/eingetragen/", waiting.joined, name="waiting_joined"),
    path("warteliste/angebot/<str:token>/", waiting.offer, name="waiting_offer"),
    path("warteliste/<str:token>/", waiting.entry, name="waiting_entry"),
    path("ersatz/<str:token>/", replacement.replacement, name="replacement"),
    *room.PUBLIC,
    path("abholung/<str:token>/", collection.collection, name="collection"),
    path("abholung/<str:token>/zeit/", collection.pickup, name="pickup"),
    path("t/<str:token>/", booking.booking, name="booking"),
    path("t/<str:token>/pruefen/", booking.check, name="check"),
    path("t/<str:token>/reservieren/", booking.hold_again, name="hold_again"),
    path("t/<str:token>/nochmal/", booking.send_again, name="send_again"),
    path("t/<str:token>/bestaetigen/", mailed.confirm, name="confirm"),
    path("t/<str:token>/verschieben/", change.move, name="move"),
    path("t/<str:token>/absagen/", change.cancel, name="cancel"),
    path("t/<str:token>/frueher/", waiting.earlier, name="earlier"),
    path("t/<str:token>/termin.ics", appointment.calendar, name="calendar"),
]
