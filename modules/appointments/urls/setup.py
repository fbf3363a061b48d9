"""Addresses of the set-up pages, below /verwaltung/termine/einrichten/."""

from django.urls import include, path

from modules.appointments.urls import room
from modules.appointments.views.setup import (
    closures,
    concerns,
    contacts,
    embedding,
    holidays,
    hours,
    importing,
    offers,
    overview,
    pools,
)

urlpatterns = [
    path("", overview.overview, name="setup"),
    path("einbetten/", embedding.embedding, name="embedding"),
    path("uebernahme/", importing.take_over, name="import"),
    path("uebernahme/<str:kind>/", importing.take_over, name="import_kind"),
    path("uebernahme/<str:kind>/vorlage.csv", importing.template, name="import_template"),
    path("", include("modules.appointments.urls.papers")),
    path("einstellungen/", overview.preferences, name="preferences"),
    path("ausnahmen/", contacts.exception_list, name="contact_exceptions"),
    path("ausnahmen/<uuid:exception_id>/entfernen/", contacts.delete_exception, name="delete_contact_exception"),
    path("gruppen/", pools.pool_list, name="pools"),
    path("gruppen/neu/", pools.add_pool, name="add_pool"),
    path("gruppen/<uuid:pool_id>/", pools.edit_pool, name="edit_pool"),
    path("gruppen/<uuid:pool_id>/betrieb/", pools.switch_pool, name="switch_pool"),
    path("gruppen/<uuid:pool_id>/zeiten/", hours.hours_of_pool, name="hours"),
    path("gruppen/<uuid:pool_id>/zeiten/neu/", hours.add_hours, name="add_hours"),
    path("gruppen/<uuid:pool_id>/zeiten/<uuid:hours_id>/", hours.edit_hours, name="edit_hours"),
    path("gruppen/<uuid:pool_id>/zeiten/<uuid:hours_id>/entfernen/", hours.remove_hours, name="remove_hours"),
    path("schliessungen/", closures.closure_list, name="closures"),
    path("schliessungen/neu/", closures.add_closure, name="add_closure"),
    path("schliessungen/<uuid:closure_id>/", closures.edit_closure, name="edit_closure"),
    path("schliessungen/<uuid:closure_id>/loeschen/", closures.delete_closure, name="delete_closure"),
    path("feiertage/", holidays.holiday_list, name="holidays"),
    path("feiertage/oeffnen/", holidays.open_holiday, name="open_holiday"),
    path("feiertage/<uuid:entry_id>/schliessen/", holidays.close_holiday, name="close_holiday"),
    *room.SETUP,
    path("anliegen/", concerns.concern_list, name="concerns"),
    path("anliegen/neu/", concerns.add_concern, name="add_concern"),
    path("anliegen/<uuid:concern_id>/", concerns.edit_concern, name="edit_concern"),
    path("anliegen/<uuid:concern_id>/ordnen/", concerns.order_concern, name="order_concern"),
    path("anliegen/<uuid:concern_id>/anbieten/", concerns.switch_concern, name="switch_concern"),
    path("anliegen/<uuid:concern_id>/fragen/", offers.questions, name="questions"),
    path("anliegen/<uuid:concern_id>/zeiten/", offers.windows, name="windows"),
    path("anliegen/<uuid:concern_id>/zeiten/<uuid:window_id>/entfernen/", offers.remove_window, name="remove_window"),
]
