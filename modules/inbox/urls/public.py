"""Addresses for citizens, below /postfach/."""

from django.urls import path

from modules.inbox.views.my import documents, messages, notes, timeline

app_name = "inbox"
urlpatterns = [
    path("", messages.start, name="start"),
    path("neu/", messages.new, name="new"),
    path("gespraech/<uuid:key>/", messages.conversation, name="conversation"),
    path("anhang/<uuid:key>/", messages.attachment, name="attachment"),
    path("dokumente/", documents.documents, name="documents"),
    path("dokument/<uuid:key>/", documents.document, name="document"),
    path("dokument/<uuid:key>/datei/", documents.document_file, name="document_file"),
    path("notiz/<uuid:key>/", notes.note, name="note"),
    path("code/", notes.code, name="code"),
    path("verlauf/", timeline.timeline, name="timeline"),
    path("verlauf/drucken/", timeline.timeline_print, name="timeline_print"),
]
