"""What can be wrong with a search in the record; each error says in German what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AuditError(Exception):
    """A rule about the record was broken; `str(error)` is the sentence for the person in front."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class SearchUnclearError(AuditError):
    """Neither a person nor an object was named, or no reason given."""

    message = _("Bitte nennen Sie die Person oder den Gegenstand, den Zeitraum und einen Grund.")


class OwnSearchError(AuditError):
    """Somebody would decide on their own request."""

    message = _("Über Ihre eigene Suche entscheidet eine andere Person.")


class SearchedPersonError(AuditError):
    """The person who is searched for would decide."""

    message = _("Diese Suche betrifft Sie selbst. Darüber entscheidet eine andere Person.")


class SearchOverError(AuditError):
    """The request was decided, withdrawn, or waited for too long."""

    message = _("Diese Suche ist schon entschieden oder abgelaufen. Bitte laden Sie die Seite neu.")


class TooManyEntriesError(AuditError):
    """More entries than one file takes."""

    message = _("Das sind mehr als 50.000 Einträge. Bitte wählen Sie einen kürzeren Zeitraum.")
