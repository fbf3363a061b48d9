"""What can be wrong with a hearing; each error says in German what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class HearingError(Exception):
    """A hearing cannot be worked on as wished; `str(error)` is the sentence for the person in front."""

    sentence: Any = ""

    def __str__(self) -> str:
        return str(self.sentence)


class WrongCodeError(HearingError):
    """No letter has this file reference with this code; which of the two is wrong is never said."""

    sentence = _("Aktenzeichen und Zugangscode passen nicht zusammen. Bitte vergleichen Sie beides mit dem Brief.")


class TooManyTriesError(HearingError):
    """Somebody is guessing."""

    sentence = _("Das waren zu viele Versuche. Bitte versuchen Sie es in einer Stunde noch einmal oder rufen Sie an.")


class HearingClosedError(HearingError):
    """It was answered, the time is over, or the proceeding has ended."""

    sentence = _("Zu diesem Schreiben können Sie sich hier nicht mehr äußern. Bitte wenden Sie sich an uns.")


class NoFormError(HearingError):
    """The form for this role is not offered."""

    sentence = _("Das Formular ist gerade nicht erreichbar. Bitte antworten Sie auf dem Papier, das im Brief liegt.")


class LettersGivenOutError(HearingError):
    """The same letter data were asked for twice: the codes stood in the first file alone."""

    sentence = _("Diese Briefdaten wurden schon ausgegeben. Die Codes stehen nur in jener Datei.")


class NothingToDoError(HearingError):
    """There is nothing to give out."""

    sentence = _("Es gibt nichts auszugeben.")


class AlreadyAnsweredError(HearingError):
    """What was answered stays as it was."""

    sentence = _("Dazu hat sich die Person schon geäußert. Neue Codes und Fristen gibt es dafür nicht.")
