"""What can go wrong with messages, documents and notes, each with the sentence that people read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.web.wording import full_clock


class InboxError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class TooOftenError(InboxError):
    """Too many in a short time; `until` says when it goes on."""

    def __init__(self, until: datetime) -> None:
        """Carry when it may be tried again."""
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        words = _("Das waren sehr viele Versuche in kurzer Zeit. Ab %(time)s geht es wieder.")
        return str(words) % {"time": full_clock(timezone.localtime(self.until))}


class OvertakenError(InboxError):
    """Somebody wrote in the meantime: what is answered may not be the latest any more."""

    sentence = _("Inzwischen gibt es eine neue Nachricht. Bitte lesen Sie sie und senden Sie dann noch einmal.")


class TakenOverError(InboxError):
    """A colleague looks after the conversation already."""

    def __init__(self, name: str) -> None:
        """Carry who it is."""
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        words = _("%(name)s hat dieses Gespräch gerade übernommen.")
        return str(words) % {"name": self.name}


class NoMatchError(InboxError):
    """The second fact does not fit the person."""

    sentence = _("Das passt nicht zu dieser Person. Bitte fragen Sie noch einmal nach.")


class NoFactError(InboxError):
    """Nothing was given to match the person by."""

    sentence = _("Bitte geben Sie das Geburtsdatum oder den Code ein.")


class UndoneTooLateError(InboxError):
    """The ten minutes are over."""

    sentence = _("Die zehn Minuten sind vorbei. Die Notiz bleibt freigegeben.")


class AlreadySharedError(InboxError):
    """What the person can read is not changed any more."""

    sentence = _("Diese Notiz ist schon freigegeben und kann nicht mehr geändert werden.")


class RetrievedError(InboxError):
    """The person has the document already."""

    sentence = _("Die Person hat dieses Dokument schon abgerufen. Es kann nicht mehr zurückgenommen werden.")


class RevokedError(InboxError):
    """The administration took the document back."""

    sentence = _("Das Rathaus hat dieses Dokument zurückgenommen.")


class FilesInRemarkError(InboxError):
    """A remark has no files."""

    sentence = _("Eine Bemerkung hat keine Dateien. Bitte senden Sie sie als Nachricht oder ohne Dateien.")
