"""Filling in a form, from the first step to the confirmation."""

from django.urls import URLPattern, path

from modules.online_services.views.filling import beginning, checking, overview, sent, steps, uploads
from modules.online_services.views.filling.desk import PUBLIC
from rathaus.web.origin import cookieless_post

_AT = {"desk": PUBLIC}

urlpatterns: list[URLPattern] = [
    path("begonnen/", beginning.begun, name="begun"),
    path("antrag/<str:token>/", overview.task_list, _AT, name="fill"),
    path("antrag/<str:token>/schritt/<slug:step_id>/", cookieless_post(steps.step), _AT, name="fill_step"),
    path("antrag/<str:token>/schritt/<slug:step_id>/felder/", cookieless_post(steps.fields), _AT, name="fill_fields"),
    path("antrag/<str:token>/pruefen/", cookieless_post(checking.check), _AT, name="fill_check"),
    path("antrag/<str:token>/speichern/", cookieless_post(overview.keep), _AT, name="fill_keep"),
    path("antrag/<str:token>/verwerfen/", cookieless_post(overview.drop), _AT, name="fill_drop"),
    path("antrag/<str:token>/dateien/", cookieless_post(uploads.announce), _AT, name="upload"),
    path("antrag/<str:token>/dateien/<uuid:upload_id>/", cookieless_post(uploads.part), _AT, name="upload_part"),
    path(
        "antrag/<str:token>/dateien/<uuid:upload_id>/weg/", cookieless_post(uploads.remove), _AT, name="upload_remove"
    ),
    path("gesendet/<str:token>/", sent.sent, _AT, name="sent"),
    path("gesendet/<str:token>/kopie/", sent.sent_copy, _AT, name="sent_copy"),
    path("<slug:slug>/beginnen/", cookieless_post(beginning.begin), name="begin"),
]
