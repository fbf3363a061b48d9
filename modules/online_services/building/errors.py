"""What can go wrong while a form is built, each with the sentence that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class BuildingError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class UnknownPartError(BuildingError):
    """The part is not in the form, or no longer."""

    sentence = _("Diesen Teil gibt es im Formular nicht mehr. Vielleicht hat ihn gerade jemand gelöscht.")


class UnfitPlaceError(BuildingError):
    """The part cannot stand there: a field beside steps, a group inside itself, too deep."""

    sentence = _("Dorthin lässt sich dieser Teil nicht verschieben. Bitte wählen Sie einen anderen Platz.")


class TooLargeError(BuildingError):
    """The form would have more parts than people can fill in."""

    sentence = _("Ein Formular kann höchstens 60 Schritte und 500 Teile haben. Bitte teilen Sie es auf.")


class GermanMissingError(BuildingError):
    """The help of an option or the text of a row is there in another language only."""

    sentence = _("Bitte schreiben Sie die Hilfe zu einer Möglichkeit auch auf Deutsch.")


class RowWithoutTextError(GermanMissingError):
    """A row has help or English, but no German text of its own."""

    sentence = _("Bitte schreiben Sie in jede Zeile auch den deutschen Text, oder leeren Sie die Zeile.")


class UnfitSettingsError(BuildingError):
    """Settings do not fit; `messages` says for each setting what to do, "" is the part as a whole."""

    sentence = _("Bitte prüfen Sie die markierten Angaben.")

    def __init__(self, messages: Mapping[str, str]) -> None:
        """Carry a sentence for each setting."""
        super().__init__()
        self.messages = messages


class TakenIdError(BuildingError):
    """Another part already has this name."""

    sentence = _("Diesen technischen Namen gibt es schon. Bitte wählen Sie einen anderen.")


class UnfitIdError(BuildingError):
    """The name cannot be used in rules."""

    sentence = _(
        "Ein technischer Name beginnt mit einem Kleinbuchstaben und enthält nur Kleinbuchstaben, Ziffern und _."
    )


class UnreadableRuleError(BuildingError):
    """The rule cannot be understood; `reason` says where."""

    def __init__(self, reason: str) -> None:
        """Carry what the reader of expressions said."""
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class StalePageError(BuildingError):
    """Somebody changed the form since the page was opened; nothing of it was saved."""

    def __init__(self, who: str = "") -> None:
        """Carry the name of who changed it, "" where it is not known."""
        super().__init__()
        self.who = who

    def __str__(self) -> str:
        if not self.who:
            return str(
                _("Das Formular wurde inzwischen geändert. Sie sehen den neuesten Stand. Bitte prüfen Sie noch einmal.")
            )
        words = _(
            "%(who)s hat das Formular inzwischen geändert. Sie sehen den neuesten Stand. Bitte prüfen Sie noch einmal."
        )
        return str(words) % {"who": self.who}


class NothingToUndoError(BuildingError):
    """There is no edit before this one, or it is more than fifty edits ago."""

    sentence = _("Weiter zurück geht es nicht.")


class NothingToRedoError(BuildingError):
    """Nothing was undone."""

    sentence = _("Es gibt nichts zu wiederholen.")


class UnfitFileError(BuildingError):
    """The file is no form; the reasons are sentences, the most important first."""

    def __init__(self, *reasons: str) -> None:
        """Carry the reasons."""
        super().__init__(*reasons)
        self.reasons: Sequence[str] = reasons

    def __str__(self) -> str:
        return " ".join(self.reasons)


class NotReadyError(BuildingError):
    """The form has problems or a test case fails: it cannot be published."""

    sentence = _("Das Formular hat noch Fehler oder ein Testfall passt nicht. Beheben Sie beides, dann geht es weiter.")


class NothingNewError(BuildingError):
    """What would be published is published already."""

    sentence = _("Seit der letzten Veröffentlichung hat sich nichts geändert.")


class AlreadyAskedError(BuildingError):
    """Somebody asked already."""

    sentence = _("Für dieses Formular ist die Freigabe schon beantragt.")


class AlreadyDecidedError(BuildingError):
    """Somebody else decided in the meantime, or whoever asked took it back."""

    sentence = _("Über diese Freigabe ist schon entschieden, oder sie wurde zurückgenommen.")


class OwnRequestError(BuildingError):
    """Four eyes: who asked cannot release while somebody else could."""

    sentence = _("Vier Augen sehen mehr: Diese Freigabe muss eine andere Person erteilen.")


class TakenTitleError(BuildingError):
    """Another test case has this name."""

    sentence = _("Einen Testfall mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen.")


class ManyTestCasesError(BuildingError):
    """A form has enough test cases."""

    sentence = _("Ein Formular kann höchstens 100 Testfälle haben.")
