"""What can go wrong with the connection or with an account, each with the sentence that people read."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class BundIdError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotSetUpError(BundIdError):
    """Somebody wants to use or to switch on what is not complete."""

    sentence = _("Die BundID ist hier noch nicht eingerichtet.")


class ForeignMetadataError(BundIdError):
    """The text that was put in is not the BundID's metadata."""

    sentence = _("Das sind keine Metadaten der BundID. Bitte kopieren Sie den ganzen Text der Datei hierher.")


class UnsafeAddressError(BundIdError):
    """The metadata name an address without https."""

    sentence = _("Die Adresse in den Metadaten beginnt nicht mit https. Bitte prüfen Sie die Datei.")


class NoNextKeysError(BundIdError):
    """There are no prepared keys to change to."""

    sentence = _("Es sind keine neuen Zertifikate vorbereitet.")


class ForeignIdentityError(BundIdError):
    """This BundID already opens another account."""

    sentence = _("Diese BundID ist schon mit einem anderen Konto verbunden.")


class OtherIdentityError(BundIdError):
    """The account is already opened by another BundID."""

    sentence = _("Mit Ihrem Konto ist schon eine andere BundID verbunden. Lösen Sie diese zuerst.")


class AddressTakenError(BundIdError):
    """The proven e-mail address belongs to an account that this BundID does not open."""

    sentence = _("Zu dieser E-Mail-Adresse gibt es hier schon ein Konto.")
