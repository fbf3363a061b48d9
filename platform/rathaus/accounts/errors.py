"""What can be wrong with a change of people or rights; each error says in German what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """A rule about people or rights was broken; `str(error)` is the sentence for the person in front."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class UnknownRoleError(AccountsError):
    """A role slug that this municipality does not have."""

    message = _("Diese Rolle gibt es nicht. Bitte laden Sie die Seite neu.")


class NoRoleError(AccountsError):
    """Somebody would be staff without any role."""

    message = _("Bitte wählen Sie mindestens eine Rolle aus.")


class AlreadyStaffError(AccountsError):
    """The address belongs to somebody who is staff, working or deactivated."""

    message = _("Diese Person steht schon in der Liste. Dort können Sie Rollen ändern oder den Zugang öffnen.")


class AlreadyOperatorError(AccountsError):
    """The address belongs to an operator."""

    message = _("Diese Person hat schon einen Zugang zum Betrieb.")


class AlreadyInvitedError(AccountsError):
    """The address has an open invitation."""

    message = _("An diese Adresse ist schon eine Einladung unterwegs. In der Liste können Sie sie noch einmal senden.")


class InvitationInvalidError(AccountsError):
    """The link is unknown, used, withdrawn or has run out."""

    message = _("Dieser Link gilt nicht mehr. Bitte lassen Sie sich eine neue Einladung schicken.")


class InvitationClosedError(AccountsError):
    """The invitation was accepted or withdrawn meanwhile."""

    message = _("Diese Einladung ist schon angenommen oder zurückgezogen.")


class LastAdministratorError(AccountsError):
    """Nobody would be left who may set up the municipality."""

    message = _("Niemand sonst hat die Rolle Administration. Geben Sie die Rolle zuerst einer anderen Person.")


class OwnRightsError(AccountsError):
    """Somebody would take their own rights."""

    message = _("Das geht nicht am eigenen Zugang. Bitten Sie eine andere Person mit der Rolle Administration.")


class TooManyCodesError(AccountsError):
    """Too many wrong codes of the second factor."""

    message = _("Das waren zu viele falsche Codes. Bitte warten Sie fünf Minuten.")


class LastFactorError(AccountsError):
    """Somebody of the administration would be left without a second factor."""

    message = _("Das ist Ihr einziger zweiter Faktor. Richten Sie zuerst einen anderen ein.")


class PasskeyTakenError(AccountsError):
    """The same passkey is kept already."""

    message = _("Dieser Passkey ist schon eingerichtet.")


class PasskeyError(AccountsError):
    """The answer of a passkey is not worth anything: too old, not known here, or not signed by it."""

    message = _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.")


class CodeInvalidError(AccountsError):
    """The code from the mail is wrong, used, or has run out."""

    message = _("Dieser Code stimmt nicht oder gilt nicht mehr. Bitte prüfen Sie ihn.")


class TooOftenError(AccountsError):
    """Too many mails or tries from one network or for one address; `retry_after` is in seconds."""

    message = _("Das war zu oft. Bitte warten Sie zehn Minuten.")
