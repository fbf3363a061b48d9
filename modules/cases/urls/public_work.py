"""Citizens: their cases and the conversation about each."""

from django.urls import URLPattern, path

from modules.cases.views.public import beginning, guests, own

urlpatterns: list[URLPattern] = [
    path("", own.listing, name="cases"),
    path("schreiben/", beginning.write, name="write"),
    path("rueckruf/", beginning.callback, name="callback"),
    path("gesendet/<str:token>/", beginning.sent, name="sent"),
    path("gast/", guests.start, name="guest"),
    path("gast/<str:token>/code/", guests.code, name="guest_code"),
    path("gast/<str:token>/", own.guest_case, name="guest_case"),
    path("gast/<str:token>/zuruecknehmen/", own.guest_withdraw, name="guest_withdraw"),
    path("gast/<str:token>/datei/<uuid:file>/", own.guest_file, name="guest_file"),
    path("<uuid:key>/", own.case, name="case"),
    path("<uuid:key>/zuruecknehmen/", own.case_withdraw, name="withdraw"),
    path("<uuid:key>/datei/<uuid:file>/", own.case_file, name="file"),
]
