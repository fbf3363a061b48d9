"""Staff: the inbox, a case, its conversation, who is responsible."""

from django.urls import URLPattern, path

from modules.cases.views.staff import case, desk, inbox, opening, setup, steps

urlpatterns: list[URLPattern] = [
    path("", inbox.cases, name="cases"),
    path("sammel/", inbox.many, name="many"),
    path("sammel/<uuid:key>/zurueck/", inbox.undo, name="undo"),
    path("ansicht/", inbox.view_save, name="view_save"),
    path("ansicht/<uuid:key>/loeschen/", inbox.view_remove, name="view_remove"),
    path("auskunft/", desk.desk, name="desk"),
    path("aufnehmen/", opening.open_for, name="open"),
    path("zustaendigkeiten/", setup.route_list, name="routes"),
    path("zustaendigkeiten/neu/", setup.route_add, name="route_add"),
    path("zustaendigkeiten/<uuid:key>/", setup.route, name="route"),
    path("zustaendigkeiten/<uuid:key>/loeschen/", setup.route_remove, name="route_remove"),
    path("textbausteine/", setup.text_list, name="texts"),
    path("textbausteine/neu/", setup.text_add, name="text_add"),
    path("textbausteine/<uuid:key>/", setup.text, name="text"),
    path("textbausteine/<uuid:key>/loeschen/", setup.text_remove, name="text_remove"),
    path("datei/<uuid:key>/", case.file, name="file"),
    path("vorschau/<str:token>/", case.preview, name="preview"),
    path("<uuid:key>/", case.case, name="case"),
    path("<uuid:key>/schritt/", steps.step, name="step"),
    path("<uuid:key>/nachfragen/", steps.ask, name="ask"),
    path("<uuid:key>/fristen/", steps.dates, name="dates"),
    path("<uuid:key>/uebergeben/", steps.hand_on, name="hand_on"),
]
