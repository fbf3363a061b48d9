"""Addresses of the waiting room: for the devices in it, for those who wait, for the counters and for its set-up."""

from typing import Final

from django.urls import path

from modules.appointments.views.public import display, kiosk, number
from modules.appointments.views.setup import devices
from modules.appointments.views.staff import room

PUBLIC: Final = [
    path("ankommen/<str:token>/", kiosk.start, name="kiosk"),
    path("ankommen/<str:token>/ohne-termin/", kiosk.choose, name="kiosk_concerns"),
    path("ankommen/<str:token>/ohne-termin/<uuid:place_id>/", kiosk.draw, name="kiosk_draw"),
    path("ankommen/<str:token>/nummer/<str:number>/", kiosk.number, name="kiosk_number"),
    path("anzeige/<str:token>/", display.display, name="display"),
    path("anzeige/<str:token>/stand/", display.state, name="display_state"),
    path("nummer/<str:token>/", number.number, name="number"),
]
STAFF: Final = [
    path("warteraum/", room.room, name="room"),
    path("warteraum/platz/", room.settle_in, name="settle_in"),
    path("warteraum/aufrufen/", room.call, name="call_next"),
    path("warteraum/<uuid:ticket_id>/", room.ticket_page, name="ticket"),
    path("warteraum/<uuid:ticket_id>/schritt/", room.step, name="ticket_step"),
    path("warteraum/<uuid:ticket_id>/weiterleiten/", room.pass_on, name="forward"),
    path("warteraum/<uuid:ticket_id>/notiz/", room.write_note, name="note_ticket"),
]
SETUP: Final = [
    path("geraete/", devices.device_list, name="devices"),
    path("geraete/neu/", devices.add_device, name="add_device"),
    path("geraete/<uuid:device_id>/", devices.edit_device, name="device"),
    path("geraete/<uuid:device_id>/erneuern/", devices.renew, name="renew_device"),
    path("geraete/<uuid:device_id>/entfernen/", devices.remove, name="remove_device"),
    path("geraete/regeln/<uuid:location_id>/", devices.queue_rules, name="queue_rules"),
]
