"""Addresses for the town hall, below /verwaltung/termine/."""

from django.urls import include, path

from modules.appointments.urls import room
from modules.appointments.views.staff import (
    book,
    booking,
    change,
    day,
    exporting,
    feeds,
    find,
    outage,
    outage_cases,
    printing,
    waiting_list,
    walk_in,
    week,
)

urlpatterns = [
    path("", day.day, name="day"),
    path("neu/", book.new, name="new"),
    path("sofort/", walk_in.serve, name="walk_in"),
    *room.STAFF,
    path("suche/", find.find, name="find"),
    path("drucken/", printing.day_list, name="print"),
    path("woche/", week.week, name="week"),
    path("ausfall/", outage.outage, name="outage"),
    path("ausfall/<uuid:outage_id>/", outage_cases.cases, name="outage_cases"),
    path("ausfall/<uuid:outage_id>/hinweis/", outage_cases.notice, name="outage_notice"),
    path("ausfall/<uuid:outage_id>/beenden/", outage_cases.end, name="outage_end"),
    path("ausfall/fall/<uuid:case_id>/", outage_cases.call, name="outage_call"),
    path("export/", exporting.export, name="export"),
    path("kalender/", feeds.feed_list, name="feeds"),
    path("kalender/<uuid:feed_id>/beenden/", feeds.revoke, name="revoke_feed"),
    path("warteliste/", waiting_list.waiting_list, name="waiting_list"),
    path("warteliste/neu/", waiting_list.add, name="waiting_add"),
    path("warteliste/<uuid:entry_id>/austragen/", waiting_list.remove, name="waiting_remove"),
    path("warteliste/angebot/<uuid:offer_id>/", waiting_list.answer, name="waiting_answer"),
    path("buchung/<uuid:booking_id>/frueher/", waiting_list.earlier, name="earlier"),
    path("auswertung/", include("modules.appointments.urls.statistics")),
    path("einrichten/", include("modules.appointments.urls.setup")),
    path("buchung/<uuid:booking_id>/", booking.detail, name="booking"),
    path("buchung/<uuid:booking_id>/schritt/", booking.step, name="step"),
    path("buchung/<uuid:booking_id>/verschieben/", change.move, name="move"),
    path("buchung/<uuid:booking_id>/absagen/", change.cancel, name="cancel"),
    path("buchung/<uuid:booking_id>/angaben/", change.correct, name="correct"),
    path("buchung/<uuid:booking_id>/zettel/", booking.slip, name="slip"),
]
