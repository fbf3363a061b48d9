"""django-allauth's forms in our words. Only labels, hints and the limit of codes are ours."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context as allauth_context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.accounts import encryption, services, sign_in_limits, sign_ins
from rathaus.accounts.errors import TooManyCodesError, TooOftenError
from rathaus.accounts.forms import NOT_THE_SAME, PASSWORD_HINT
from rathaus.accounts.models import User
from rathaus.limits.networks import client_network
from rathaus.web.forms import EmailField, ErrorTexts


class OurWords:
    """Gives the fields of allauth our label and hint, and no placeholder: it vanishes when one types."""

    words: ClassVar[Mapping[str, tuple[Any, Any]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


class SignInForm(ErrorTexts, OurWords, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    words = {"login": (_("E-Mail-Adresse"), ""), "password": (_("Passwort"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class AddressForm(ErrorTexts, forms.Form):
    """Where to send a code; browsers offer passkeys in this field."""

    email = EmailField(label=_("E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}))


class NewAccountForm(ErrorTexts, forms.Form):
    """The one thing that is needed for an account."""

    email = EmailField(label=_("E-Mail-Adresse"), help_text=_("Dorthin schicken wir Ihnen gleich einen Code."))


class MailCodeForm(ErrorTexts, forms.Form):
    """The code from the mail, with or without the space."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Acht Ziffern aus der E-Mail."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class PasskeyNameForm(ErrorTexts, forms.Form):
    """How the person calls a device."""

    name = forms.CharField(
        label=_("Name"), help_text=_("Zum Beispiel „Mein Telefon“ oder „Stick am Schlüsselbund“."), max_length=60
    )


class ConfirmPasswordForm(ErrorTexts, OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    words = {"password": (_("Passwort"), "")}


class ForgottenPasswordForm(ErrorTexts, OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    words = {"email": (_("E-Mail-Adresse"), "")}


class RepeatedPassword:
    """Says in our words that the second password differs."""

    def clean(self) -> Any:
        """Compare both before allauth does."""
        data = self.cleaned_data  # type: ignore[attr-defined]
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)  # type: ignore[attr-defined]
        return super().clean()  # type: ignore[misc]


class NewPasswordForm(ErrorTexts, OurWords, RepeatedPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password after a link from the mail."""

    words = {
        "password1": (_("Neues Passwort"), PASSWORD_HINT),
        "password2": (_("Neues Passwort wiederholen"), ""),
    }


class ChangePasswordForm(ErrorTexts, OurWords, RepeatedPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """The former and the new password."""

    words = {"oldpassword": (_("Bisheriges Passwort"), "")} | NewPasswordForm.words


class LimitedCode:
    """Counts each try of a code in the database before allauth looks at it."""

    user: User

    def clean_code(self) -> Any:
        """Return the code when it is right; raises ValidationError when it is wrong or there were too many."""
        network = client_network(allauth_context.request)
        try:
            sign_in_limits.count_try_from(network=network)
            services.count_code_try(user=self.user)
        except (TooManyCodesError, TooOftenError) as error:
            raise ValidationError(str(error), code="too_many_codes") from None
        try:
            code = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            if sign_in_limits.may_note_failure(network=network):
                sign_ins.note_failure(by="totp", user=self.user)
            raise
        services.forget_code_tries(user=self.user)
        return code


class NumericCode(ErrorTexts, OurWords, LimitedCode):
    """A code that phones offer a number pad for."""

    words = {"code": (_("Code"), _("Sechs Ziffern aus Ihrer App oder einer Ihrer Ersatzcodes."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = self.fields["code"].widget.attrs  # type: ignore[attr-defined]
        attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class SecondFactorForm(NumericCode, second_factor.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code, to finish signing in."""

    def save(self) -> None:
        """Finish, and bring the stored secret to the key of today while it is at hand."""
        super().save()
        encryption.renew_authenticator(self.authenticator)


class ConfirmSecondFactorForm(NumericCode, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """A code within a session."""


class SetUpSecondFactorForm(NumericCode, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    words = {"code": (_("Code"), _("Sechs Ziffern, die Ihre App jetzt zeigt."))}
