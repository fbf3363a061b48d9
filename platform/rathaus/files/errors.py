"""What can be wrong with an upload; each error says in German what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class FileError(Exception):
    """An uploaded file cannot be taken; `str(error)` is the sentence for the person in front."""

    message: Any = ""

    def __init__(self, **values: object) -> None:
        """Keep the values that the sentence names."""
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message).format(**self.values)


class FileTooLargeError(FileError):
    """More bytes than allowed."""

    message = _("Diese Datei ist zu groß. Bitte wählen Sie eine Datei mit höchstens {limit}.")


class WrongKindError(FileError):
    """The content is no picture, or of a kind that is not asked for, whatever its name says."""

    message = _("Das können wir nicht lesen. Bitte wählen Sie ein Bild in einem dieser Formate: {kinds}.")


class TooManyPixelsError(FileError):
    """A picture that would need too much memory once unpacked."""

    message = _("Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens {edge} Punkte je Seite.")
