"""What can go wrong while somebody fills in a form, each with the sentence that people read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.web.wording import full_clock


class FillingError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class IncompleteError(FillingError):
    """Something is missing or wrong, so it cannot be sent."""

    sentence = _("Es fehlen noch Angaben. Bitte ergänzen Sie die markierten Schritte und senden Sie dann noch einmal.")


class ChangedMeanwhileError(FillingError):
    """The answers are not those that the person has checked."""

    sentence = _(
        "Ihre Angaben wurden inzwischen in einem anderen Fenster geändert. Bitte prüfen Sie sie und senden Sie dann."
    )


class UndeclaredError(FillingError):
    """The declaration was not ticked."""

    sentence = _("Bitte bestätigen Sie, dass Ihre Angaben richtig und vollständig sind.")


class AlreadySentError(FillingError):
    """The draft became a request already."""

    sentence = _("Das haben Sie schon abgesendet.")


class RehearsalError(FillingError):
    """A preview is never sent."""

    sentence = _("Das ist nur eine Vorschau. Es wurde nichts abgesendet.")


class TooMuchTextError(FillingError):
    """More text than any form needs."""

    sentence = _("Das ist zu viel Text. Bitte kürzen Sie Ihre Angaben oder laden Sie eine Datei hoch.")


class DoorClosedError(FillingError):
    """What let the person in is over, such as the time for an answer."""

    sentence = _("Dieses Formular ist nicht mehr geöffnet. Bitte wenden Sie sich an das Rathaus.")


class TooManyUploadsError(FillingError):
    """More files than this question takes."""

    def __init__(self, limit: int) -> None:
        """Carry how many there may be."""
        super().__init__()
        self.limit = limit

    def __str__(self) -> str:
        return str(_("Hier sind höchstens %(limit)s Dateien möglich. Bitte entfernen Sie erst eine.")) % {
            "limit": self.limit
        }


class UnknownUploadError(FillingError):
    """There is no such file or place in this draft."""

    sentence = _("Diese Datei gibt es hier nicht. Bitte laden Sie die Seite neu.")


class TooOftenError(FillingError):
    """Too many in a short time; `until` says when it goes on."""

    def __init__(self, until: datetime) -> None:
        """Carry when it may be tried again."""
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        words = _("Das waren sehr viele Versuche in kurzer Zeit. Ab %(time)s geht es wieder.")
        return str(words) % {"time": full_clock(timezone.localtime(self.until))}
