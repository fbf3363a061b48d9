"""What can go wrong with an account, each with the sentence that people read."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class CitizenAccountsError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class TooOftenError(CitizenAccountsError):
    """Something was tried too often in a short time."""

    sentence = _("Das waren zu viele Versuche. Bitte warten Sie eine Stunde.")


class SameAddressError(CitizenAccountsError):
    """The new e-mail address is the present one."""

    sentence = _("Das ist schon Ihre E-Mail-Adresse.")


class WrongCodeError(CitizenAccountsError):
    """The code is not the one that was sent, or it was sent too long ago."""

    sentence = _("Dieser Code stimmt nicht. Bitte nehmen Sie den neuesten Code aus der E-Mail.")


class CodeOverError(CitizenAccountsError):
    """No code is waiting any more: it ran out, or was wrong too often."""

    sentence = _("Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an.")


class NotOwnerError(CitizenAccountsError):
    """Only those who manage the organisation's account may do it."""

    sentence = _("Das darf nur, wer das Konto verwaltet.")


class LastOwnerError(CitizenAccountsError):
    """Nobody would be left to manage the organisation's account."""

    sentence = _("Mindestens eine Person muss das Konto verwalten. Bitte übergeben Sie es zuerst an jemand anderen.")


class NotAloneError(CitizenAccountsError):
    """An organisation with members cannot be closed."""

    sentence = _("Bitte entfernen Sie zuerst die anderen Mitglieder.")


class AlreadyMemberError(CitizenAccountsError):
    """The person is in the organisation already."""

    sentence = _("Diese Person gehört schon dazu.")


class TooManyError(CitizenAccountsError):
    """One person has as many organisations or representations as anybody needs."""

    sentence = _("Mehr als 20 sind nicht möglich. Bitte beenden Sie zuerst eine andere.")


class InvitationOverError(CitizenAccountsError):
    """The link was used, withdrawn, or has run out."""

    sentence = _("Diese Einladung gilt nicht mehr. Bitte lassen Sie sich eine neue schicken.")


class WrongBirthDateError(CitizenAccountsError):
    """The birth date is not the one that the municipality knows."""

    sentence = _("Das Geburtsdatum passt nicht zu dieser Einladung. Bitte prüfen Sie es.")


class HasAccountError(CitizenAccountsError):
    """The address has an account already."""

    sentence = _("Mit dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich an.")


class NotMinorError(CitizenAccountsError):
    """Only children below 18 are represented by their parents."""

    sentence = _("Diese Person ist volljährig. Bitte wählen Sie „Andere Person, mit Vollmacht“.")


class AlreadyActingError(CitizenAccountsError):
    """There is such a representation already."""

    sentence = _("Für diese Person gibt es schon eine Vertretung.")


class WrongStateError(CitizenAccountsError):
    """Somebody was faster, or the representation is over."""

    sentence = _("Das geht bei dieser Vertretung nicht mehr.")


class TooManyClaimsError(CitizenAccountsError):
    """Codes or birth dates were tried, or proofs sent, too often in a day."""

    sentence = _("Das waren zu viele Versuche. Bitte versuchen Sie es morgen wieder, oder rufen Sie uns an.")


class NothingFoundError(CitizenAccountsError):
    """No item of a guest belongs to the person by what they typed: none is there, or it was wrong."""

    sentence = _("Damit haben wir nichts gefunden. Bitte prüfen Sie Nummer oder Geburtsdatum.")


class StaffAccountError(CitizenAccountsError):
    """Whoever works in the town hall cannot delete their access themselves."""

    sentence = _("Sie arbeiten in der Verwaltung. Ihren Zugang schließt die Person, die die Zugänge verwaltet.")


class UnreadableFileError(CitizenAccountsError):
    """A file that is no table of citizens."""

    def __init__(self, sentence: str) -> None:
        """Carry the sentence that says what to do."""
        super().__init__()
        self.sentence = sentence
