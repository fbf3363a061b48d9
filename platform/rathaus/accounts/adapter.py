"""What django-allauth asks us: who may sign up, how its mails travel, how secrets are kept."""

from io import BytesIO
from typing import Any, Final

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rathaus.accounts import encryption, letters, session, sign_in_limits, sign_ins
from rathaus.accounts.addresses import client_ip
from rathaus.accounts.models import User, clean_address
from rathaus.accounts.places import absolute_url, portal_name, profile_path, start_path
from rathaus.audit.services import record
from rathaus.limits.networks import client_network
from rathaus.sso.opening import sent_to_single_sign_on

CODE_WRONG = _("Dieser Code stimmt nicht. Bitte geben Sie den neuesten Code aus Ihrer App ein.")
NOTED: Final = {
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_changed",
    "mfa/email/totp_activated": "accounts.app_set_up",
    "mfa/email/totp_deactivated": "accounts.app_removed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mail and password for people who were invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides."),
        "too_many_login_attempts": _("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."),
        "rate_limited": _("Das waren zu viele Versuche. Bitte warten Sie fünf Minuten."),
        "incorrect_password": _("Dieses Passwort stimmt nicht. Bitte geben Sie Ihr Passwort noch einmal ein."),
        "enter_current_password": _("Dieses Passwort stimmt nicht. Bitte geben Sie Ihr bisheriges Passwort ein."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."),
        "incorrect_code": CODE_WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: staff come by invitation, citizens sign up on a page of our own."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where this person works."""
        return start_path(request.user)

    def get_login_stages(self) -> list[str]:
        """Return the one thing that may stand between a proof and a session."""
        return ["rathaus.accounts.stages.SecondFactorStage"]

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Return the page for somebody who may not sign in, or not in this way; None for all others."""
        refused: HttpResponse | None = super().pre_login(request, user, **login)
        return refused or sent_to_single_sign_on(request, user)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Write the sign-in down and lead to the page that was asked for.

        allauth would look at each of the person's sessions here, three queries for every one.
        """
        sign_ins.note_sign_in(request=request, user=user)
        return HttpResponseRedirect(get_login_redirect_url(request, login.get("redirect_url")))

    def logout(self, request: HttpRequest) -> None:
        """Write down who goes, and end the session."""
        if isinstance(request.user, User):
            sign_ins.note_sign_out(request=request, user=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that a password was wrong; looking for its owner costs the same for every address."""
        owner = User.objects.filter(email=clean_address(credentials.get("email", ""))).first()
        if sign_in_limits.may_note_failure(network=client_network(request)):
            sign_ins.note_failure(by="password", user=owner)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Return our one page, which offers what this person has."""
        if not user.is_authenticated:
            return []
        return [
            {"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")},
            {"id": "mfa_reauthenticate", "description": "", "url": reverse("mfa_reauthenticate")},
        ]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return the sign-in page, where the next person at this screen starts."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page that the change was started from."""
        return profile_path(request.user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail on the primary domain, whatever host was asked."""
        person, _, token = key.partition("-")
        return absolute_url(reverse("account_reset_password_from_key", args=[person, token]))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address behind our own proxies; limits per address count by it."""
        return client_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox."""
        letters.send_account_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that something about their sign-in has changed, and write it down."""
        letters.send_account_mail(template_prefix, email or user.email, {"user": user, **(context or {})})
        if action := NOTED.get(template_prefix):
            record(action=action, actor=user, actor_kind=sign_ins.actor_kind(user), target=user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        """Return whether the last proof is older than five minutes; a sign-in just now counts as one."""
        user = self.request.user
        return not (isinstance(user, User) and session.is_fresh(self.request, user))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether this is the person's password; wrong ones count towards the limit of sign-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by address and client together, so that nobody can lock somebody else out."""
        return f"{credentials.get('email', '').lower()}:{client_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps show the municipality; their secrets are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": CODE_WRONG}

    def get_totp_issuer(self) -> str:
        """Return the name under which the app lists the codes."""
        return portal_name()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code, dark on white in either colour scheme."""
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again."""
        return encryption.decrypt(encrypted_text)
