"""Why support access cannot be given or used; each error says in German what to do."""

from django.utils.translation import gettext_lazy as _

from rathaus.accounts.errors import AccountsError


class GrantOverError(AccountsError):
    """The grant has run out or was revoked."""

    message = _("Dieser Zugang ist schon beendet.")


class NoGrantError(AccountsError):
    """No administrator of the municipality lets this operator in now."""

    message = _("Die Kommune hat keinen Zugang freigegeben. Nur ihre Administration kann das tun.")


class HandoverInvalidError(AccountsError):
    """The way in is unknown, used, older than two minutes, or its grant is over."""

    message = _(
        "Dieser Link gilt nicht mehr. Er gilt einmal und zwei Minuten. Beginnen Sie in der Konsole noch einmal."
    )


class OperatorDurationError(AccountsError):
    """A length that is not offered."""

    message = _("Bitte wählen Sie eine der angebotenen Zeiten aus.")
