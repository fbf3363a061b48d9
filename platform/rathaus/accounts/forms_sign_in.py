"""django-allauth's forms in our words. Only labels, hints and the limit of codes are ours."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.accounts import encryption, services
from rathaus.accounts.errors import TooManyCodesError
from rathaus.accounts.forms import NOT_THE_SAME, PASSWORD_HINT
from rathaus.accounts.models import User
from rathaus.web.forms import ErrorTexts


def name_field(form: forms.Form, name: str, label: Any, hint: Any = "") -> None:
    """Give a field of allauth our label and hint, and no placeholder: it vanishes when one types."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(ErrorTexts, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "login", _("E-Mail-Adresse"))
        name_field(self, "password", _("Passwort"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmPasswordForm(ErrorTexts, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "password", _("Passwort"))


class ForgottenPasswordForm(ErrorTexts, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "email", _("E-Mail-Adresse"))


class RepeatedPassword:
    """Says in our words that the second password differs."""

    def clean(self) -> Any:
        """Compare both before allauth does."""
        data = self.cleaned_data  # type: ignore[attr-defined]
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)  # type: ignore[attr-defined]
        return super().clean()  # type: ignore[misc]


class NewPasswordForm(ErrorTexts, RepeatedPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password after a link from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "password1", _("Neues Passwort"), PASSWORD_HINT)
        name_field(self, "password2", _("Neues Passwort wiederholen"))


class ChangePasswordForm(ErrorTexts, RepeatedPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """The former and the new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "oldpassword", _("Bisheriges Passwort"))
        name_field(self, "password1", _("Neues Passwort"), PASSWORD_HINT)
        name_field(self, "password2", _("Neues Passwort wiederholen"))


class LimitedCode:
    """Counts each try of a code in the database before allauth looks at it."""

    user: User

    def clean_code(self) -> Any:
        """Return the code when it is right; raises ValidationError when it is wrong or there were too many."""
        try:
            services.count_code_try(user=self.user)
        except TooManyCodesError as error:
            raise ValidationError(str(error), code="too_many_codes") from None
        code = super().clean_code()  # type: ignore[misc]
        services.forget_code_tries(user=self.user)
        return code


class NumericCode(ErrorTexts, LimitedCode):
    """A code that phones offer a number pad for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_field(self, "code", _("Code"), self.hint)  # type: ignore[arg-type]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}  # type: ignore[attr-defined]

    hint: Any = _("Sechs Ziffern aus Ihrer App oder einer Ihrer Ersatzcodes.")


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

    hint = _("Sechs Ziffern, die Ihre App jetzt zeigt.")
