"""Addresses for the town hall, below /verwaltung/postfach/."""

from django.urls import path

from modules.inbox.views.staff import conversations, documents, notes, people, text_modules

app_name = "inbox_staff"
urlpatterns = [
    path("", conversations.conversations, name="conversations"),
    path("gespraech/<uuid:key>/", conversations.conversation, name="conversation"),
    path("gespraech/<uuid:key>/schritt/", conversations.step, name="step"),
    path("anhang/<uuid:key>/", conversations.attachment, name="attachment"),
    path("buerger/", people.people, name="people"),
    path("buerger/<uuid:key>/", people.person, name="person"),
    path("buerger/<uuid:key>/nachricht/", people.write, name="write"),
    path("buerger/<uuid:key>/dokument/", people.provide_document, name="provide"),
    path("buerger/<uuid:key>/notiz/", notes.write, name="note_add"),
    path("notiz/<uuid:key>/", notes.note, name="note"),
    path("notiz/<uuid:key>/aendern/", notes.change, name="note_change"),
    path("notiz/<uuid:key>/zuruecknehmen/", notes.undo, name="note_undo"),
    path("dokument/<uuid:key>/", documents.document, name="document"),
    path("dokument/<uuid:key>/datei/", documents.document_file, name="document_file"),
    path("dokument/<uuid:key>/zuruecknehmen/", documents.revoke, name="revoke"),
    path("textbausteine/", text_modules.listing, name="text_modules"),
    path("textbausteine/neu/", text_modules.add, name="text_module_add"),
    path("textbausteine/<uuid:key>/", text_modules.change, name="text_module"),
    path("textbausteine/<uuid:key>/loeschen/", text_modules.remove, name="text_module_remove"),
]
