"""What people type in about themselves and their colleagues."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import User
from rathaus.accounts.selectors import all_roles
from rathaus.web.forms import EmailField, ErrorTexts, IdempotencyField

NOT_THE_SAME = _("Die beiden Passwörter sind verschieden. Bitte geben Sie zweimal dasselbe ein.")
PASSWORD_HINT = _("Mindestens 12 Zeichen. Ein kurzer Satz ist leicht zu merken und schwer zu erraten.")


class RolesField(forms.MultipleChoiceField):
    """The roles of the municipality as boxes to tick, each with what it is for."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Rollen"))
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=_role_choices, **kwargs)


def _role_choices() -> list[tuple[str, str]]:
    return [(role.slug, f"{role.label} – {role.duty}" if role.duty else str(role.label)) for role in all_roles()]


class NamesForm(ErrorTexts, forms.Form):
    """First and last name."""

    first_name = forms.CharField(
        label=_("Vorname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )


class AcceptInvitationForm(NamesForm):
    """Names and the first password of an invited person."""

    password = forms.CharField(
        label=_("Passwort"),
        help_text=PASSWORD_HINT,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Passwort wiederholen"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Check the password against names and address, and its repetition."""
        data = super().clean() or {}
        password = data.get("password")
        if password:
            self._check_strength(password, data)
            if "password_again" in data and password != data["password_again"]:
                self.add_error("password_again", NOT_THE_SAME)
        return data

    def _check_strength(self, password: str, data: dict[str, Any]) -> None:
        person = User(email=self.email, first_name=data.get("first_name", ""), last_name=data.get("last_name", ""))
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password", error)


class InviteForm(ErrorTexts, forms.Form):
    """Whom to invite, with which roles."""

    idem_key = IdempotencyField()
    email = EmailField(label=_("E-Mail-Adresse"), help_text=_("Dorthin schicken wir den Link. Er gilt sieben Tage."))
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100, required=False)
    roles = RolesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "off"  # it is somebody else's
