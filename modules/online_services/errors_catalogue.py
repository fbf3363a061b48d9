"""What can go wrong with the catalogue, each with the sentence that people read."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class CatalogueError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class NameMissingError(CatalogueError):
    """A service has a name in German, always."""

    sentence: Any = _("Bitte geben Sie der Leistung einen Namen auf Deutsch.")


class AddressTakenError(CatalogueError):
    """Another service, or a page of the portal, has the address."""

    sentence: Any = _("Diese Adresse ist schon vergeben. Bitte wählen Sie eine andere.")


class OverlappingScheduleError(CatalogueError):
    """Two tables of fees for the same thing would hold on the same day."""

    sentence: Any = _("In dieser Zeit gilt schon eine andere Tabelle mit diesem Kürzel. Bitte ändern Sie die Tage.")
