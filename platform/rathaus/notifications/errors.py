"""What can be wrong with a device that asks for messages; each error says in German what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotificationsError(Exception):
    """A rule about messages to people was broken; `str(error)` is the sentence for the person in front."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class UnfitEndpointError(NotificationsError):
    """The address is not one of a push service that we know."""

    message = _("Ihr Browser nutzt einen Mitteilungsdienst, den wir nicht kennen. Bitte wählen Sie E-Mail.")


class UnfitKeysError(NotificationsError):
    """The browser's keys cannot be used for encryption."""

    message = _("Ihr Browser hat keinen gültigen Schlüssel geliefert. Bitte laden Sie die Seite neu.")


class IncompleteDeviceError(NotificationsError):
    """The page's script sent less than a subscription consists of."""

    message = _("Ihr Browser hat unvollständige Angaben geliefert. Bitte versuchen Sie es noch einmal.")


class UnknownKindError(LookupError):
    """No module declares this kind in ModuleSpec.notifications: a mistake in the calling code."""
