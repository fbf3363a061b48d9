"""Staff: filling in for somebody, and internal services."""

from django.urls import URLPattern, path

from modules.online_services.views.filling import checking, overview, sent, steps, uploads
from modules.online_services.views.filling.desk import STAFF
from modules.online_services.views.staff import filling

_AT = {"desk": STAFF}

urlpatterns: list[URLPattern] = [
    path("aufnehmen/", filling.taking, name="taking"),
    path("aufnehmen/antrag/<str:token>/", overview.task_list, _AT, name="fill"),
    path("aufnehmen/antrag/<str:token>/schritt/<slug:step_id>/", steps.step, _AT, name="fill_step"),
    path("aufnehmen/antrag/<str:token>/schritt/<slug:step_id>/felder/", steps.fields, _AT, name="fill_fields"),
    path("aufnehmen/antrag/<str:token>/pruefen/", checking.check, _AT, name="fill_check"),
    path("aufnehmen/antrag/<str:token>/speichern/", overview.keep, _AT, name="fill_keep"),
    path("aufnehmen/antrag/<str:token>/verwerfen/", overview.drop, _AT, name="fill_drop"),
    path("aufnehmen/antrag/<str:token>/dateien/", uploads.announce, _AT, name="upload"),
    path("aufnehmen/antrag/<str:token>/dateien/<uuid:upload_id>/", uploads.part, _AT, name="upload_part"),
    path("aufnehmen/antrag/<str:token>/dateien/<uuid:upload_id>/weg/", uploads.remove, _AT, name="upload_remove"),
    path("aufnehmen/gesendet/<str:token>/", sent.sent, _AT, name="sent"),
    path("aufnehmen/gesendet/<str:token>/kopie/", sent.sent_copy, _AT, name="sent_copy"),
    path("aufnehmen/<slug:slug>/", filling.take_down, name="take_down"),
    path("intern/<slug:slug>/beginnen/", filling.internal, name="internal_begin"),
]
