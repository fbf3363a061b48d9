"""Why a file cannot be read in, each with the sentence that people read."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class FimError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Die Datei lässt sich nicht einlesen.")

    def __init__(self, detail: str = "") -> None:
        """Carry what was found at which line."""
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.sentence} {self.detail}".strip()


class TooLargeError(FimError):
    """The file or the schema is larger than any form."""

    sentence = _("Die Datei ist zu groß für ein Formular.")


class NotXmlError(FimError):
    """The file is cut off, damaged, or something else."""

    sentence = _(
        "Die Datei ist kein vollständiges XML. Bitte laden Sie das Datenschema noch einmal aus dem FIM-Portal."
    )


class UnsafeXmlError(FimError):
    """The file declares a document type or entities, which no schema needs and attackers use."""

    sentence = _(
        "Die Datei enthält eine Dokumenttyp-Deklaration (DOCTYPE). So etwas wird aus Sicherheitsgründen abgelehnt."
    )


class OldStandardError(FimError):
    """XDatenfelder 1."""

    sentence = _(
        "Die Datei ist im alten Standard XDatenfelder 1. Bitte laden Sie das Schema im FIM-Portal als XDatenfelder 2 "
        "oder 3 herunter."
    )


class UnknownStandardError(FimError):
    """Some other XML, or a version that nobody knows yet."""

    sentence = _("Die Datei ist kein XDatenfelder 2 oder 3.")


class BrokenSchemaError(FimError):
    """Something that every schema has is missing or stands there twice."""

    sentence = _("Das Datenschema ist nicht vollständig.")


class UnreadableCodeListError(FimError):
    """The file is no genericode."""

    sentence = _("Die Codeliste lässt sich nicht lesen. Bitte laden Sie sie im Format Genericode aus dem XRepository.")
