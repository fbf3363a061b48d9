"""Staff: the catalogue, fees, the OZG page, statistics."""

from django.urls import URLPattern, path

from modules.online_services.views.staff.catalogue import (
    contacts,
    fees,
    internal,
    listing,
    moving_in,
    one,
    ozg,
    reviewing,
    statistics,
)

urlpatterns: list[URLPattern] = [
    path("", listing.services, name="services"),
    path("neu/", listing.add, name="add_service"),
    path("mitgeliefert/", listing.sync, name="sync"),
    path("leistung/<uuid:service_id>/", one.service, name="service"),
    path("leistung/<uuid:service_id>/text/<slug:name>/", one.text, name="text"),
    path("leistung/<uuid:service_id>/zustaendig/", one.placing, name="placing"),
    path("leistung/<uuid:service_id>/angaben/", one.facts, name="facts"),
    path("leistung/<uuid:service_id>/kopien/", one.copies, name="copies"),
    path("leistung/<uuid:service_id>/neues/", reviewing.differences, name="differences"),
    path("leistung/<uuid:service_id>/neues/entscheiden/", reviewing.decide, name="decide"),
    path("ansprechpersonen/", contacts.contacts, name="contacts"),
    path("ansprechpersonen/neu/", contacts.add_contact, name="add_contact"),
    path("ansprechpersonen/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("ansprechpersonen/<uuid:contact_id>/entfernen/", contacts.remove, name="remove_contact"),
    path("gebuehren/", fees.fees, name="fees"),
    path("gebuehren/neu/", fees.add_fee, name="add_fee"),
    path("gebuehren/<uuid:schedule_id>/", fees.fee, name="fee"),
    path("gebuehren/<uuid:schedule_id>/entfernen/", fees.remove, name="remove_fee"),
    path("uebernahme/", moving_in.moving_in, name="moving_in"),
    path("uebernahme/vorlage.csv", moving_in.template, name="moving_in_template"),
    path("alte-adressen/", moving_in.redirects, name="redirects"),
    path("alte-adressen/<uuid:redirect_id>/entfernen/", moving_in.remove, name="remove_redirect"),
    path("ozg/", ozg.ozg, name="ozg"),
    path("ozg/leistungen.csv", ozg.ozg_csv, name="ozg_csv"),
    path("auswertung/", statistics.statistics, name="statistics"),
    path("auswertung/<slug:table>.csv", statistics.statistics_csv, name="statistics_csv"),
    path("auswertung/<uuid:service_id>/", statistics.service_statistics, name="service_statistics"),
    path("intern/", internal.internal, name="internal"),
]
