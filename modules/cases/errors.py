"""What can go wrong with cases, each with the sentence that people read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.web.wording import full_clock


class CaseError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class UnknownKindError(LookupError):
    """No module declares this kind of case: a mistake in the calling code."""


class TooOftenError(CaseError):
    """Too many in a short time; `until` says when it goes on."""

    def __init__(self, until: datetime) -> None:
        """Carry when it may be tried again."""
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        words = _("Das waren sehr viele Versuche in kurzer Zeit. Ab %(time)s geht es wieder.")
        return str(words) % {"time": full_clock(timezone.localtime(self.until))}


class OvertakenError(CaseError):
    """Somebody changed the case in the meantime."""

    sentence = _(
        "Inzwischen hat sich an diesem Vorgang etwas geändert. Bitte sehen Sie nach und senden Sie noch einmal."
    )


class TakenOverError(CaseError):
    """A colleague looks after the case already."""

    def __init__(self, name: str) -> None:
        """Carry who it is."""
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        words = _("%(name)s hat diesen Vorgang gerade übernommen.")
        return str(words) % {"name": self.name}


class ClosedError(CaseError):
    """The case is over."""

    sentence = _("Dieser Vorgang ist abgeschlossen. Bitte öffnen Sie ihn zuerst wieder.")


class MayNotWorkError(CaseError):
    """The person who shall be responsible could not open the case."""

    def __init__(self, name: str) -> None:
        """Carry who it is."""
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        words = _("%(name)s darf diesen Vorgang nicht sehen. Bitte wählen Sie jemand anderen.")
        return str(words) % {"name": self.name}


class OpenPlaceholdersError(CaseError):
    """A text still has words in braces that nothing was filled in for."""

    def __init__(self, names: str) -> None:
        """Carry which ones."""
        super().__init__()
        self.names = names

    def __str__(self) -> str:
        words = _("Bitte ersetzen Sie noch: %(names)s.")
        return str(words) % {"names": self.names}


class FilesInRemarkError(CaseError):
    """A remark takes text alone."""

    sentence = _("An eine interne Notiz lassen sich keine Dateien anhängen. Bitte entfernen Sie die Dateien.")


class UndoneTooLateError(CaseError):
    """The ten minutes are over, or it was undone already."""

    sentence = _("Das lässt sich nicht mehr rückgängig machen.")


class WrongCodeError(CaseError):
    """The six digits are not those from the mail, or it is too late for them."""

    sentence = _("Dieser Code stimmt nicht oder gilt nicht mehr. Bitte prüfen Sie ihn oder fordern Sie einen neuen an.")
