"""What can be wrong with a change of the municipality's own data; `str(error)` is the sentence for the person."""

from django.utils.translation import gettext, ngettext


class MunicipalityError(Exception):
    """A rule about the municipality's own data was broken."""


class ColorContrastError(MunicipalityError):
    """Text in this colour could not be read on a white page."""

    def __init__(self, color: str, proposal: str) -> None:
        """Keep the colour and the nearest darker one that passes."""
        self.color, self.proposal = color, proposal
        super().__init__(color, proposal)

    def __str__(self) -> str:
        return gettext(
            "Diese Farbe ist zu hell. Der nächste dunklere Ton, den man gut lesen kann, ist {color}."
        ).format(color=self.proposal)


class UnknownColorError(MunicipalityError):
    """The text is no colour."""

    def __str__(self) -> str:
        return gettext("Bitte geben Sie die Farbe als sechs Zeichen an, zum Beispiel #1e4fa3.")


class OpenPointsError(MunicipalityError):
    """A legal text still has places to fill in."""

    def __init__(self, count: int) -> None:
        """Keep how many places are open."""
        self.count = count
        super().__init__(count)

    def __str__(self) -> str:
        return ngettext(
            "Eine Stelle ist noch offen. Suchen Sie im Text nach „[bitte ergänzen“.",
            "%(count)s Stellen sind noch offen. Suchen Sie im Text nach „[bitte ergänzen“.",
            self.count,
        ) % {"count": self.count}


class NameTakenError(MunicipalityError):
    """Another place has this name."""

    def __str__(self) -> str:
        return gettext("Diesen Namen gibt es schon. Bitte wählen Sie einen anderen.")


class PlaceInUseError(MunicipalityError):
    """Something refers to the place, for example appointments that were booked there."""

    def __str__(self) -> str:
        return gettext("Dieser Eintrag wird noch verwendet und bleibt deshalb erhalten.")


class UnknownOriginError(MunicipalityError):
    """The text is no address of a site, or one that is not encrypted."""

    def __init__(self, typed: str) -> None:
        """Keep what somebody typed."""
        self.typed = typed
        super().__init__(typed)

    def __str__(self) -> str:
        return gettext(
            "„{typed}“ ist keine Internetseite, die wir zulassen können. Bitte schreiben Sie die Adresse mit https, "
            "zum Beispiel https://www.stadt.example."
        ).format(typed=self.typed[:100])


class TooManyOriginsError(MunicipalityError):
    """More sites than anybody needs."""

    def __init__(self, limit: int) -> None:
        """Keep how many there may be."""
        self.limit = limit
        super().__init__(limit)

    def __str__(self) -> str:
        return gettext("Es sind höchstens {limit} Internetseiten möglich.").format(limit=self.limit)
