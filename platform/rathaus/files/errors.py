"""What can be wrong with an upload; each error says in German what to do."""

from typing import Any

from django.template.defaultfilters import filesizeformat
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


class WrongDocumentError(FileError):
    """The content is neither a readable PDF nor a picture of the kinds that are asked for."""

    message = _("„{filename}“ können wir nicht lesen. Bitte senden Sie eine PDF-Datei oder ein Bild ({kinds}).")


class LockedDocumentError(FileError):
    """A PDF that opens only with a password."""

    message = _("„{filename}“ ist mit einem Kennwort geschützt. Bitte senden Sie die Datei ohne Kennwort.")


class TooManyFilesError(FileError):
    """More files at once than allowed."""

    message = _("Das sind zu viele Dateien. Bitte wählen Sie höchstens {limit} aus.")


class DamagedFileError(FileError):
    """What lies in the storage is not what was put there."""

    message = _("Diese Datei ist beschädigt. Bitte wenden Sie sich an das Rathaus.")


class TooManyPixelsError(FileError):
    """A picture that would need too much memory once unpacked."""

    message = _("Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens {edge} Punkte je Seite.")


class IncompleteFileError(FileError):
    """Not every part of the file has arrived."""

    message = _("Diese Datei ist nicht ganz angekommen. Bitte senden Sie sie noch einmal.")


class MisplacedPartError(FileError):
    """A part that leaves a gap before it: the sender has to ask how much is here."""

    message = _("Ein Teil der Datei fehlt. Bitte laden Sie die Seite neu; es geht dort weiter, wo es aufgehört hat.")


class WaitingFileError(FileError):
    """The file has not been looked at by the virus scanner yet."""

    message = _("Diese Datei wird gerade auf Viren geprüft. Bitte versuchen Sie es in ein paar Minuten noch einmal.")


class InfectedFileError(FileError):
    """The virus scanner found something; the content is gone."""

    message = _("In dieser Datei wurde ein Virus gefunden. Wir haben sie gelöscht.")


def too_large(max_bytes: int) -> FileTooLargeError:
    """Return the error for a file of more than so many bytes."""
    return FileTooLargeError(limit=filesizeformat(max_bytes))
