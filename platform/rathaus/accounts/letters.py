"""The e-mails about somebody's access. They carry a link or a warning, never a password."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import Invitation, User
from rathaus.accounts.places import absolute_url
from rathaus.accounts.rights import rights_of
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy.context import tenant_or_none

NOTICES: Final = {
    "account/email/password_changed": (
        "accounts.password_changed",
        _("Ihr Passwort wurde geändert"),
        _("Das Passwort Ihres Zugangs wurde gerade geändert."),
    ),
    "account/email/password_reset": (
        "accounts.password_changed",
        _("Ihr Passwort wurde geändert"),
        _("Das Passwort Ihres Zugangs wurde gerade über einen Link aus einer E-Mail geändert."),
    ),
    "mfa/email/totp_activated": (
        "accounts.second_factor_set_up",
        _("Ihr zweiter Faktor ist eingerichtet"),
        _("Für Ihren Zugang wurde gerade eine Authenticator-App eingerichtet."),
    ),
    "mfa/email/totp_deactivated": (
        "accounts.second_factor_removed",
        _("Ihr zweiter Faktor ist entfernt"),
        _("Die Authenticator-App Ihres Zugangs wurde gerade entfernt."),
    ),
    "mfa/email/recovery_codes_generated": (
        "accounts.recovery_codes_renewed",
        _("Sie haben neue Ersatzcodes"),
        _("Für Ihren Zugang wurden gerade neue Ersatzcodes erzeugt. Die früheren gelten nicht mehr."),
    ),
    "accounts/passkey_added": (
        "accounts.passkey_added",
        _("Ein neuer Passkey ist eingerichtet"),
        _("Für Ihren Zugang wurde gerade ein Passkey oder Sicherheitsschlüssel eingerichtet."),
    ),
    "accounts/passkey_removed": (
        "accounts.passkey_removed",
        _("Ein Passkey ist entfernt"),
        _("Ein Passkey oder Sicherheitsschlüssel wurde gerade von Ihrem Zugang entfernt."),
    ),
    "accounts/second_factor_reset": (
        "accounts.second_factor_reset",
        _("Ihr zweiter Faktor ist zurückgesetzt"),
        _("Ihre Verwaltung hat ihn entfernt. Bei der nächsten Anmeldung richten Sie einen neuen ein."),
    ),
}


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the one-time link. The token exists nowhere else: the database knows its hash."""
    with translation.override(settings.LANGUAGE_CODE):  # the language of the mail, not of who sends it
        link = absolute_url(reverse("account_invitation", kwargs={"token": token}))
    context = {"invitation": invitation, "link": link}
    mail = render_mail("accounts/mail/invitation", context)
    enqueue_mail(to=invitation.email, kind="accounts.invitation", reference=str(invitation.pk), **vars(mail))


def send_second_factor_reset(user: User) -> None:
    """Tell somebody that a colleague has removed their second factor."""
    send_notice("accounts/second_factor_reset", user)


def send_account_mail(template_prefix: str, email: str, context: dict[str, Any]) -> None:
    """Send what django-allauth asks for: the link for a new password, or a notice."""
    if template_prefix in NOTICES:
        send_notice(template_prefix, context["user"])
    elif template_prefix == "account/email/password_reset_key":
        send_password_link(email, context["password_reset_url"])
    elif template_prefix == "account/email/unknown_account":
        send_no_access(email)
    else:
        raise LookupError(f"There is no e-mail for {template_prefix!r}.")


def send_password_link(email: str, link: str) -> None:
    """Send the link under which a new password can be set for one hour."""
    mail = render_mail("accounts/mail/password_link", {"link": link})
    enqueue_mail(to=email, kind="accounts.password_link", **vars(mail))


def send_no_access(email: str) -> None:
    """Tell whoever reads this mailbox that there is no access to set a password for.

    Asking takes as long for a stranger's address as for a colleague's, so that the answer tells nothing.
    """
    mail = render_mail("accounts/mail/no_access", {"link": absolute_url(reverse("account_login"))})
    enqueue_mail(to=email, kind="accounts.no_access", **vars(mail))


def send_code(email: str, code: str) -> None:
    """Send the code that opens the account in the browser that asked for it, for a quarter of an hour."""
    mail = render_mail("accounts/mail/code", {"code": f"{code[:4]} {code[4:]}"})
    enqueue_mail(to=email, kind="accounts.code", **vars(mail))


def send_notice(name: str, user: User) -> None:
    """Tell the person what happened to their access, and what to do if it was not them."""
    kind, subject, sentence = NOTICES[name]
    is_citizen = tenant_or_none() is not None and not rights_of(user).is_staff
    context = {"user": user, "subject": subject, "sentence": sentence, "is_citizen": is_citizen}
    mail = render_mail("accounts/mail/notice", {**context, "link": absolute_url(reverse("account_profile"))})
    enqueue_mail(to=user.email, kind=kind, reference=str(user.pk), **vars(mail))
