"""What can be wrong with keys and webhooks; each error says in German what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class ApiError(Exception):
    """A rule about keys or webhooks was broken; `str(error)` is the sentence for the person in front."""

    message: Any = ""

    def __str__(self) -> str:
        return str(self.message)


class AlreadyCreatedError(ApiError):
    """The same form was sent twice: the secret was shown with the first answer and is not shown again."""

    message = _("Das ist schon angelegt. Das Geheimnis zeigen wir nur einmal. Legen Sie sonst etwas Neues an.")


class UnknownCodeError(ApiError):
    """A scope or event that no active module declares."""

    message = _("Bitte wählen Sie mindestens eine Angabe aus der Liste.")


class UnfitAddressError(ApiError):
    """An address to which we send nothing: not https, no public host, or with a password in it."""

    message = _("Bitte geben Sie eine öffentliche Adresse an, die mit https:// beginnt.")


class UnfitOriginError(ApiError):
    """Something else than scheme and host of a web page."""

    message = _("Bitte schreiben Sie jede Seite wie https://www.stadt.example, ohne Pfad dahinter.")
