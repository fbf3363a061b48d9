"""The dashboard's own pages, below /verwaltung/."""

from django.urls import path, register_converter

from tenants.municipality.urls.converters import LegalKindConverter
from tenants.municipality.views import (
    appearance,
    contact,
    localities,
    locations,
    modules,
    setup,
    staff,
    texts,
)

register_converter(LegalKindConverter, "legal_kind")

urlpatterns = [
    path("", staff.home, name="home"),
    path("suche/", staff.search, name="search"),
    path("einrichten/", setup.checklist, name="setup"),
    path("einrichten/veroeffentlichen/", setup.publish, name="publish"),
    path("module/", modules.module_list, name="modules"),
    path("module/<slug:slug>/", modules.switch, name="switch_module"),
    path("kontakt/", contact.contact, name="contact"),
    path("erscheinungsbild/", appearance.appearance, name="branding"),
    path("erscheinungsbild/farbe/", appearance.save_color, name="save_color"),
    path("erscheinungsbild/farbe/pruefen/", appearance.check_color, name="check_color"),
    path("erscheinungsbild/farbe/zuruecksetzen/", appearance.reset_color, name="reset_color"),
    path("erscheinungsbild/wappen/", appearance.save_crest, name="save_crest"),
    path("erscheinungsbild/wappen/entfernen/", appearance.delete_crest, name="delete_crest"),
    path("erscheinungsbild/begruessung/", appearance.save_welcome, name="save_welcome"),
    path("ortschaften/", localities.locality_list, name="localities"),
    path("ortschaften/<uuid:pk>/", localities.edit_locality, name="edit_locality"),
    path("ortschaften/<uuid:pk>/loeschen/", localities.delete_locality, name="delete_locality"),
    path("ortschaften/<uuid:pk>/ordnen/", localities.move_locality, name="move_locality"),
    path("mitgliedsgemeinden/neu/", localities.add_member, name="add_member"),
    path("mitgliedsgemeinden/<uuid:pk>/", localities.edit_member, name="edit_member"),
    path("mitgliedsgemeinden/<uuid:pk>/loeschen/", localities.delete_member, name="delete_member"),
    path("mitgliedsgemeinden/<uuid:pk>/ordnen/", localities.move_member, name="move_member"),
    path("standorte/", locations.location_list, name="locations"),
    path("standorte/neu/", locations.add_location, name="add_location"),
    path("standorte/<uuid:pk>/", locations.edit_location, name="edit_location"),
    path("standorte/<uuid:pk>/loeschen/", locations.delete_location, name="delete_location"),
    path("standorte/<uuid:pk>/ordnen/", locations.move_location, name="move_location"),
    path("texte/", texts.text_list, name="texts"),
    path("texte/barrieren/", texts.barriers, name="barriers"),
    path("texte/barrieren/<uuid:pk>/", texts.handle, name="handle_barrier"),
    path("texte/<legal_kind:kind>/", texts.edit, name="edit_text"),
    path("texte/<legal_kind:kind>/zuruecksetzen/", texts.reset, name="reset_text"),
]
