"""What can go wrong with single sign-on; each error says in German what to do.

`SetupError` is for the administrator who sets it up, `SignInError` for whoever wants to come in. The latter carries a
`code` for the record and, where an answer was not valid, the `reason`: both are words of ours, never something that a
stranger sent.
"""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class SetupError(Exception):
    """A rule about the set-up was broken; `str(error)` is the sentence for the administrator."""

    message: Any = ""

    def __str__(self) -> str:
        return str(self.message)


class UnreachableProviderError(SetupError):
    """Nothing usable lies at the address that was typed."""

    message = _(
        "Unter dieser Adresse antwortet kein Anmeldedienst. Sie muss mit https:// beginnen und aus dem Internet "
        "erreichbar sein."
    )


class OtherIssuerError(SetupError):
    """The published configuration names another issuer."""

    message = _(
        "Der Anmeldedienst nennt sich anders als die Adresse, die Sie eingegeben haben. Bitte übernehmen Sie die "
        "Adresse genau aus seiner Verwaltung."
    )


class UnfitMetadataError(SetupError):
    """What was pasted are no metadata of an identity provider that we could use."""

    message = _(
        "Das sind keine Metadaten eines Anmeldedienstes. Wir brauchen Namen, Anmeldeadresse (HTTP-Redirect) und "
        "Zertifikat darin."
    )


class MissingSecretError(SetupError):
    """There is no client secret yet."""

    message = _("Bitte geben Sie das Geheimnis ein, das der Anmeldedienst Ihnen zeigt.")


class NotTestedError(SetupError):
    """The present settings have not passed a test."""

    message = _("Bitte testen Sie zuerst. Einschalten können Sie, sobald ein Test gelungen ist.")


class NoMappingError(SetupError):
    """No group leads to a role."""

    message = _("Bitte ordnen Sie zuerst mindestens einer Gruppe eine Rolle zu.")


class AlreadyMappedError(SetupError):
    """This group has this role already."""

    message = _("Diese Gruppe hat diese Rolle schon.")


class SignInError(Exception):
    """Somebody cannot come in by single sign-on."""

    code: ClassVar[str] = "failed"
    message: Any = ""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.message)


class CancelledError(SignInError):
    """The person did not go on at the identity provider."""

    code = "cancelled"
    message = _("Sie haben die Anmeldung abgebrochen. Es ist nichts passiert.")


class ExpiredError(SignInError):
    """The answer belongs to no sign-in of this browser: too old, used already, or begun elsewhere."""

    code = "expired"
    message = _("Diese Anmeldung ist abgelaufen oder wurde schon benutzt. Bitte beginnen Sie noch einmal.")


class UnreachableError(SignInError):
    """The identity provider does not answer as it should."""

    code = "unreachable"
    message = _("Wir erreichen den Anmeldedienst gerade nicht. Bitte versuchen Sie es in einigen Minuten noch einmal.")


class CredentialsRefusedError(SignInError):
    """The identity provider does not take our client id and secret, or the code."""

    code = "credentials_refused"
    message = _(
        "Der Anmeldedienst hat unsere Anfrage nicht angenommen. Bitte sagen Sie Ihrer Administration Bescheid: "
        "Kennung oder Geheimnis stimmen nicht mehr."
    )


class ProviderFailedError(SignInError):
    """The identity provider says that something failed."""

    code = "provider_failed"
    message = _("Der Anmeldedienst hat einen Fehler gemeldet. Bitte versuchen Sie es noch einmal.")


class InvalidAnswerError(SignInError):
    """The answer did not pass a check; `reason` says which one."""

    code = "invalid_answer"
    message = _(
        "Die Antwort des Anmeldedienstes können wir nicht annehmen. Bitte beginnen Sie noch einmal. Geht es wieder "
        "nicht, sagen Sie Ihrer Administration Bescheid."
    )


class NoAddressError(SignInError):
    """The identity provider gives no e-mail address, or says that it is not checked."""

    code = "no_address"
    message = _(
        "Der Anmeldedienst hat uns keine bestätigte E-Mail-Adresse genannt. "
        "Bitte sagen Sie Ihrer Administration Bescheid."
    )


class ForeignDomainError(SignInError):
    """The address belongs to none of the domains that the administrator listed."""

    code = "foreign_domain"
    message = _("Ihre E-Mail-Adresse gehört nicht zu dieser Verwaltung. Bitte sagen Sie Ihrer Administration Bescheid.")


class NoRoleError(SignInError):
    """None of the person's groups leads to a role."""

    code = "no_role"
    message = _("Für Sie ist hier noch keine Rolle vorgesehen. Bitte sagen Sie Ihrer Administration Bescheid.")


class NoAccountError(SignInError):
    """The person is no staff yet, and accounts are not made by themselves."""

    code = "no_account"
    message = _("Sie haben hier noch keinen Zugang. Bitte lassen Sie sich von Ihrer Administration einladen.")


class AddressTakenError(SignInError):
    """Somebody who is not staff has an account at this address: it is never taken over."""

    code = "address_taken"
    message = _(
        "Zu Ihrer E-Mail-Adresse gibt es hier schon ein Bürgerkonto. Bitte lassen Sie sich von Ihrer Administration "
        "einladen. Danach geht die Anmeldung."
    )


class OtherIdentityError(SignInError):
    """The colleague with this address is linked with another account of the same identity provider."""

    code = "other_identity"
    message = _(
        "Ihr Zugang ist mit einem anderen Konto des Anmeldedienstes verknüpft. Bitte lassen Sie die Verknüpfung von "
        "Ihrer Administration lösen."
    )


class LockedError(SignInError):
    """The access was closed here."""

    code = "locked"
    message = _("Ihr Zugang ist gesperrt. Bitte sagen Sie Ihrer Administration Bescheid.")
