"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "inbox.people_searched": _("Bürgerinnen und Bürger gesucht"),
    "inbox.person_read": _("Seite einer Person geöffnet"),
    "inbox.conversation_read": _("Gespräch gelesen"),
    "inbox.attachment_read": _("Anhang geöffnet"),
    "inbox.document_read": _("Bereitgestelltes Dokument geöffnet"),
    "inbox.conversation_started": _("Gespräch begonnen"),
    "inbox.message_sent": _("Nachricht gesendet"),
    "inbox.remark_added": _("Interne Bemerkung geschrieben"),
    "inbox.conversation_taken": _("Gespräch übernommen"),
    "inbox.conversation_passed": _("Gespräch an eine Abteilung gegeben"),
    "inbox.conversation_closed": _("Gespräch geschlossen"),
    "inbox.conversation_reopened": _("Gespräch wieder geöffnet"),
    "inbox.document_provided": _("Dokument bereitgestellt"),
    "inbox.document_retrieved": _("Dokument zum ersten Mal abgerufen"),
    "inbox.document_revoked": _("Dokument zurückgenommen"),
    "inbox.note_written": _("Gesprächsnotiz geschrieben"),
    "inbox.note_changed": _("Gesprächsnotiz geändert"),
    "inbox.note_shared": _("Gesprächsnotiz freigegeben"),
    "inbox.note_withdrawn": _("Freigabe einer Gesprächsnotiz zurückgenommen"),
    "inbox.match_failed": _("Person passte nicht zur zweiten Angabe"),
    "inbox.text_modules_changed": _("Textbausteine geändert"),
}
